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
  let rest = session && element(session, 0x30)?.content
  while (rest?.length) {
    const field = element(rest, rest[0] as number)
    if (rest[0] === 0xa3) return field?.content
    rest = field?.rest
  }
  return undefined
}
