import { isUtf8 } from 'node:buffer'

/** How text becomes octets and octets text. */
export interface Charset {
  /**
   * May leave the text as it is: it is then sent as UTF-8.
   * @throws {ArgumentError} when it has no octets for it: nothing is sent then
   */
  encode(text: string): string | Uint8Array
  /** Must take any octets: nothing that a server sends may throw here. */
  decode(octets: Buffer): string
}

const highOctet = /[\x80-\xff]/

/**
 * Octets to text at the edge: UTF-8 where they are valid UTF-8, otherwise one character per octet (Latin-1), so
 * that nothing a server sends can throw here and nothing is lost.
 */
export function decode(octets: Buffer): string {
  const latin1 = octets.toString('latin1')
  return highOctet.test(latin1) && isUtf8(octets) ? octets.toString('utf8') : latin1
}

/** UTF-8, and one character per octet where it is not UTF-8. */
export const utf8: Charset = { encode: (text) => text, decode }

/** Pieces as one: copied, unless there is one only and it is most of its memory, which a small view would keep alive. */
export function joined(pieces: readonly Buffer[], length: number): Buffer {
  const [only] = pieces
  if (pieces.length === 1 && only!.length * 2 > only!.buffer.byteLength) return only!
  return Buffer.concat(pieces, length)
}

/** Octets in memory of their own. Buffer.from() fills that with zeros first where it has no room in its pool (bench: pop3-many). */
export function copied(octets: Buffer): Buffer {
  if (octets.length < 4096) return Buffer.from(octets)
  const copy = Buffer.allocUnsafeSlow(octets.length)
  copy.set(octets)
  return copy
}

/** A view on the same memory, for the two-byte searches that only Buffer has. */
export function asBuffer(octets: Uint8Array): Buffer {
  return Buffer.isBuffer(octets) ? octets : Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
}
