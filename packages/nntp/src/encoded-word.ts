import { createRequire } from 'node:module'

/** "=?charset?B or Q?text?="; a language may stand behind the charset. RFC 2047 §2, 2231 §5 */
const pattern = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?\s]*)\?=/gi

/** octets of text in one encoded word: with its frame it has to fit into 75 characters. RFC 2047 §2 */
const longest = 45

/** Text with its encoded words decoded; one that makes no sense stays as it is. RFC 2047 */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  // words of one charset that follow each other are decoded as one: writers cut characters in two
  let result = ''
  let end = 0
  let run: { charset: string; octets: Buffer[]; source: string } | undefined
  const close = (): void => {
    if (run) result += decodeCharset(Buffer.concat(run.octets), run.charset) ?? run.source
    run = undefined
  }
  for (const found of text.matchAll(pattern)) {
    const [source, charset = '', encoding = '', payload = ''] = found
    const gap = text.slice(end, found.index)
    const adjacent = run !== undefined && /^\s*$/.test(gap)
    if (!adjacent || run?.charset !== charset.toLowerCase()) close()
    // blanks between two encoded words belong to neither. RFC 2047 §6.2
    if (!adjacent) result += gap
    run ??= { charset: charset.toLowerCase(), octets: [], source: '' }
    run.octets.push(encoding.toLowerCase() === 'b' ? Buffer.from(payload, 'base64') : quoted(payload))
    run.source += source
    end = found.index + source.length
  }
  close()
  return result + text.slice(end)
}

/** Text for a header: words outside ASCII become encoded words, folded line by line. RFC 2047 §5 */
export function encodeWords(text: string): string {
  return text.replace(/[^ ]*[^\x00-\x7f][^ ]*(?: +[^ ]*[^\x00-\x7f][^ ]*)*/g, (run) =>
    cut(run)
      .map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString('base64')}?=`)
      .join('\r\n '),
  )
}

/** Pieces of whole characters that fit into an encoded word each. */
function cut(text: string): string[] {
  const pieces: string[] = ['']
  for (const character of text) {
    const piece = pieces.at(-1)! + character
    if (Buffer.byteLength(piece) <= longest) pieces[pieces.length - 1] = piece
    else pieces.push(character)
  }
  return pieces
}

function quoted(text: string): Buffer {
  const plain = text.replaceAll('_', ' ')
  return Buffer.from(
    plain.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

/** undefined for a charset that neither Node nor iconv-lite knows */
function decodeCharset(octets: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset).decode(octets)
  } catch {
    // loaded when an article asks for it: hardly any does
    const iconv = createRequire(import.meta.url)('iconv-lite') as typeof import('iconv-lite')
    return iconv.encodingExists(charset) ? iconv.decode(octets, charset) : undefined
  }
}
