import type { ConnectionOptions, TLSSocket } from 'node:tls'
import { ArgumentError, TlsError } from './errors.ts'
import { peerCertificate } from './peer-certificate.ts'
import { describeTls, isUntrusted } from './tls-reasons.ts'

/** What node:tls takes, and a pin. */
export interface TlsOptions extends ConnectionOptions {
  /**
   * The certificate that the server must have: the SHA-256 of it in hex (`openssl x509 -fingerprint -sha256`), or
   * `sha256/` and the base64 of its key's, which stays when a certificate is renewed with the same key (RFC 7469 §2.4).
   * One of several is enough.
   *
   * It stands in for an authority that is not known here: a self-signed certificate is taken by its pin, whatever names
   * it carries. A certificate of a known authority is checked as ever, and must match besides; dates are checked for
   * both. With `rejectUnauthorized: false` the pin alone decides.
   */
  fingerprint?: string | readonly string[]
}

/** a pin, and of what it is */
interface Pin {
  readonly of: 'certificate' | 'key'
  readonly sha256: string
}

/** @throws {ArgumentError} for what is neither a fingerprint of a certificate nor of a key, or for none at all */
export function pinsOf(fingerprint: string | readonly string[]): readonly Pin[] {
  const all = typeof fingerprint === 'string' ? [fingerprint] : fingerprint
  if (all.length === 0) throw new ArgumentError('tlsOptions.fingerprint: a list of none fits no certificate')
  return all.map(pinOf)
}

/** "sha256 Fingerprint=AB:CD:…" is what openssl prints. */
function pinOf(text: string): Pin {
  const [, hex] = /^\s*(?:sha256 fingerprint=)?((?:[0-9a-f]{2}:){31}[0-9a-f]{2}|[0-9a-f]{64})\s*$/i.exec(text) ?? []
  if (hex !== undefined)
    return { of: 'certificate', sha256: Buffer.from(hex.replaceAll(':', ''), 'hex').toString('base64') }
  const [, base64] = /^\s*sha256\/{1,2}([a-z0-9+/]{43}=)\s*$/i.exec(text) ?? []
  if (base64 !== undefined) return { of: 'key', sha256: base64 }
  throw new ArgumentError(
    `tlsOptions.fingerprint: ${JSON.stringify(text)} is neither the SHA-256 of a certificate (64 hex digits, with colons or without) nor sha256/ and that of its key in base64`,
  )
}

/**
 * Why the server at the other end is not the one that was pinned, once its handshake is done; undefined when it is.
 * Without a pin, and of what a resumed session had on its first connection, Node has seen to that.
 */
export function mistrust(socket: TLSSocket, host: string, options: TlsOptions | undefined): TlsError | undefined {
  if (options?.fingerprint === undefined) return undefined
  const pins = pinsOf(options.fingerprint)
  const certificate = peerCertificate(socket)
  // a session is resumed from a connection that has passed here
  if (certificate === undefined && socket.isSessionReused()) return undefined
  const presented = certificate && sums(certificate)
  if (!presented || !pins.some((pin) => presented[pin.of] === pin.sha256)) {
    const what = presented
      ? `its SHA-256 is ${colons(presented.certificate)}, that of its key sha256/${presented.key}`
      : 'it shows none'
    return new TlsError(
      `the certificate of ${host} is not the one that tlsOptions.fingerprint names: ${what}`,
      'ERR_TLS_PIN',
    )
  }
  const found = socket.authorizationError as Error | string | null | undefined
  if (!found || options.rejectUnauthorized === false) return undefined
  const code = typeof found === 'string' ? found : ((found as NodeJS.ErrnoException).code ?? found.message)
  if (isUntrusted(code)) return undefined
  return new TlsError(describeTls(code, code, host), code)
}

/** SHA-256 in base64 */
function sums(certificate: Uint8Array): Record<Pin['of'], string> {
  const { createHash, X509Certificate } = process.getBuiltinModule('node:crypto')
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  const sum = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('base64')
  return { certificate: sum(certificate), key: sum(key) }
}

/** "AB:CD:…", as openssl and browsers show it */
function colons(base64: string): string {
  const hex = Buffer.from(base64, 'base64').toString('hex').toUpperCase()
  return hex.match(/../g)!.join(':')
}
