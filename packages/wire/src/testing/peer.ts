import { type ConnectionError, TlsError } from '../errors.ts'
import type { Limits } from '../options.ts'
import type { Transport } from '../transport.ts'
import { countedSignal } from './counted-signal.ts'
import type { DataNetwork } from './data-calls.ts'
import { DataPeer } from './data-peer.ts'
import { type Fault, reset } from './fault.ts'
import { type Aftermath, sayLine } from './line-fault.ts'
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
    this.options = { transport, timeout: 1000, limits, signal, network: this.#data.calls }
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
    if (step.data) this.#goOn(await this.#data.play(step, octets, here, () => this.#over))
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
    while (!this.#over && !complete() && !this.#data.calls.unreachable && performance.now() - started < wait)
    if (this.#data.calls.unreachable) this.#stall()
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

  /** One line of the server, or what it says in its place. */
  async #say(octets: Buffer, here: Fault | undefined, steps: readonly Step[], at: number): Promise<void> {
    const instead = this.#instead
    this.#instead = undefined
    if (instead !== undefined) {
      this.#astray = true
      this.#transport.say(lineOctets(instead))
      return
    }
    if (this.#fault?.connection === at) this.#prepare(this.#fault, octets)
    const fault = here?.connection === undefined ? here : undefined
    const again = fault?.again === undefined ? undefined : lineOctets(steps[fault.again]!.text)
    const aftermath = sayLine(this.#transport, octets, { fault, again, over: () => this.#over })
    // at once: what the client does in between would make it another fault
    this.#goOn(aftermath instanceof Promise ? await aftermath : aftermath)
  }

  /** What goes wrong with the data connection that this line agrees on. */
  #prepare(fault: Fault, line: Buffer): void {
    this.#data.calls.fault = fault
    if (fault.kind !== 'refuse') return
    this.#astray = true
    // in active mode it is the server that fails to connect
    if (!/^22[79]/.test(line.toString())) this.#instead = '425 Failed to establish connection.'
  }

  #goOn({ instead, control, problem }: Aftermath): void {
    if (problem !== undefined) this.problems.push(problem)
    this.#instead ??= instead
    if (control === 'stall') this.#stall()
    else if (control === 'close') this.#close()
    else if (control === 'reset') this.#close(reset())
    else if (control === 'astray') this.#astray = true
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
    this.problems.push(...this.#data.calls.left())
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
