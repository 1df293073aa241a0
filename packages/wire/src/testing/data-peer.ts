import { onAbort } from '../abort.ts'
import type { DialOptions } from '../connect.ts'
import { ConnectionError, TimeoutError } from '../errors.ts'
import { dataTransport, type MemoryDataTransport } from './data-transport.ts'
import { type Fault, reset, upTo } from './fault.ts'
import { flood } from './flood.ts'
import { slowDown } from './memory-transport.ts'
import type { Step } from './transcript.ts'
import { turn } from './virtual-clock.ts'

type Security = Pick<DialOptions, 'host' | 'tls' | 'tlsOptions'>

/** What FtpClient takes as its `network`. */
export interface DataNetwork {
  dial(options: DialOptions): Promise<MemoryDataTransport>
  listen(): Promise<{
    readonly port: number
    accept(signal: AbortSignal, security: () => Security): Promise<MemoryDataTransport>
    close(): void
  }>
}

/** What a step on a data connection means for the control connection: what it says next, or that it ends. */
interface Aftermath {
  readonly instead?: string
  readonly control?: 'stall' | 'close' | 'astray'
  readonly problem?: string
}

/** The server's end of FTP's data connections. */
export class DataPeer {
  readonly network: DataNetwork
  /** what goes wrong with the connection that comes next */
  fault: Fault | undefined
  /** the client waits for a connection that is not made */
  unreachable = false
  /** it takes the client's data slowly */
  readonly #slow: boolean
  readonly #made: MemoryDataTransport[] = []
  #listening = 0
  #call: (() => void) | undefined
  /** what the client must have sent */
  #expected = ''
  #ends = false
  /** broken off by us, and the rest of its transcript is not played */
  #broken = false

  constructor(slow: boolean) {
    this.#slow = slow
    this.network = { dial: (options) => this.#dial(options), listen: () => this.#listen() }
  }

  get #current(): MemoryDataTransport | undefined {
    return this.#made.at(-1)
  }

  /** Whether the client has sent what it must. */
  get heard(): boolean {
    const { sent = '', finished = false } = this.#current ?? {}
    return this.#broken || (sent.length >= this.#expected.length && (finished || !this.#ends))
  }

  /** Why what the client has sent is not what it should have. */
  get wrong(): string | undefined {
    const { sent = '', finished = false } = this.#current ?? {}
    if (this.#broken || (sent === this.#expected && (finished || !this.#ends))) return undefined
    const more = finished ? ' and no more' : ''
    return `sent the data ${JSON.stringify(sent)}${more}, expected ${JSON.stringify(this.#expected)}`
  }

  /** One step of the transcript, and what goes wrong there. */
  async play(step: Step, octets: Buffer, fault: Fault | undefined, over: () => boolean): Promise<Aftermath> {
    // in active mode the server connects when it has something to say, or to hear
    if (this.#call) {
      this.#call()
      this.#call = undefined
      await turn()
    }
    const current = this.#current
    if (this.#broken || current === undefined) return {}
    if (current.fails !== undefined) return this.#break(current.fails)
    const here = fault?.connection === undefined ? undefined : fault
    if (step.from === 'client') {
      if (here) return this.#breakUpload(here, over)
      if (step.data === 'end') this.#ends = true
      else this.#expected += octets.toString('latin1')
      return {}
    }
    if (here === undefined || here.kind === 'octets') {
      if (step.data === 'end') current.close()
      else for (const piece of fault?.kind === 'octets' ? octetByOctet(octets) : [octets]) current.say(piece)
      return {}
    }
    return this.#breakDownload(here, step, octets, over)
  }

  /** Behind the first piece, which is all that was taken. */
  async #breakUpload(fault: Fault, over: () => boolean): Promise<Aftermath> {
    for (let turns = 0; turns < 1000 && this.#current!.sent === '' && !over(); turns++) await turn()
    return this.#break(fault)
  }

  async #breakDownload(fault: Fault, step: Step, octets: Buffer, over: () => boolean): Promise<Aftermath> {
    const current = this.#current!
    if (step.data === 'octets') current.say(upTo(octets, fault))
    if (fault.kind !== 'endless') return this.#break(fault)
    const taken = await flood(current, over)
    return { control: 'astray', ...(taken ? { problem: 'took 2 MiB of data beyond its limit' } : {}) }
  }

  /** It goes wrong here: with this connection, or with both. */
  #break({ kind }: Fault): Aftermath {
    const current = this.#current!
    this.#broken = true
    if (kind === 'stall') {
      current.full = true
      return { control: 'stall' }
    }
    // the handshake that fails has closed it
    if (kind !== 'handshake') current.close(kind === 'reset' ? reset() : undefined)
    if (kind === 'close') return { control: 'close' }
    if (kind === 'handshake') return { instead: '425 Unable to build data connection: Operation not permitted' }
    if (kind === 'cut') return { instead: '426 Failure writing network stream.' }
    // who cannot know that it was not all does what he does then
    return kind === 'truncate' ? { control: 'astray' } : {}
  }

  /** what the client has left behind */
  *left(): Generator<string, void, undefined> {
    if (this.#made.some(({ destroyed }) => !destroyed)) yield 'left a data connection open'
    if (this.#listening > 0) yield 'left a port open'
  }

  #make(tls: DialOptions['tls']): MemoryDataTransport {
    const { fault } = this
    this.fault = undefined
    this.#expected = ''
    this.#ends = false
    this.#broken = false
    const made = dataTransport(tls === 'implicit', fault)
    // behind one piece nothing is taken: what goes wrong does so in the midst of an upload
    if (fault?.when === 'in') made.full = true
    if (this.#slow) slowDown(made)
    this.#made.push(made)
    return made
  }

  async #dial({ tls, timeout = 0, signal }: DialOptions): Promise<MemoryDataTransport> {
    if (this.fault?.when !== 'connect' || this.fault.kind === 'handshake') return this.#make(tls)
    const { kind } = this.fault
    this.fault = undefined
    this.#broken = true
    if (kind === 'refuse') throw new ConnectionError('nothing listens there', 'ECONNREFUSED')
    this.unreachable = true
    return new Promise((_, reject) => {
      const late = (): void => reject(new TimeoutError(`no connection within ${timeout} ms`))
      const timer = setTimeout(late, timeout)
      const leave = (): void => {
        clearTimeout(timer)
        reject(signal!.reason)
      }
      if (signal) onAbort(signal, leave)
    })
  }

  async #listen(): ReturnType<DataNetwork['listen']> {
    const closed = new AbortController()
    this.#listening++
    const close = (): void => {
      if (!closed.signal.aborted) this.#listening--
      closed.abort(new ConnectionError('nobody connected before the port was closed', 'ERR_CLOSED'))
    }
    const accept = (signal: AbortSignal, security: () => Security): Promise<MemoryDataTransport> =>
      new Promise((resolve, reject) => {
        onAbort(closed.signal, () => reject(closed.signal.reason))
        onAbort(signal, () => {
          reject(signal.reason)
          close()
        })
        this.#call = () => {
          if (closed.signal.aborted) return
          resolve(this.#make(security().tls))
          close()
        }
      })
    return { port: 49_152, accept, close }
  }
}

function* octetByOctet(octets: Buffer): Generator<Buffer, void, undefined> {
  for (const octet of octets) yield Buffer.from([octet])
}
