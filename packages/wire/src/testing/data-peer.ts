import { DataCalls } from './data-calls.ts'
import type { MemoryDataTransport } from './data-transport.ts'
import { type Fault, reset, upTo } from './fault.ts'
import { flood } from './flood.ts'
import { type Aftermath, octetByOctet } from './line-fault.ts'
import type { Step } from './transcript.ts'
import { turn } from './virtual-clock.ts'

/** The server's end of FTP's data connections. */
export class DataPeer {
  readonly calls: DataCalls
  #current: MemoryDataTransport | undefined
  /** what the client must have sent */
  #expected = ''
  #ends = false
  /** broken off by us, or never made: the rest of its transcript is not played */
  #broken = false

  /** @param slow takes the client's data slowly */
  constructor(slow: boolean) {
    this.calls = new DataCalls(slow, (made) => {
      this.#current = made
      this.#broken = made === undefined
      this.#expected = ''
      this.#ends = false
    })
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
    if (this.calls.call()) await turn()
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
}
