import type { Socket } from 'node:net'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { type ChannelBindingType, channelBinding } from './channel-binding.ts'
import { ArgumentError, ConnectionError, TimeoutError, TlsError } from './errors.ts'
import type { TlsOptions } from './fingerprint.ts'
import { nodeNet, nodeTls } from './node-modules.ts'
import { isLoopback, type TlsMode } from './options.ts'
import { ReadBuffer } from './read-buffer.ts'
import { handshake, secure, tlsOptions } from './tls.ts'
import { describeTls, isTlsFailure } from './tls-reasons.ts'
import type { Clearing, Transport, TransportEvents } from './transport.ts'
import { type Withheld, withholdEnd } from './withhold-end.ts'

/** ms of silence behind which TCP asks whether the peer is still there: a NAT forgets who is silent for minutes */
const probing = 30_000

/** ms that end() waits for the last octets to go out */
const lingering = 1000

export interface DialOptions {
  host: string
  port?: number | undefined
  /** a unix socket, in place of host and port */
  path?: string | undefined
  /** TLS at once, in clear until upgrade(), or in clear */
  tls: TlsMode
  /**
   * `later`: dial() resolves with the TCP connection, and `secured` of the transport with the handshake. FTP needs it:
   * a server may begin TLS on a data connection only when it has seen the command.
   */
  handshake?: 'later' | undefined
  tlsOptions?: TlsOptions | undefined
  /** whose certificate is expected, when it is not the host's: an FTP data connection's control host */
  certificateHost?: string | undefined
  localAddress?: string | undefined
  /** `socks5://user:password@host:port` or `http://…`: what connects in our place, and looks the host's name up */
  proxy?: string | URL | undefined
  /** ms over name lookup, TCP, the proxy and TLS together */
  timeout?: number | undefined
  signal?: AbortSignal | undefined
}

/**
 * Connects by TCP, through a proxy where there is one, or by a unix socket, and TLS at once where asked for.
 *
 * @throws {ConnectionError} with Node's code: ENOTFOUND, ECONNREFUSED, …; ERR_PROXY, ERR_PROXY_AUTH when the proxy refuses
 * @throws {ArgumentError} when the proxy's URL is none, or the proxy cannot be asked for the host
 * @throws {TlsError} when the handshake fails or the certificate does not fit
 * @throws {TimeoutError} when all of it takes longer than `timeout`
 */
export async function dial(options: DialOptions): Promise<SocketTransport> {
  const { host, port, path, signal, timeout = 30_000 } = options
  signal?.throwIfAborted()
  const name = options.certificateHost ?? host
  if (path !== undefined && options.proxy !== undefined) throw new ArgumentError('no proxy leads to a unix socket')
  // loaded for those who have one, and before there is a socket that could be left without a listener
  const proxies = options.proxy === undefined ? undefined : await import('./proxy.ts')
  signal?.throwIfAborted()
  const proxy = proxies?.throughProxy(options.proxy!, host, port!)
  const where = path ?? `${host}:${port}`
  const tcp = { localAddress: options.localAddress, noDelay: true, keepAlive: true, keepAliveInitialDelay: probing }
  const address =
    path === undefined
      ? { ...(proxy ? { host: proxy.host, port: proxy.port } : { host, port: port! }), ...tcp }
      : { path }
  // through a proxy it is the proxy who is read first; and under TLS that comes later a buffer is of no use
  const reading = proxy || options.tls === 'starttls' ? undefined : new ReadBuffer()
  const onread = reading && { onread: reading.onread }
  let socket: Socket =
    options.tls === 'implicit' && !proxy
      ? nodeTls().connect({ ...expecting(name, host), ...tlsOptions(name, options.tlsOptions), ...address, ...onread })
      : nodeNet().connect({ ...address, ...onread })
  let timer: NodeJS.Timeout | undefined
  let leave: (() => void) | undefined
  const cut = new Promise<never>((_, reject) => {
    const by = proxy ? ` through ${proxy.name}` : ''
    const late = (): void =>
      reject(new TimeoutError(`no connection to ${where}${by} within ${timeout} ms (timeout.connect)`))
    // 0 means no limit, and what Node cannot count to comes to the same
    if (timeout > 0 && timeout <= 0x7fff_ffff) timer = setTimeout(late, timeout)
    leave = () => reject(signal!.reason)
    signal?.addEventListener('abort', leave, { once: true })
  })
  try {
    await Promise.race([connected(socket, proxy?.name ?? where), cut])
    // a proxy on this machine: whom it leads to is the peer, or a password in clear would pass as one for this machine
    const peer = proxy && isLoopback(socket.remoteAddress ?? proxy.host) ? host : undefined
    const below = proxy && socket
    if (proxy) {
      await Promise.race([proxy.open(socket), cut])
      if (options.tls === 'implicit') {
        socket.on('error', () => {}) // TLS reports it
        socket = nodeTls().connect({ ...tlsOptions(name, options.tlsOptions), socket: withholdEnd(socket) })
      }
    }
    if (options.tls !== 'implicit') return new SocketTransport(socket, name, options.tlsOptions, { peer, reading })
    const secured = handshake(socket as TLSSocket, name, 'implicit', options.tlsOptions)
    if (options.handshake !== 'later') await Promise.race([secured, cut])
    return new SocketTransport(socket, name, options.tlsOptions, { secured, peer, below, reading })
  } catch (error) {
    socket.on('error', () => {}) // what comes after the first error is of no interest
    socket.destroy()
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', leave!)
    cut.catch(() => {}) // nobody may be left to hear it
  }
}

/** Node compares with the host that is dialled when the expected one, being an address, cannot go out as SNI. */
function expecting(name: string, host: string): ConnectionOptions {
  if (name === host || !nodeNet().isIP(name)) return {}
  return { checkServerIdentity: (_, certificate) => nodeTls().checkServerIdentity(name, certificate) }
}

function connected(socket: Socket, where: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => reject(explain(error, where))
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.off('error', failed)
      resolve()
    })
  })
}

function explain(error: NodeJS.ErrnoException, where: string): ConnectionError {
  const code = error.code ?? 'ERR_CONNECTION'
  // with several addresses Node reports each failure and leaves the message empty
  const first = error instanceof AggregateError ? (error.errors[0] as Error).message : error.message
  const words: Record<string, string> = {
    ENOTFOUND: `no host is known as ${where}: check the name`,
    EAI_AGAIN: `the name of ${where} cannot be looked up just now: is there a network?`,
    ECONNREFUSED: `nothing listens at ${where}: check host and port`,
    ENOENT: `there is no socket ${where}`,
    EHOSTUNREACH: `there is no way to ${where}`,
    ENETUNREACH: `there is no way to ${where}`,
  }
  return new ConnectionError(words[code] ?? `no connection to ${where}: ${first}`, code, { cause: error })
}

interface MoreOfSocket {
  /** the handshake, when the socket is one of TLS */
  secured?: Promise<unknown> | undefined
  /** where the peer is, when it is not where the socket leads: behind a proxy on this machine */
  peer?: string | undefined
  /** the connection, when the socket is but a stream over it: what the process waits for, and where the peer is */
  below?: Socket | undefined
  /** what the socket was made to read into */
  reading?: ReadBuffer | undefined
}

/** A connection over node:net, with or without TLS. */
export class SocketTransport implements Transport {
  #socket: Socket | TLSSocket
  /** the connection, when the socket is but a stream over it */
  #below: Socket | undefined
  #secure: boolean
  #session: Buffer | undefined
  #events: TransportEvents | undefined
  readonly #host: string
  readonly #peer: string | undefined
  #reading: ReadBuffer | undefined
  /** how TLS sees that connection */
  #withheld: Withheld | undefined
  /** the end of TLS is not that of the connection */
  #clearing = false
  readonly #tlsOptions: TlsOptions | undefined
  #error: Error | undefined
  #leaving = false
  /** told of every new session: in TLS 1.3 the first sign that the peer too is done with the handshake */
  onSession: (() => void) | undefined
  /** the handshake of a connection that began with one; its failure also closes the connection */
  readonly secured: Promise<unknown>

  /** @internal dial() makes them */
  constructor(socket: Socket, host: string, options?: TlsOptions, more: MoreOfSocket = {}) {
    this.#socket = socket
    this.#below = more.below
    this.#host = host
    this.#peer = more.peer
    this.#reading = more.reading
    this.#tlsOptions = options
    this.#secure = more.secured !== undefined
    this.secured = more.secured ?? Promise.resolve()
    this.secured.catch(() => {}) // 'close' reports it too
    this.#adopt(socket)
  }

  get secure(): boolean {
    return this.#secure
  }

  get remoteAddress(): string | undefined {
    return this.#peer ?? (this.#below ?? this.#socket).remoteAddress
  }

  get remotePort(): number | undefined {
    return (this.#below ?? this.#socket).remotePort
  }

  get localAddress(): string | undefined {
    return (this.#below ?? this.#socket).localAddress
  }

  /** TLS, as long as it may be asked: OpenSSL has nothing to look at any more when the socket is gone, and does not look first */
  get #tls(): TLSSocket | undefined {
    return this.#secure && !this.#socket.destroyed ? (this.#socket as TLSSocket) : undefined
  }

  /** the newest TLS session, to be resumed by another connection to the same host */
  get session(): Buffer | undefined {
    const socket = this.#tls
    if (this.#session !== undefined || socket === undefined) return this.#session
    // TLS 1.2 has its session with the handshake, before anybody listens; that of TLS 1.3 has no ticket then
    if (socket.getProtocol() === 'TLSv1.2') this.#session = socket.getSession()
    return this.#session
  }

  /** whether TLS resumed a session; known once `secured` is */
  get sessionReused(): boolean {
    return this.#tls?.isSessionReused() === true
  }

  get keyGroup(): string | undefined {
    const key = this.#tls?.getEphemeralKeyInfo()
    return key && 'name' in key ? key.name : undefined
  }

  channelBinding(type: ChannelBindingType): Buffer | undefined {
    return this.#tls && channelBinding(this.#tls, type)
  }

  start(events: TransportEvents): void {
    this.#events = events
    this.#listen()
  }

  write(data: string | Uint8Array): boolean {
    return this.#socket.writable ? this.#socket.write(data) : true
  }

  get unsent(): number {
    return this.#socket.writableLength
  }

  ref(): void {
    const socket = this.#below ?? this.#socket
    socket.ref()
  }

  unref(): void {
    const socket = this.#below ?? this.#socket
    socket.unref()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  async upgrade(): Promise<void> {
    this.#socket.removeAllListeners()
    // dialled for 'none', the socket reads into our memory, and not every runtime lets TLS begin on that (Deno)
    if (this.#reading) {
      this.#below = this.#socket
      this.#withheld = withholdEnd(this.#socket, this.#reading)
    }
    const clear = this.#withheld ?? this.#socket
    const socket = await secure(clear, this.#host, this.#tlsOptions).catch((error: unknown) => {
      clear.on('error', () => {})
      clear.destroy()
      throw error
    })
    this.#socket = socket
    this.#secure = true
    this.#adopt(socket)
    this.#listen()
  }

  clear(): Clearing {
    const [tcp, withheld] = [this.#below, this.#withheld]
    if (!this.#secure || !tcp || !withheld) {
      throw new TlsError('TLS that was there from the first octet cannot be taken off', 'ERR_TLS_CLEAR')
    }
    const secured = this.#socket as TLSSocket
    this.#session = this.session
    withheld.keep(true)
    this.#clearing = true
    return {
      cancel: () => {
        withheld.keep(false)
        this.#clearing = false
        if (secured.readableEnded) this.#events?.end()
      },
      done: async () => {
        await goodbye(secured)
        withheld.release()
        this.#socket = tcp
        this.#below = this.#withheld = undefined
        this.#secure = this.#clearing = false
        this.#adopt(tcp)
        this.#listen()
        tcp.resume()
      },
    }
  }

  /** Sends what is written and says that no more comes; what the peer sends still arrives. */
  finish(): void {
    // the goodbye of TLS is lost while the last octets of its handshake are being written: a write waits for those
    if (this.#secure) this.#socket.end('')
    else this.#socket.end()
  }

  end(): void {
    this.#leaving = true
    const socket = this.#socket
    socket.destroySoon()
    // a peer that reads no more must not keep the process alive
    setTimeout(() => socket.destroy(), lingering).unref()
  }

  destroy(): void {
    // what end() has begun may finish; what the peer or finish() has ended goes
    if (!this.#leaving) this.#socket.destroy()
  }

  #adopt(socket: Socket): void {
    // an error without a listener would end the process; 'close' follows and reports it
    socket.on('error', (error) => {
      this.#error ??= error
    })
    // a TLS 1.3 ticket comes after the handshake, so the newest is kept
    if (this.#secure || socket !== this.#socket) {
      socket.on('session', (session: Buffer) => {
        this.#session = session
        this.onSession?.()
      })
    }
  }

  #listen(): void {
    const events = this.#events
    if (events === undefined) return
    const socket = this.#socket
    // a runtime that knows no onread tells by 'data', which Node then never does
    socket.on('data', (chunk: Buffer) => events.data(chunk))
    if (!this.#withheld) this.#reading?.start((chunk) => events.data(chunk), events.memory && (() => events.memory?.()))
    socket.on('drain', () => events.drain())
    socket.on('end', () => {
      if (!this.#clearing) events.end()
    })
    const closed = (): void => {
      if (this.#clearing) return
      events.close(this.#error && broke(this.#error, this.#host))
    }
    if (socket.closed) queueMicrotask(closed)
    else socket.on('close', closed)
  }
}

function broke(error: NodeJS.ErrnoException, host: string): Error {
  if (error instanceof TlsError) return error
  const { code = 'ERR_CONNECTION', message } = error
  if (isTlsFailure(error)) return new TlsError(describeTls(code, message, host), code, { cause: error })
  return new ConnectionError(`the connection broke: ${message}`, code, { cause: error })
}

/** Says goodbye to TLS and waits for the peer's, though not for long: not every peer has one. */
async function goodbye(secured: TLSSocket): Promise<void> {
  secured.removeAllListeners()
  secured.on('error', () => {}) // what it still says is of no interest
  secured.resume()
  if (secured.writable) await new Promise<void>((resolve) => secured.end(() => resolve()))
  if (secured.readableEnded || secured.destroyed) return
  await new Promise<void>((resolve) => {
    secured.once('end', () => resolve())
    secured.once('close', () => resolve())
    setTimeout(resolve, lingering).unref()
  })
}

/** A connection that the peer has made. In TLS, as far as there is any, it is still the server. RFC 4217 §7 */
export function accepted(
  socket: Socket,
  { host, tls, tlsOptions: options }: Pick<DialOptions, 'host' | 'tls' | 'tlsOptions'>,
): SocketTransport {
  if (tls !== 'implicit') return new SocketTransport(socket, host, options)
  const secured = nodeTls().connect({ ...tlsOptions(host, options), socket })
  return new SocketTransport(secured, host, options, { secured: handshake(secured, host, 'starttls', options) })
}
