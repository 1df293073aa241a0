import type { Duplex } from 'node:stream'
import type { ConnectionOptions, PeerCertificate, TLSSocket } from 'node:tls'
import type { Talk } from './command.ts'
import { ProtocolError, ReplyError, TlsError } from './errors.ts'
import { mistrust, type TlsOptions } from './fingerprint.ts'
import { nodeCrypto, nodeNet, nodeTls } from './node-modules.ts'
import { peerCertificate } from './peer-certificate.ts'
import { type Script, until } from './script.ts'
import { describeTls } from './tls-reasons.ts'

/**
 * The STARTTLS step, behind the go-ahead: any octet already received there was sent in clear by somebody who wants it
 * taken for the server's word under TLS (response injection), and ends the connection.
 */
export function* startTls(io: Talk): Script<void> {
  if (io.input.length > 0) {
    throw new ProtocolError(
      `the server sent ${io.input.length} octets in clear behind its go-ahead for TLS: possibly an injection by a third party`,
    )
  }
  yield* until(io.upgrade())
}

/**
 * Waits for an upgrade that must not fail: a server that refuses it is left, or the next thing it hears is a password.
 * @throws {TlsError} ERR_TLS_REFUSED, when the server declines
 */
export async function requireTls(host: string, upgrading: Promise<unknown>): Promise<void> {
  try {
    await upgrading
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error
    throw tlsRefused(host, `refuses ${error.command} (${error.text})`, error)
  }
}

/** There is no way to TLS on this connection. */
export function tlsRefused(host: string, why: string, cause?: Error): TlsError {
  return new TlsError(
    `${host} ${why}: use tls: 'implicit' if it has a TLS port, or tls: 'none' to go without`,
    'ERR_TLS_REFUSED',
    { cause },
  )
}

/** The name that goes out as SNI: never an IP address. */
export function tlsOptions(host: string, { fingerprint, ...options }: TlsOptions = {}): ConnectionOptions {
  // the host is always passed, or Node compares the certificate with "localhost"
  const family = nodeNet().isIP(host)
  const name = family === 0 ? { servername: host } : family === 6 ? { checkServerIdentity: identity(host) } : {}
  const defaults = { host, ...name, minVersion: 'TLSv1.2' as const }
  // with a pin it is handshake() who refuses
  return { ...defaults, ...options, ...(fingerprint === undefined ? {} : { rejectUnauthorized: false }) }
}

/** Node 22.23 finds no address of IPv6 in any certificate: it takes it for a name, and for an empty one. */
const identity =
  (address: string) =>
  (_: string, certificate: PeerCertificate): Error | undefined => {
    const stranger = nodeTls().checkServerIdentity(address, certificate)
    return stranger && new (nodeCrypto().X509Certificate)(certificate.raw).checkIP(address) ? undefined : stranger
  }

/** TLS over a socket that speaks clear until now. Resolves when the certificate has been checked. */
export function secure(socket: Duplex, host: string, options?: TlsOptions): Promise<TLSSocket> {
  return handshake(nodeTls().connect({ ...tlsOptions(host, options), socket }), host, 'starttls', options)
}

/** Waits for the handshake of a TLS socket, and looks whether it is with the server that was pinned. */
export function handshake(
  socket: TLSSocket,
  host: string,
  when: 'implicit' | 'starttls',
  options: TlsOptions | undefined,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      socket.off('secureConnect', done)
      socket.off('error', failed)
      socket.off('close', closed)
    }
    const done = (): void => {
      settle()
      const stranger = mistrust(socket, host, options) ?? misnamed(socket, host, options)
      if (stranger === undefined) {
        resolve(socket)
        return
      }
      reject(stranger)
      socket.on('error', () => {}) // told by the promise
      socket.destroy(stranger)
    }
    const failed = (error: NodeJS.ErrnoException): void => {
      settle()
      reject(explain(error, host, when))
    }
    const closed = (): void =>
      failed(Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' }))
    socket.once('secureConnect', done)
    socket.once('error', failed)
    socket.once('close', closed)
  })
}

/**
 * Node compares no name when a session is resumed (before 22.23.1), though it may be one with another host: what is in the
 * session is compared here. Pins and checks of one's own stand for themselves.
 */
function misnamed(socket: TLSSocket, host: string, options: TlsOptions = {}): TlsError | undefined {
  const { rejectUnauthorized, fingerprint, checkServerIdentity, servername } = options
  if (!socket.isSessionReused() || rejectUnauthorized === false || (fingerprint ?? checkServerIdentity) !== undefined)
    return undefined
  const octets = peerCertificate(socket)
  if (octets === undefined) return undefined
  const name = servername || host
  const certificate = new (nodeCrypto().X509Certificate)(octets)
  if (nodeNet().isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) return undefined
  const code = 'ERR_TLS_CERT_ALTNAME_INVALID'
  return new TlsError(describeTls(code, 'of the resumed session', name), code)
}

/** OpenSSL's words as a sentence that says what to do. */
function explain(error: NodeJS.ErrnoException, host: string, when: 'implicit' | 'starttls'): Error {
  const code = error.code ?? 'ERR_TLS'
  return new TlsError(describeTls(code, error.message, host, when), code, { cause: error })
}
