import { decodeCharset, decodeWords } from './encoded-word.ts'
import type { Scanner } from './scanner.ts'

const OPEN = 0x28
const CLOSE = 0x29

/** Parameters of a media type or a disposition: names in lower case, nothing inherited behind them. */
export type Parameters = Readonly<Record<string, string>>

/** An empty prototype rather than none: Object.create(null) makes a slow object, a fifth of the time of a structure. */
function Empty(this: Record<string, string>): void {}
Empty.prototype = Object.freeze(Object.create(null))

/** Parameters to be filled: the server may call one `__proto__`. */
export function makeParameters(): Record<string, string> {
  return Reflect.construct(Empty, []) as Record<string, string>
}

/** NIL or `("charset" "utf-8" …)`. A name with NIL for its value was never meant: `("boundary" NIL)` (mail.ru). */
export function readParameters(scanner: Scanner): Parameters {
  const parameters = makeParameters()
  if (scanner.next() !== OPEN) {
    if (scanner.peek() !== CLOSE) scanner.nstring()
    return parameters
  }
  scanner.enter()
  while (scanner.next() !== CLOSE) {
    if (scanner.peek() === OPEN) {
      scanner.skip()
      continue
    }
    const name = scanner.lowered()
    const behind = scanner.next()
    if (behind === OPEN) {
      scanner.skip()
      continue
    }
    const value = behind === CLOSE ? null : scanner.nstring()
    if (name !== null && value !== null) parameters[name] = value
  }
  scanner.leave()
  return parameters
}

/**
 * One parameter as text: continuations and charsets of RFC 2231 §3-4, and the encoded words that many writers put
 * into a file name though RFC 2047 §5 forbids it.
 */
export function parameter(parameters: Parameters, name: string): string | undefined {
  const extended = parameters[`${name}*`]
  if (extended !== undefined) return decodeExtended([{ text: extended, encoded: true }])
  const plain = parameters[name]
  if (plain !== undefined) return decodeWords(plain)
  const pieces: Piece[] = []
  for (let i = 0; ; i++) {
    const encoded = parameters[`${name}*${i}*`]
    const text = encoded ?? parameters[`${name}*${i}`]
    if (text === undefined) break
    pieces.push({ text, encoded: encoded !== undefined })
  }
  return pieces.length === 0 ? undefined : decodeExtended(pieces)
}

interface Piece {
  readonly text: string
  readonly encoded: boolean
}

/** `charset'language'percent-encoded`; the charset stands in the first piece alone. */
function decodeExtended(pieces: readonly Piece[]): string {
  let charset = 'utf-8'
  const octets = pieces.map(({ text, encoded }, i) => {
    if (!encoded) return Buffer.from(text, 'utf8')
    const prefix = i === 0 ? /^([^']*)'[^']*'/.exec(text) : null
    if (prefix?.[1]) charset = prefix[1]
    return percentDecode(text.slice(prefix?.[0].length ?? 0))
  })
  const all = Buffer.concat(octets)
  return decodeCharset(all, charset) ?? all.toString('latin1')
}

function percentDecode(text: string): Buffer {
  const octets = Buffer.from(text, 'utf8')
  let length = 0
  for (let i = 0; i < octets.length; i++) {
    const hex = octets[i] === 0x25 ? octets.toString('latin1', i + 1, i + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(hex)) i += 2
    octets[length++] = hex.length === 2 && octets[i - 2] === 0x25 ? Number.parseInt(hex, 16) : octets[i]!
  }
  return octets.subarray(0, length)
}
