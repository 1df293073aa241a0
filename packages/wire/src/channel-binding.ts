import type { TLSSocket } from 'node:tls'
import { peerCertificate } from './peer-certificate.ts'
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
  const certificate = peerCertificate(socket)
  const hash = certificate && signatureHash(certificate)
  if (certificate === undefined || hash === undefined) return undefined
  // node:tls has loaded it; an import would build its whole namespace, 2 ms for everybody
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash(hash === 'md5' || hash === 'sha1' ? 'sha256' : hash)
    .update(certificate)
    .digest()
}
