import { onAbort } from '../abort.ts'
import type { DialOptions } from '../connect.ts'
import { ConnectionError, TimeoutError } from '../errors.ts'
import { dataTransport, type MemoryDataTransport } from './data-transport.ts'
import type { Fault } from './fault.ts'
import { slowDown } from './memory-transport.ts'

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

/** How FTP's data connections come about in memory, or do not. */
export class DataCalls implements DataNetwork {
  /** what goes wrong with the connection that comes next */
  fault: Fault | undefined
  /** the client waits for a connection that is not made */
  unreachable = false
  readonly #made: MemoryDataTransport[] = []
  readonly #slow: boolean
  readonly #onCall: (made: MemoryDataTransport | undefined) => void
  #listening = 0
  #call: (() => void) | undefined

  /**
   * @param slow takes the client's data slowly
   * @param onCall told of every connection, and of one that is not made
   */
  constructor(slow: boolean, onCall: (made: MemoryDataTransport | undefined) => void) {
    this.#slow = slow
    this.#onCall = onCall
  }

  /** In active mode: calls the client, if it waits for that. */
  call(): boolean {
    const call = this.#call
    this.#call = undefined
    call?.()
    return call !== undefined
  }

  /** what the client has left behind */
  *left(): Generator<string, void, undefined> {
    if (this.#made.some(({ destroyed }) => !destroyed)) yield 'left a data connection open'
    if (this.#listening > 0) yield 'left a port open'
  }

  async dial({ tls, timeout = 0, signal }: DialOptions): Promise<MemoryDataTransport> {
    if (this.fault?.when !== 'connect' || this.fault.kind === 'handshake') return this.#make(tls)
    const { kind } = this.fault
    this.fault = undefined
    this.#onCall(undefined)
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

  async listen(): ReturnType<DataNetwork['listen']> {
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

  #make(tls: DialOptions['tls']): MemoryDataTransport {
    const { fault } = this
    this.fault = undefined
    const made = dataTransport(tls === 'implicit', fault)
    // behind one piece nothing is taken: what goes wrong does so in the midst of an upload
    if (fault?.when === 'in') made.full = true
    if (this.#slow) slowDown(made)
    this.#made.push(made)
    this.#onCall(made)
    return made
  }
}
