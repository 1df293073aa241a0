import { type ConnectionError, TlsError } from '../errors.ts'
import type { Limits } from '../options.ts'
import type { Transport } from '../transport.ts'
import { countedSignal } from './counted-signal.ts'
import { type DataNetwork, DataPeer } from './data-peer.ts'
import { type Fault, garbage, reset, upTo } from './fault.ts'
import { flood } from './flood.ts'
import { type MemoryTransport, memoryTransport, slowDown } from './memory-transport.ts'
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
  /** FTP's data connections */
  readonly network: DataNetwork
}

/** ms of real time in which a client must have done what it does */
const patience = 2000

/** The server of a transcript, with one fault in it. */
export class FaultyPeer {
  readonly options: PeerOptions
  /** what no client may do, as far as it did */
  readonly problems: string[] = []
  readonly #transport: MemoryTransport
  readonly #data: DataPeer
  readonly #fault: Fault | undefined
  readonly #clock: VirtualClock
  readonly #listeners: () => number
  #over = false
  #expected = ''
  /** where a line, a literal or a chunk of the client ends */
  #ends: ReadonlySet<number> = new Set()
  /** what is said in place of the next line */
  #instead: string | undefined
  /** it has said something else than its transcript, and nobody knows what the client makes of it */
  #astray = false
  #gone = false

  constructor(fault: Fault | undefined, clock: VirtualClock, secure: boolean) {
    const transport = memoryTransport({ secure })
    const { signal, listeners } = countedSignal()
    this.#transport = transport
    this.#data = new DataPeer(fault?.kind === 'slow')
    this.#fault = fault
    this.#clock = clock
    this.#listeners = listeners
    const limits = { line: 1024, reply: 8192, body: 65_536, drain: 65_536 }
    this.options = { transport, timeout: 1000, limits, signal, network: this.#data.network }
    const write = transport.write
    transport.write = (data) => {
      if (transport.destroyed) this.problems.push(`wrote ${JSON.stringify(data)} after it had left`)
      return write(data)
    }
    if (fault?.when === 'handshake' && fault.connection === undefined) {
      transport.onUpgrade = () => this.#handshake(fault)
    }
    if (fault?.kind === 'slow') slowDown(transport)
  }

  /** Plays the server until the conversation is over or the fault has ended it. */
  async play(transcript: readonly Step[], over: Promise<unknown>): Promise<void> {
    void over.then(() => {
      this.#over = true
    })
    this.#ends = new Set(clientEnds(transcript))
    const steps = this.#fault?.kind === 'chunks' ? inOneChunk(transcript) : transcript
    for (const [at, step] of steps.entries()) if (!(await this.#step(step, steps, at))) break
    await this.#end()
    this.#account()
  }

  /** Plays one step; false: the rest is not played. */
  async #step(step: Step, steps: readonly Step[], at: number): Promise<boolean> {
    if (this.#gone || this.#over) return false
    const octets = lineOctets(step.text)
    if (step.from === 'client' && !step.data) {
      this.#expected += octets.toString('latin1')
      return at < steps.length - 1 || this.#heard('all')
    }
    // what it sends on a data connection it may send in one go
    if (!(await this.#heard(step.from === 'client' ? 'control' : 'all'))) return false
    const here = this.#fault?.step === at || this.#fault?.when === 'throughout' ? this.#fault : undefined
    if (step.data) await this.#transfer(step, octets, here)
    else await this.#say(octets, here, steps, at)
    return true
  }

  /** Waits until the client has written what the transcript says. */
  async #heard(what: 'control' | 'all'): Promise<boolean> {
    const started = performance.now()
    const wait = this.#astray ? 20 : patience
    const complete = (): boolean =>
      this.#transport.sent.length >= this.#expected.length && (what === 'control' || this.#data.heard)
    do await turn()
    while (!this.#over && !complete() && !this.#data.unreachable && performance.now() - started < wait)
    if (this.#data.unreachable) this.#stall()
    if (this.#gone) return false
    const { sent } = this.#transport
    const wrong = what === 'control' ? undefined : this.#data.wrong
    if (sent === this.#expected && wrong === undefined) return true
    if (!this.#astray && (!this.#over || this.#fault === undefined)) {
      const found = `wrote ${JSON.stringify(sent)}, expected ${JSON.stringify(this.#expected)}`
      this.problems.push(sent === this.#expected ? wrong! : found)
    }
    return false
  }

  /** One line of the server, and what goes wrong there. */
  async #say(octets: Buffer, fault: Fault | undefined, steps: readonly Step[], at: number): Promise<void> {
    const transport = this.#transport
    const instead = this.#instead
    this.#instead = undefined
    if (instead !== undefined) {
      this.#astray = true
      return transport.say(lineOctets(instead))
    }
    if (this.#fault?.connection === at) this.#prepare(this.#fault, octets)
    if (fault === undefined || fault.connection !== undefined) return transport.say(octets)
    if (fault.kind === 'chunks' || fault.kind === 'slow') return transport.say(octets)
    if (fault.kind === 'octets') {
      for (const octet of octets) transport.say(Buffer.from([octet]))
      return
    }
    const before = upTo(octets, fault)
    if (before.length > 0 && fault.kind !== 'extra') transport.say(before)
    if (fault.kind === 'close') this.#close()
    else if (fault.kind === 'reset') this.#close(reset())
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
      const taken = await flood(transport, () => this.#over)
      if (taken) this.problems.push('took 2 MiB without a line end')
      this.#close()
    }
  }

  /** What goes wrong with the data connection that this line agrees on. */
  #prepare(fault: Fault, line: Buffer): void {
    this.#data.fault = fault
    if (fault.when !== 'connect') return
    if (fault.kind === 'refuse') this.#astray = true
    // in active mode it is the server that fails to connect
    if (fault.kind === 'refuse' && !/^22[79]/.test(line.toString()))
      this.#instead = '425 Failed to establish connection.'
  }

  /** One step on the data connection, and what that means for this one. */
  async #transfer(step: Step, octets: Buffer, here: Fault | undefined): Promise<void> {
    const { instead, control, problem } = await this.#data.play(step, octets, here, () => this.#over)
    if (problem !== undefined) this.problems.push(problem)
    this.#instead ??= instead
    if (control === 'stall') this.#stall()
    if (control === 'close') this.#close()
    if (control === 'astray') this.#astray = true
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
    this.problems.push(...this.#data.left())
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
  for (const { from, text, data } of steps) {
    if (from === 'client' && !data) yield (octets += lineOctets(text).length)
  }
}
