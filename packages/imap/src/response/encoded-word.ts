import { createRequire } from 'node:module'

/** `=?charset*language?B or Q?text?=`. RFC 2047 §2, RFC 2231 §5 */
const WORD = /=\?([^?*\s]{1,40})(?:\*[^?\s]{0,40})?\?([bq])\?([^?]*)\?=/gi

/**
 * Header text with its encoded words decoded. RFC 2047
 *
 * Neighbours in one charset are joined before they are decoded, for some writers cut a character in two. What cannot
 * be decoded stays as it is.
 */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  let result = ''
  let at = 0
  let pending: { charset: string; octets: Buffer[]; source: string } | undefined
  const flush = () => {
    if (pending) {
      const { octets, charset, source } = pending
      result += decodeCharset(octets.length === 1 ? octets[0]! : Buffer.concat(octets), charset) ?? source
    }
    pending = undefined
  }
  for (const match of text.matchAll(WORD)) {
    const between = text.slice(at, match.index)
    const charset = match[1]!.toLowerCase()
    const octets = match[2]!.toLowerCase() === 'b' ? Buffer.from(match[3]!, 'base64') : decodeQ(match[3]!)
    const adjacent = pending !== undefined && /^\s*$/.test(between)
    if (!adjacent || pending?.charset !== charset) flush()
    // white space between two encoded words is not displayed. RFC 2047 §6.2
    if (!adjacent) result += between
    pending ??= { charset, octets: [], source: '' }
    pending.octets.push(octets)
    pending.source += match[0]
    at = match.index + match[0].length
  }
  flush()
  return result + text.slice(at)
}

function decodeQ(text: string): Buffer {
  return Buffer.from(
    text
      .replaceAll('_', ' ')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

const utf8 = new TextDecoder()

/** Undefined for a charset that neither Node nor iconv-lite knows. */
export function decodeCharset(octets: Uint8Array, charset: string): string | undefined {
  // nearly all there is; a TextDecoder costs more to make than to use (bench/imap-metadata)
  if (/^utf-?8$/i.test(charset)) return utf8.decode(octets)
  try {
    return new TextDecoder(charset).decode(octets)
  } catch {
    // loaded when a message asks for it: most never do
    const iconv = createRequire(import.meta.url)('iconv-lite') as typeof import('iconv-lite')
    return iconv.encodingExists(charset) ? iconv.decode(Buffer.from(octets), charset) : undefined
  }
}
