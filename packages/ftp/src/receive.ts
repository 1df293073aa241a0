import { Body, type Command, type Reply, type Script, TimeoutError } from '@linewire/wire'
import { announcedSize, proveWhole } from './announced.ts'
import type { DataConnection } from './data-connection.ts'
import { refused } from './reply.ts'
import {
  begin,
  breakOff,
  soon,
  type Transfer,
  type TransferState,
  type TransferTalk,
  transferCommand,
  type Underway,
  unexpected,
} from './transfer.ts'
import { brokenOff, failed, type TransferError } from './transfer-error.ts'
import type { TransferReplies } from './transfer-replies.ts'

/**
 * Fetches. `opened` gets the body when the server begins; the command ends when the data *and* the final reply are
 * in, and only then does the body end.
 */
export const receive = (state: TransferState, transfer: Transfer, opened: (body: Body) => void): Command<void> =>
  transferCommand(state, transfer, function* (io, replies) {
    const connection = yield* begin(io, state, transfer)
    const incoming = new Incoming(io, connection, state.bodyTimeout)
    state.underway = incoming
    if (state.ahead.endsEarly && !connection.secure && state.mode.current === 'S') connection.finish()
    try {
      yield* follow(io, replies, state, transfer, incoming, opened)
      try {
        // who has read it to its end finds nothing outstanding: a pool closes a connection that has
        yield* replies.settle()
      } finally {
        // it is whole, whatever becomes of the connection
        incoming.body.finish()
      }
    } catch (error) {
      incoming.body.fail(error)
      throw error
    } finally {
      state.underway = undefined
      // when the connection is lost a script is only told to return
      incoming.close()
    }
  })

function* follow(
  io: TransferTalk,
  replies: TransferReplies,
  state: TransferState,
  transfer: Transfer,
  incoming: Incoming,
  opened: (body: Body) => void,
): Script<void> {
  let begun = false
  let final: Reply | undefined
  let announced: number | undefined
  for (;;) {
    const said = replies.poll()
    if (said) {
      if (said.code >= 400) {
        if (!begun) throw refused(io, said)
        // what was sent before it is worth having: a download can go on behind it
        yield* soon(incoming.ended)
        throw brokenOff(io.name, said, incoming.error)
      }
      if (said.code >= 300) throw unexpected(io, said)
      // some say 200, then 150, and 226 at the end
      final = said.code >= 200 ? said : undefined
      if (said.code < 200) announced ??= announcedSize(said.text, transfer)
    }
    if (!begun && (said || incoming.begun)) {
      begun = true
      opened(incoming.body)
    }
    if (said) continue
    if (io.signal.aborted) incoming.body.fail(io.signal.reason)
    if (incoming.unwanted && !incoming.over) {
      if (final === undefined) yield* breakOff(io, incoming.connection, replies)
      throw failed(io.name, 'its body was left', undefined, 'ERR_ABORTED')
    }
    if (final && incoming.over) break
    io.owed = !incoming.paused
    io.heardAt = incoming.heardAt
    yield
  }
  const broken = incoming.error ?? incoming.connection.failure
  if (broken) throw failed(io.name, 'the data connection broke', broken)
  yield* proveWhole(io, replies, state, transfer, {
    octets: incoming.octets,
    announced,
    secure: incoming.connection.secure,
  })
  state.rested = false
  transfer.concluded?.(final)
}

/** The data as it comes in, and the body that it goes into. */
class Incoming implements Underway {
  readonly connection: DataConnection
  readonly body: Body
  octets = 0
  /** performance.now() of when the last of them came, or there was room for them again */
  heardAt = 0
  /** the peer has sent all, or the connection is gone */
  over = false
  /** nobody reads */
  unwanted = false
  paused = false
  /** when `over` becomes true */
  readonly ended: Promise<void>
  error: Error | undefined
  readonly #io: TransferTalk
  readonly #leave: () => void
  readonly #patience: number
  #timer: NodeJS.Timeout | undefined
  #end: () => void = () => {}

  constructor(io: TransferTalk, connection: DataConnection, patience: number) {
    this.#io = io
    this.connection = connection
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.#patience = patience
    this.body = new Body({ resume: () => this.#resume(), cancel: () => this.#left() })
    this.#leave = () => {
      this.body.fail(this.#broken ?? io.signal.reason)
      this.#left()
    }
    io.signal.addEventListener('abort', this.#leave, { once: true })
    connection.start({
      data: (chunk) => this.#push(chunk),
      memory: () => this.body.memory,
      drain: () => {},
      end: () => {
        // some servers do not say 226 before the other side has closed too
        connection.end()
        this.#ended()
      },
      close: (error) => {
        if (!this.over) this.error = error
        this.#ended()
      },
    })
  }

  get idle(): boolean {
    return this.paused
  }

  /** Whether the transfer has begun, whatever the server has said of it. */
  get begun(): boolean {
    return this.octets > 0
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#io.signal.removeEventListener('abort', this.#leave)
    this.connection.close()
    if (!this.body.flowing) return
    this.body.fail(this.#broken ?? this.#io.signal.reason ?? failed(this.#io.name, 'the connection was lost'))
  }

  /** what is known before the server has said why */
  get #broken(): TransferError | undefined {
    return this.error && failed(this.#io.name, 'the data connection broke', this.error)
  }

  #push(chunk: Buffer): boolean {
    const first = !this.begun
    this.octets += chunk.length
    this.heardAt = performance.now()
    if (this.unwanted) return true
    const kept = this.body.push(chunk)
    if (this.body.full && !this.paused) {
      this.paused = true
      this.connection.pause()
      this.#wait()
    }
    if (first) this.#io.wake()
    return !kept
  }

  #resume(): void {
    if (!this.paused) return
    this.paused = false
    this.connection.resume()
    this.heardAt = performance.now()
    // a clock that ran out meanwhile was told that it is not the server's turn
    if (!this.#io.owed) this.#io.wake()
  }

  #left(): void {
    this.unwanted = true
    this.#resume()
    this.#io.wake()
  }

  #ended(): void {
    if (this.over) return
    this.over = true
    this.#end()
    this.#io.wake()
  }

  /** Others wait behind a body that nobody reads. */
  #wait(): void {
    const ms = this.#patience
    // a pause is soon over, and a timer for each would cost more than the pause
    if (this.#timer !== undefined || ms <= 0 || ms === Number.POSITIVE_INFINITY) return
    const { read } = this.body
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (!this.paused) return
      if (!this.#io.contended || this.body.read > read) {
        this.#wait()
        return
      }
      this.body.fail(
        new TimeoutError(
          `${this.#io.name}: its body was left unread for ${ms} ms while other commands wait (timeout.body)`,
        ),
      )
      this.#left()
    }, ms)
  }
}
