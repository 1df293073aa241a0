import { fieldValue, type Part } from './mime.ts'

/** Octets (one char each) in a charset as text; an unknown charset is read as latin1. */
export function decodeCharset(octets: string, charset: string): string {
  try {
    return new TextDecoder(charset.toLowerCase()).decode(Buffer.from(octets, 'latin1'))
  } catch {
    return octets
  }
}

/** A header value with its encoded words opened; what is 8-bit is UTF-8. RFC 2047, 6532 */
export function decodeWords(value: string): string {
  return value
    .replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .split(/(=\?[^?]+\?[bq]\?[^?]*\?=)/i)
    .map((piece) => {
      const word = /^=\?([^?*]+)[^?]*\?([bq])\?([^?]*)\?=$/i.exec(piece)
      if (!word) return decodeCharset(piece, 'utf-8')
      const [, charset = '', encoding = '', text = ''] = word
      return decodeCharset(decodeTransfer(encoding === 'b' || encoding === 'B' ? 'base64' : 'q', text), charset)
    })
    .join('')
}

/** The text of a message that SEARCH BODY looks at: every text part, decoded. */
export function bodyText(part: Part): string {
  if (part.parts.length > 0) return part.parts.map(bodyText).join('\n')
  if (part.message) return `${decodeWords(part.message.header)}\n${bodyText(part.message)}`
  if (part.type !== 'text') return ''
  const encoding = fieldValue(part.fields, 'content-transfer-encoding') ?? '7bit'
  const charset = part.parameters.find(([name]) => name.toLowerCase() === 'charset')?.[1] ?? 'utf-8'
  return decodeCharset(decodeTransfer(encoding.toLowerCase(), part.body), charset === 'us-ascii' ? 'utf-8' : charset)
}

function decodeTransfer(encoding: string, text: string): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('latin1')
  if (encoding !== 'quoted-printable' && encoding !== 'q') return text
  return (encoding === 'q' ? text.replaceAll('_', ' ') : text.replace(/=[ \t]*\r?\n/g, '')).replace(
    /=([0-9A-Fa-f]{2})/g,
    (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
