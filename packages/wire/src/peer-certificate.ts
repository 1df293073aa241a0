import type { TLSSocket } from 'node:tls'
import { element } from './der.ts'

/** The server's certificate, as DER; undefined where the runtime does not tell. */
export function peerCertificate(socket: TLSSocket): Uint8Array | undefined {
  return socket.getPeerCertificate().raw ?? certificateOf(socket.getSession())
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
