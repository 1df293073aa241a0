import { createRequire } from 'node:module'
import { headerText } from '@linewire/wire/header'

/** octets of text in one encoded word: with its frame it has to fit into 75 characters. RFC 2047 §2 */
const longest = 45

/** Header text with its encoded words decoded; what cannot be decoded stays as it is. RFC 2047 */
export const decodeWords: (raw: string) => string = headerText(
  () => createRequire(import.meta.url)('iconv-lite') as typeof import('iconv-lite'),
).decodeWords

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
