import { isUtf8 } from 'node:buffer'

const highOctet = /[\x80-\xff]/

/**
 * Octets to text at the edge: UTF-8 where they are valid UTF-8, otherwise one character per octet (Latin-1), so
 * that nothing a server sends can throw here and nothing is lost.
 */
export function decode(octets: Buffer): string {
  const latin1 = octets.toString('latin1')
  return highOctet.test(latin1) && isUtf8(octets) ? octets.toString('utf8') : latin1
}

/** A view on the same memory, for the two-byte searches that only Buffer has. */
export function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.isBuffer(octets) ? octets : Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
}
