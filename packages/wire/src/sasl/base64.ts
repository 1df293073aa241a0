import { SaslError } from './mechanism.ts'

const quanta = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Whether the text is base64 from end to end, with its padding; Buffer would skip what it does not know. RFC 4648 §4 */
export const isBase64 = (text: string): boolean => quanta.test(text)

/** Octets as base64, without line breaks. RFC 4648 §4 */
export const toBase64 = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64')

/**
 * An initial response as it stands in a command: empty is written `=`, to differ from none at all.
 * RFC 4954 §4, RFC 5034 §4, RFC 4959 §3, RFC 4643 §2.4.2
 */
export const toInitialResponse = (octets: Uint8Array): string => (octets.length === 0 ? '=' : toBase64(octets))

/**
 * The octets of a challenge; a lone `=` is an empty one (NNTP writes it so, RFC 4643 §2.4.2).
 * Throws SaslError for anything that is not base64.
 */
export function fromBase64(text: string): Buffer {
  if (text === '=') return Buffer.alloc(0)
  if (!isBase64(text)) throw new SaslError('The server sent a challenge that is not base64')
  return Buffer.from(text, 'base64')
}
