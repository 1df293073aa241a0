import { ConnectionError, TlsError } from '../errors.ts'
import type { Limits } from '../options.ts'
import type { Transport } from '../transport.ts'
import { countedSignal } from './counted-signal.ts'
import { type Fault, garbage } from './fault.ts'
import { type MemoryTransport, memoryTransport } from './memory-transport.ts'
import { inOneChunk, lineOctets, type Step } from './transcript.ts'
import { realTime, turn, type VirtualClock } from './virtual-clock.ts'

/** What a client is given for a conversation with a peer of ours. */
export interface PeerOptions {
  readonly transport: Transport
  /** ms */
  readonly timeout: number
  /** small, so that a flood is over soon */
  readonly limits: Pick<Limits, 'line' | 'reply' | 'body' | 'drain'>
  /** never aborted */
  readonly signal: AbortSignal
}

/** octets that the peer sends without a line end, at most: no limit of any line is as high */
const flood = 2 * 1024 * 1024

/** ms of real time in which a client must have done what it does */
const patience = 2000

/** The server of a transcript, with one fault in it. */
export class FaultyPeer {
  readonly options: PeerOptions
  /** what no client may do, as far as it did */
  readonly problems: string[] = []
  readonly #transport: MemoryTransport
  readonly #fault: Fault | undefined
  readonly #clock: VirtualClock
  readonly #listeners: () => number
  #over = false
  #expected = ''
  /** where a line, a literal or a chunk of the client ends */
  #ends: ReadonlySet<number> = new Set()
  /** it has said something else than its transcript, and nobody knows what the client makes of it */
  #astray = false
  #gone = false

  constructor(fault: Fault | undefined, clock: VirtualClock, secure: boolean) {
    const transport = memoryTransport({ secure })
    const { signal, listeners } = countedSignal()
    this.#transport = transport
    this.#fault = fault
    this.#clock = clock
    this.#listeners = listeners
    const limits = { line: 1024, reply: 8192, body: 65_536, drain: 65_536 }
    this.options = { transport, timeout: 1000, limits, signal }
    const write = transport.write
    transport.write = (data) => {
      if (transport.destroyed) this.problems.push(`wrote ${JSON.stringify(data)} after it had left`)
      return write(data)
    }
    if (fault?.when === 'handshake') transport.onUpgrade = () => this.#handshake(fault)
    if (fault?.kind === 'slow') slowDown(transport)
  }

  /** Plays the server until the conversation is over or the fault has ended it. */
  async play(transcript: readonly Step[], over: Promise<unknown>): Promise<void> {
    void over.then(() => {
      this.#over = true
    })
    this.#ends = new Set(clientEnds(transcript))
    const steps = this.#fault?.kind === 'chunks' ? inOneChunk(transcript) : transcript
    for (const [at, step] of steps.entries()) {
      if (this.#gone || this.#over) break
      if (step.from === 'client') {
        this.#expected += lineOctets(step.text).toString('latin1')
        continue
      }
      if (!(await this.#heard())) break
      const here = this.#fault?.step === at || this.#fault?.when === 'throughout'
      await this.#say(lineOctets(step.text), here ? this.#fault : undefined, steps)
    }
    await this.#end()
    this.#account()
  }

  /** Waits until the client has written what the transcript says. */
  async #heard(): Promise<boolean> {
    const started = performance.now()
    const wait = this.#astray ? 20 : patience
    do await turn()
    while (!this.#over && this.#transport.sent.length < this.#expected.length && performance.now() - started < wait)
    if (this.#transport.sent === this.#expected) return true
    if (!this.#astray && (!this.#over || this.#fault === undefined)) {
      this.problems.push(`wrote ${JSON.stringify(this.#transport.sent)}, expected ${JSON.stringify(this.#expected)}`)
    }
    return false
  }

  async #say(octets: Buffer, fault: Fault | undefined, steps: readonly Step[]): Promise<void> {
    const transport = this.#transport
    if (fault === undefined || fault.kind === 'chunks' || fault.kind === 'slow') return transport.say(octets)
    if (fault.kind === 'octets') {
      for (const octet of octets) transport.say(Buffer.from([octet]))
      return
    }
    const cut = fault.when === 'before' ? 0 : fault.when === 'in' ? octets.length >> 1 : octets.length
    const before = octets.subarray(0, cut)
    if (cut > 0 && fault.kind !== 'extra') transport.say(before)
    if (fault.kind === 'close') this.#close()
    else if (fault.kind === 'reset') this.#close(new ConnectionError('read ECONNRESET', 'ECONNRESET'))
    else if (fault.kind === 'stall') this.#stall()
    else if (fault.kind === 'garbage') {
      this.#astray = true
      transport.say(garbage)
      if (fault.when === 'before') transport.say(octets)
    } else if (fault.kind === 'extra') {
      this.#astray = true
      // in one chunk: behind the next command nobody could tell it from its reply
      transport.say(Buffer.concat([octets, lineOctets(steps[fault.again!]!.text)]))
    } else {
      await this.#flood()
      this.#close()
    }
  }

  /** A line without an end, as fast as the client takes it. */
  async #flood(): Promise<void> {
    const transport = this.#transport
    const piece = Buffer.alloc(16_384, 'x')
    for (let said = 0; said < flood; said += piece.length) {
      transport.say(piece)
      do await turn()
      while (transport.paused && !transport.destroyed && !this.#over)
      if (transport.destroyed || this.#over) return
    }
    this.problems.push(`took ${flood} octets without a line end`)
  }

  /** Waits for what must end now. A peer that stalls ends by the clock alone. */
  async #end(): Promise<void> {
    if (this.#fault?.kind !== 'stall' && !this.#gone) {
      if (!this.#over) await Promise.race([this.#settled(), realTime(this.#astray ? 20 : patience)])
      if (!this.#over) this.#close()
    }
    const started = performance.now()
    while (!this.#over) {
      for (let i = 0; i < 5 && !this.#over; i++) await turn()
      if (this.#over) break
      if (this.#fault?.kind === 'stall' && this.#clock.advance()) continue
      if (performance.now() - started > patience) {
        this.problems.push('did not end: something waits for ever')
        return
      }
      await realTime(1)
    }
    for (let i = 0; i < 3; i++) await turn()
  }

  async #settled(): Promise<void> {
    while (!this.#over) await turn()
  }

  /** What may not be left when all is over. */
  #account(): void {
    const { destroyed, sent, full } = this.#transport
    if (!destroyed) this.problems.push('left its connection open')
    // a message of which nobody takes the rest ends anywhere
    if (!full && !sent.endsWith('\r\n') && !this.#ends.has(sent.length))
      this.problems.push(`left half a line: ${JSON.stringify(sent.slice(-40))}`)
    if (this.#listeners() > 0) this.problems.push(`left ${this.#listeners()} listeners on the signal`)
    if (this.#clock.pending > 0) this.problems.push(`left ${this.#clock.pending} timers running`)
  }

  #close(error?: ConnectionError): void {
    this.#gone = true
    this.#transport.close(error)
  }

  /** It says nothing any more, and takes nothing. */
  #stall(): void {
    this.#gone = true
    this.#transport.full = true
  }

  #handshake(fault: Fault): Promise<void> {
    this.#gone = true
    if (fault.kind === 'handshake') return Promise.reject(new TlsError('the handshake failed'))
    if (fault.kind === 'close') setImmediate(() => this.#close())
    return new Promise(() => {})
  }
}

function* clientEnds(steps: readonly Step[]): Generator<number, void, undefined> {
  let octets = 0
  yield octets
  for (const { from, text } of steps) if (from === 'client') yield (octets += lineOctets(text).length)
}

/** Every write fills its buffer, which is empty a turn later. */
function slowDown(transport: MemoryTransport): void {
  const write = transport.write
  transport.write = (data) => {
    setImmediate(() => transport.drain())
    write(data)
    return false
  }
}
