import { LITERAL, type Scanner } from './scanner.ts'

const QUOTE = 0x22
const CLOSING = 0x5d
const LESS = 0x3c
const GREATER = 0x3e

export interface Section {
  readonly section: string
  readonly origin: number | null
}

/**
 * `[HEADER.FIELDS (SUBJECT "X-A]")]<0>`, the scanner standing at the bracket. RFC 9051 §6.4.5.1
 *
 * The origin alone is kept of `<0.65536>`: some servers echo the whole range of the request.
 */
export function readSection(scanner: Scanner): Section {
  scanner.at++
  let text = ''
  for (;;) {
    const { bytes, end } = scanner
    const start = scanner.at
    let quoted = false
    let i = start
    for (; i < end; i++) {
      const byte = bytes[i]
      if (byte === QUOTE) quoted = !quoted
      else if (byte === CLOSING && !quoted) break
    }
    text += bytes.toString('latin1', start, i)
    scanner.at = i
    if (i < end) break
    // a header name may come as a literal
    if (scanner.peek() !== LITERAL) scanner.fail('"]"')
    text += scanner.literalText()
  }
  scanner.at++
  return { section: text === '' ? '' : text.trim().toUpperCase(), origin: readOrigin(scanner) }
}

function readOrigin(scanner: Scanner): number | null {
  if (scanner.peek() !== LESS) return null
  const { bytes, at, end } = scanner
  const close = bytes.indexOf(GREATER, at)
  if (close === -1 || close >= end) scanner.fail('"<origin>"')
  const origin = Number.parseInt(bytes.toString('latin1', at + 1, close), 10)
  if (!Number.isSafeInteger(origin) || origin < 0) scanner.fail('"<origin>"')
  scanner.at = close + 1
  return origin
}
