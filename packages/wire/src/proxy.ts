import type { Socket } from 'node:net'
// from index.ts on purpose: what other entries share with it is then one module, not seven, of 1 ms each to import
import { ArgumentError, ConnectionError, LimitError } from './index.ts'
import { Input } from './input.ts'
import { httpConnect } from './proxy-http.ts'
import { socks5 } from './proxy-socks5.ts'
import type { Script } from './script.ts'
import { Secrets } from './secrets.ts'
import { parseUrl } from './url.ts'

/** octets that a line of a proxy's answer may have */
const lineLimit = 8192

/** What a handshake with a proxy may use. */
export interface ProxyTalk {
  readonly input: Input
  /** the proxy as messages name it: host and port, and never who logs in */
  readonly name: string
  write(octets: Uint8Array | string): void
}

/** Asks a proxy for a connection; done when all that follows is the host's. */
export type ProxyHandshake = (talk: ProxyTalk) => Script<void>

export interface ProxyLogin {
  readonly user: string
  readonly password: string
}

/** A way to a host through a proxy. */
export interface Tunnel {
  /** where the proxy is */
  readonly host: string
  readonly port: number
  /** `the proxy host:port` */
  readonly name: string
  /** Asks for the connection on a socket that is connected to the proxy. Octets behind the answer stay in the socket. */
  open(socket: Socket): Promise<void>
}

const schemes: Record<string, { port: number; ask: typeof socks5 }> = {
  socks5: { port: 1080, ask: socks5 },
  // curl's name for what is always done here: the proxy looks names up
  socks5h: { port: 1080, ask: socks5 },
  http: { port: 80, ask: httpConnect },
}

/**
 * The way to host and port through `socks5://user:password@host:port` or `http://…`. The proxy looks the host's name up.
 * @throws {ArgumentError} when the URL is no proxy's, or host, port, user or password cannot be said to it
 */
export function throughProxy(proxy: string | URL, host: string, port: number): Tunnel {
  const url = parseUrl(proxy)
  const scheme = schemes[url.scheme]
  if (scheme === undefined) throw new ArgumentError(`a proxy is socks5: or http:, not ${url.scheme}:`)
  if (url.host === '') throw new ArgumentError('the URL of a proxy needs a host')
  if (url.path !== '' || url.parameters.size > 0) throw new ArgumentError('the URL of a proxy ends with its port')
  if (url.mechanism !== undefined) throw new ArgumentError('a proxy takes a user and a password alone')
  const { user, password = '' } = url
  if (user === undefined && password !== '') throw new ArgumentError('the URL of a proxy has a password, but no user')
  const handshake = scheme.ask(host, port, user === undefined ? undefined : { user, password })
  const at = url.port ?? scheme.port
  const name = `the proxy ${url.host}:${at}`
  const secrets = new Secrets()
  // some repeat what they were sent
  for (const secret of [password, Buffer.from(`${user}:${password}`).toString('base64')]) secrets.add(secret)
  const open = (socket: Socket): Promise<void> => converse(socket, name, handshake, secrets)
  return { host: url.host, port: at, name, open }
}

function converse(socket: Socket, name: string, handshake: ProxyHandshake, secrets: Secrets): Promise<void> {
  const input = new Input(lineLimit)
  const script = handshake({ input, name, write: (octets) => socket.write(octets) })
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      socket.off('readable', read)
      socket.off('end', gone)
      socket.off('close', gone)
      socket.off('error', broken)
    }
    const fail = (error: unknown): void => {
      settle()
      secrets.scrubError(error)
      reject(error)
    }
    const gone = (): void => fail(new ConnectionError(`${name} hung up before it had answered`, 'ECONNRESET'))
    const broken = (error: NodeJS.ErrnoException): void =>
      fail(new ConnectionError(`${name} broke the connection: ${error.message}`, error.code, { cause: error }))
    const step = (): void => {
      try {
        if (!script.next().done) return
      } catch (error) {
        fail(error instanceof LimitError ? new ConnectionError(`${name} answers without end`, 'ERR_PROXY') : error)
        return
      }
      settle()
      // what the host has said already; 'data' listeners come later
      const early: Buffer[] = []
      while (input.length > 0) early.push(input.take())
      if (early.length > 0) socket.unshift(Buffer.concat(early))
      resolve()
    }
    // read(), and not 'data': a socket that has been paused or is flowing would not wait for its next reader
    const read = (): void => {
      for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) input.push(chunk)
      step()
    }
    socket.on('end', gone)
    socket.on('close', gone)
    socket.on('error', broken)
    socket.on('readable', read)
    step()
  })
}
