// from index.ts on purpose: see proxy.ts
import { ConnectionError, messageOf, TlsError } from '../index.ts'
import type { Transport, TransportEvents } from '../transport.ts'

/** octets on their way out at which write() says that it is enough */
const highWater = 64 * 1024
/** ms that end() waits for the last octets to go out */
const lingering = 1000

/** What `connect()` of `cloudflare:sockets` returns, as much of it as is used. */
export interface CloudflareSocket {
  readonly readable: { getReader(): Reader }
  readonly writable: { getWriter(): Writer }
  readonly opened: Promise<{ readonly remoteAddress?: string | undefined }>
  readonly closed: Promise<unknown>
  readonly secureTransport?: 'on' | 'off' | 'starttls'
  close(): Promise<unknown>
  startTls(): CloudflareSocket
}

interface Reader {
  read(): Promise<{ done: boolean; value?: Uint8Array | undefined }>
  cancel(reason?: unknown): Promise<unknown>
  releaseLock(): void
}

interface Writer {
  write(octets: Uint8Array): Promise<unknown>
  abort(reason?: unknown): Promise<unknown>
  releaseLock(): void
}

/**
 * A connection over a TCP socket of Cloudflare Workers, for the option `transport` of any client but FTP's, whose data
 * connections it cannot make. `secureTransport` of `connect()` says what `tls` says: `on` for `implicit`, `starttls`, `off`
 * for `none`. The certificate is checked against the host that `connect()` was given; `tlsOptions` do not count.
 *
 *     const socket = connect({ hostname: 'mail.example', port: 995 }, { secureTransport: 'on' })
 *     const pop = await Pop3Client.connect('pops://mail.example', { auth, transport: cloudflareTransport(socket) })
 */
export function cloudflareTransport(socket: CloudflareSocket): Transport {
  return new CloudflareTransport(socket)
}

class CloudflareTransport implements Transport {
  #socket: CloudflareSocket
  #reader: Reader
  #writer: Writer
  #events: TransportEvents | undefined
  #secure: boolean
  #remoteAddress: string | undefined
  #opened = false
  /** TLS was begun, and nothing has come under it: only what comes tells that the certificate was good */
  #unproven = false
  /** octets that are on their way out */
  #underway = 0
  #full = false
  #paused: Promise<void> | undefined
  #goOn: () => void = () => {}
  #leaving = false
  #closed = false

  constructor(socket: CloudflareSocket) {
    this.#socket = socket
    this.#reader = socket.readable.getReader()
    this.#writer = socket.writable.getWriter()
    this.#secure = socket.secureTransport === 'on'
  }

  get secure(): boolean {
    return this.#secure
  }

  get remoteAddress(): string | undefined {
    return this.#remoteAddress
  }

  start(events: TransportEvents): void {
    this.#events = events
    this.#listen()
  }

  write(data: string | Uint8Array): boolean {
    if (this.#leaving) return true
    const octets = typeof data === 'string' ? Buffer.from(data) : data
    const socket = this.#socket
    // its own desiredSize stays 1, however much waits
    this.#underway += octets.length
    this.#full ||= this.#underway >= highWater
    this.#writer.write(octets).then(
      () => this.#written(octets.length),
      (error: unknown) => this.#close(socket, error),
    )
    return !this.#full
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#goOn = resolve
    })
  }

  resume(): void {
    this.#paused = undefined
    this.#goOn()
  }

  /** Called when the go-ahead has come, from within `data`: workerd begins no TLS on a socket that is being read. */
  async upgrade(): Promise<void> {
    try {
      this.#reader.releaseLock()
      this.#writer.releaseLock()
      const socket = this.#socket.startTls()
      this.#socket = socket
      this.#reader = socket.readable.getReader()
      this.#writer = socket.writable.getWriter()
      this.#secure = true
      this.#unproven = true
      this.#listen()
      // which is before the handshake is over: what is written waits for it
      await socket.opened
    } catch (error) {
      throw new TlsError(`TLS cannot be begun on this socket: ${messageOf(error)}`, undefined, { cause: error })
    }
  }

  end(): void {
    if (this.#leaving) return
    this.#leave()
    const late = setTimeout(() => this.#cut(), lingering)
    // what is written goes out first
    const gone = (): void => clearTimeout(late)
    this.#socket.close().then(gone, gone)
  }

  destroy(): void {
    // what end() has begun may finish
    if (this.#leaving) return
    this.#leave()
    this.#cut()
  }

  #leave(): void {
    this.#leaving = true
    this.resume()
  }

  /** close() alone would wait for a peer that reads nothing. */
  #cut(): void {
    const reason = new Error('the connection was closed by this client')
    const left = [this.#writer.abort(reason), this.#reader.cancel(reason), this.#socket.close()]
    for (const one of left) one.catch(() => {}) // it is of no interest any more
  }

  #listen(): void {
    const socket = this.#socket
    Promise.all([this.#read(), socket.closed]).then(
      () => this.#close(socket),
      (error: unknown) => this.#close(socket, error),
    )
  }

  async #read(): Promise<void> {
    const reader = this.#reader
    const { remoteAddress } = await this.#socket.opened
    this.#opened = true
    // the host that connect() was given, and the port
    this.#remoteAddress = remoteAddress?.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
    for (;;) {
      const { value } = await reader.read()
      while (this.#paused) await this.#paused
      if (this.#leaving) return
      if (value === undefined) break
      this.#unproven = false
      this.#events?.data(Buffer.from(value.buffer, value.byteOffset, value.byteLength))
      if (reader !== this.#reader) return // TLS has begun
    }
    if (this.#unproven) throw new Error('the server hung up')
    this.#events?.end()
  }

  #written(octets: number): void {
    this.#underway -= octets
    if (!this.#full || this.#underway > 0) return
    this.#full = false
    this.#events?.drain()
  }

  #close(socket: CloudflareSocket, error?: unknown): void {
    // the end of the socket in clear is where TLS begins
    if (this.#closed || socket !== this.#socket) return
    this.#closed = true
    this.#events?.close(error === undefined || this.#leaving ? undefined : this.#explain(error))
  }

  #explain(error: unknown): Error {
    const why = messageOf(error)
    const options = { cause: error }
    if (this.#unproven) {
      return new TlsError(`the TLS handshake failed: is the certificate trusted? (${why})`, undefined, options)
    }
    if (this.#opened) return new ConnectionError(`the connection broke: ${why}`, undefined, options)
    const advice = this.#secure ? ', and whether its certificate is trusted' : ''
    return new ConnectionError(`no connection was made: check host and port${advice} (${why})`, undefined, options)
  }
}
