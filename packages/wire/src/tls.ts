import type { Duplex } from 'node:stream'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import type { Talk } from './command.ts'
import { ProtocolError, ReplyError, TlsError } from './errors.ts'
import { nodeNet, nodeTls } from './node-modules.ts'
import { type Script, until } from './script.ts'

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
export function tlsOptions(host: string, options: ConnectionOptions = {}): ConnectionOptions {
  // the host is always passed, or Node compares the certificate with "localhost"
  return { host, ...(nodeNet().isIP(host) ? {} : { servername: host }), minVersion: 'TLSv1.2', ...options }
}

/** TLS over a socket that speaks clear until now. Resolves when the certificate has been checked. */
export function secure(socket: Duplex, host: string, options?: ConnectionOptions): Promise<TLSSocket> {
  return handshake(nodeTls().connect({ ...tlsOptions(host, options), socket }), host, 'starttls')
}

/** Waits for the handshake of a TLS socket. */
export function handshake(socket: TLSSocket, host: string, when: 'implicit' | 'starttls'): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      socket.off('secureConnect', done)
      socket.off('error', failed)
      socket.off('close', closed)
    }
    const done = (): void => {
      settle()
      resolve(socket)
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

const notTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'EPROTO',
  'ERR_SSL_HTTP_REQUEST',
])
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

/** OpenSSL's words as a sentence that says what to do. */
function explain(error: NodeJS.ErrnoException, host: string, when: 'implicit' | 'starttls'): Error {
  const code = error.code ?? 'ERR_TLS'
  return new TlsError(sentence(code, error, host, when), code, { cause: error })
}

function sentence(code: string, error: Error, host: string, when: 'implicit' | 'starttls'): string {
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `the certificate is not for ${host}: connect by a name that it carries (${error.message})`
  }
  if (code === 'CERT_HAS_EXPIRED') return `the certificate of ${host} has expired`
  if (untrusted.has(code)) {
    return `the certificate of ${host} is not signed by an authority trusted here: pass its CA as tlsOptions.ca (${error.message})`
  }
  if (notTls.has(code)) {
    const advice = when === 'implicit' ? "; if it is a port for STARTTLS, use tls: 'starttls'" : ''
    return `${host} does not speak TLS here${advice} (${error.message})`
  }
  return `the TLS handshake with ${host} failed: ${error.message}`
}
