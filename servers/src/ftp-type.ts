import { constants, deflateSync, inflateSync } from 'node:zlib'

/** The octets of a file as they travel: in TYPE A every line ends in CR LF. RFC 959 §3.1.1.1 */
export function asSent(content: Buffer, type: 'A' | 'I'): Buffer {
  if (type === 'I') return content
  return Buffer.from(content.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
}

/** The octets of a file as they are kept: from TYPE A every CR LF becomes LF. */
export function asKept(octets: Buffer, type: 'A' | 'I'): Buffer {
  if (type === 'I') return octets
  return Buffer.from(octets.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')
}

/** The octets on the wire: in MODE Z one zlib stream. draft-preston-ftpext-deflate-04 */
export const packed = (octets: Buffer, mode: 'S' | 'Z'): Buffer => (mode === 'Z' ? deflateSync(octets) : octets)

/** The octets that were meant, as far as they have come. */
export function unpacked(octets: Buffer, mode: 'S' | 'Z'): Buffer {
  if (mode === 'S' || octets.length === 0) return octets
  return inflateSync(octets, { finishFlush: constants.Z_SYNC_FLUSH })
}
