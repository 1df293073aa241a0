import { Body } from './body.ts'
import { ConnectionError, TimeoutError } from './errors.ts'
import type { Input } from './input.ts'
import type { Framing } from './script.ts'

/** What a lease may ask of the engine. */
export interface LeaseFlow {
  pause(): void
  resume(): void
  pump(): void
}

/** A body's lease on the input: nothing behind it is parsed until it ends. */
export class Lease {
  readonly body: Body
  readonly verb: string
  /** the reader is behind, and the transport stands still */
  paused = false
  whenOver: () => void = () => {}
  readonly #input: Input
  readonly #framing: Framing
  readonly #flow: LeaseFlow
  readonly #drainLimit: number
  #abandoned = false
  #drained = 0
  #read = 0

  constructor(input: Input, framing: Framing, verb: string, drainLimit: number, flow: LeaseFlow) {
    this.#input = input
    this.#framing = framing
    this.verb = verb
    this.#drainLimit = drainLimit
    this.#flow = flow
    this.body = new Body({ resume: () => this.#resume(), cancel: () => this.abandon() })
  }

  /** Takes what is there; true when all of the body is in. False: it needs more octets, or its reader must catch up. */
  feed(): boolean {
    if (this.body.full && !this.#abandoned) {
      if (!this.paused) this.#pause()
      return false
    }
    const over = this.#framing.feed(this.#input, (piece) => this.#emit(piece))
    if (!over && this.body.full && !this.#abandoned && !this.paused) this.#pause()
    return over
  }

  /** The rest is received and dropped. */
  abandon(): void {
    if (this.#abandoned) return
    this.#abandoned = true
    this.#resume()
    this.#flow.pump()
  }

  /** Whether its reader has read any of it since this was asked, or since the transport stands still. */
  progressed(): boolean {
    const before = this.#read
    this.#read = this.body.read
    return this.#read > before
  }

  /** Others wait behind a body that nobody reads. */
  tooSlow(ms: number): void {
    this.body.fail(
      new TimeoutError(`${this.verb}: its body was left unread for ${ms} ms while other commands wait (timeout.body)`),
    )
    this.abandon()
  }

  #emit(piece: Buffer): void {
    if (!this.#abandoned) {
      if (this.body.push(piece)) this.#input.keep()
      return
    }
    this.#drained += piece.length
    if (this.#drained > this.#drainLimit) {
      throw new ConnectionError(
        `${this.verb}: its body was abandoned with more than ${this.#drainLimit} octets to come (limits.drain)`,
        'ERR_ABORTED',
      )
    }
  }

  #pause(): void {
    this.paused = true
    this.#read = this.body.read
    this.#flow.pause()
  }

  #resume(): void {
    if (!this.paused) return
    this.paused = false
    this.#flow.resume()
  }
}
