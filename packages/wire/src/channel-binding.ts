import type { TLSSocket } from 'node:tls'
import { element } from './der.ts'
import { signatureHash } from './signature-hash.ts'

/** What an exchange above TLS can be tied to: the keys of this connection, or the certificate of its server. */
export type ChannelBindingType = 'tls-exporter' | 'tls-server-end-point'

/**
 * The octets that both ends of a TLS connection have in common, and nobody between two connections: undefined where
 * this one has none of the type.
 */
export function channelBinding(socket: TLSSocket, type: ChannelBindingType): Buffer | undefined {
  try {
    return type === 'tls-exporter' ? exporter(socket) : endPoint(socket)
  } catch {
    return undefined // what a runtime other than Node does not have is not there
  }
}

/** RFC 9266 §3. In TLS 1.2 it is unique with the extended master secret only, which Node does not tell (§3.1) */
function exporter(socket: TLSSocket): Buffer | undefined {
  if (socket.getProtocol() !== 'TLSv1.3') return undefined
  return socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0))
}

/** The hash of the server's certificate, by the function of its signature, MD5 and SHA-1 replaced. RFC 5929 §4.1 */
function endPoint(socket: TLSSocket): Buffer | undefined {
  const certificate = socket.getPeerCertificate().raw ?? certificateOf(socket.getSession())
  const hash = certificate && signatureHash(certificate)
  if (certificate === undefined || hash === undefined) return undefined
  // node:tls has loaded it; an import would build its whole namespace, 2 ms for everybody
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash(hash === 'md5' || hash === 'sha1' ? 'sha256' : hash)
    .update(certificate)
    .digest()
}

/**
 * The certificate in a session as OpenSSL writes it, for Node shows none when a session was resumed. It is field [3]:
 * SSL_SESSION_ASN1 ::= SEQUENCE { version, …, peer [3] EXPLICIT Certificate OPTIONAL, … }
 */
function certificateOf(session: Uint8Array | undefined): Uint8Array | undefined {
  let rest = session && element(withoutHost(session), 0x30)?.content
  while (rest?.length) {
    const field = element(rest, rest[0] as number)
    if (rest[0] === 0xa3) return field?.content
    rest = field?.rest
  }
  return undefined
}

/**
 * The session as OpenSSL writes it. Since 22.23.1 Node says in front of it which host it is good for: NUL, a word, NUL,
 * the length of the name in two octets, the name.
 */
function withoutHost(session: Uint8Array): Uint8Array {
  if (session[0] !== 0) return session
  const named = session.indexOf(0, 1) + 1
  const [high = 0, low = 0] = session.subarray(named)
  return session.subarray(named + 2 + high * 256 + low)
}
