import { Cursor, END, LITERAL } from './cursor.ts'
import { decode } from './decode.ts'
import { Interned } from './intern.ts'
import { ParseError } from './parse-error.ts'

export { END, LITERAL, type Mark } from './cursor.ts'

const SP = 0x20
const QUOTE = 0x22
const OPEN = 0x28
const CLOSE = 0x29
const BACKSLASH = 0x5c

const upper = new Interned((token) => token.toUpperCase())
const lower = new Interned((token) => token.toLowerCase())
const verbatim = new Interned((token) => token)

/** A value of no known grammar: extension data. Numbers stay text, NIL is null. */
export type Value = string | null | readonly Value[]

/**
 * The tokens of RFC 9051 §9, read from a position in one response.
 *
 * Strict only where that tells two meanings apart; a run of spaces counts as one, an atom may stand where a string is
 * asked for, and a literal stands wherever a string may.
 */
export class Scanner extends Cursor {
  /** An atom, told by its end alone: servers put nearly every octet into one. */
  atom(): string {
    const start = this.at
    const end = this.#tokenEnd()
    if (end === start) this.fail('an atom')
    this.at = end
    for (let i = start; i < end; i++) if (this.bytes[i]! >= 0x80) return decode(this.bytes, start, end)
    return this.slice(start, end)
  }

  /** An atom in upper case, interned: names of responses and items. It may end before `stop` as well. */
  keyword(stop?: number): string {
    return this.#interned(upper, stop)
  }

  /** An atom as it is spelled, interned: flags. */
  word(): string {
    return this.#interned(verbatim)
  }

  /** NIL, a string or an atom, in lower case, interned: media types, parameter names, encodings. */
  lowered(): string | null {
    const first = this.peek()
    if (first === QUOTE) {
      const start = this.at + 1
      let end = start
      while (end < this.end && this.bytes[end] !== QUOTE && this.bytes[end] !== BACKSLASH) end++
      if (end < this.end && this.bytes[end] === QUOTE && this.#closes(end)) {
        this.at = end + 1
        return lower.get(this.bytes, start, end)
      }
    }
    return this.nstring()?.toLowerCase() ?? null
  }

  #interned(table: Interned, stop = QUOTE): string {
    const start = this.at
    const end = this.#tokenEnd(stop)
    if (end === start) this.fail('an atom')
    this.at = end
    return table.get(this.bytes, start, end)
  }

  /** NIL, or a string in any of its forms. */
  nstring(): string | null {
    const first = this.peek()
    if (first === QUOTE) return this.quoted()
    if (first === LITERAL) return this.literalText()
    if (this.nil()) return null
    if (first === OPEN || first === CLOSE || first === END) this.fail('a string or NIL')
    return this.atom()
  }

  /** A string in any of its forms; NIL counts as the word. */
  astring(): string {
    const first = this.peek()
    if (first === QUOTE) return this.quoted()
    if (first === LITERAL) return this.literalText()
    return this.atom()
  }

  /** Steps over NIL, if that is what stands here. */
  nil(): boolean {
    const { bytes, at } = this
    if (at + 3 > this.end) return false
    if ((bytes[at]! | 0x20) !== 0x6e || (bytes[at + 1]! | 0x20) !== 0x69 || (bytes[at + 2]! | 0x20) !== 0x6c)
      return false
    if (at + 3 < this.end) {
      const after = bytes[at + 3]
      if (after !== SP && after !== CLOSE && after !== OPEN) return false
    }
    this.at += 3
    return true
  }

  quoted(): string {
    const { bytes, end } = this
    const start = this.at + 1
    let i = start
    let seen = 0
    let escaped = false
    for (; i < end; i++) {
      const byte = bytes[i]!
      if (byte === QUOTE && this.#closes(i)) break
      if (byte === BACKSLASH) {
        escaped = true
        i++
        seen |= bytes[i] ?? 0
        continue
      }
      seen |= byte
    }
    if (i >= end) this.fail('the closing quote')
    this.at = i + 1
    const text = seen < 0x80 ? this.slice(start, i) : decode(bytes, start, i)
    return escaped ? text.replace(/\\(.)/gs, '$1') : text
  }

  /**
   * Quotes inside of quotes: `"MOUNDARY="_006_5DBB_""` (MailKit#485), Message-IDs `"<1."a@b"@c>"` (jakarta mail#669).
   * A quote that nothing separates from what follows is content.
   */
  #closes(quote: number): boolean {
    if (quote + 1 >= this.end) return true
    const after = this.bytes[quote + 1]
    return after === SP || after === CLOSE || after === 0x5d
  }

  literalText(): string {
    const literal = this.literal()
    if (!Buffer.isBuffer(literal)) throw new ParseError('a streamed literal stands where text was expected')
    return decode(literal)
  }

  /**
   * A number, never negative. Not only digits: `9.3736e+06` (mail.ru), `-1` for unknown sizes (MailKit#823,
   * go-imap#534; read as 0), quoted numbers, NIL (0).
   */
  number(): number {
    const { bytes, end } = this
    let i = this.at
    let value = 0
    for (; i < end; i++) {
      const digit = bytes[i]! - 0x30
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    if (i > this.at && (i >= end || bytes[i] === SP || bytes[i] === CLOSE || bytes[i] === OPEN)) {
      this.at = i
      return value <= Number.MAX_SAFE_INTEGER ? value : this.fail('a number of at most 53 bits')
    }
    const odd = Number(this.nstring() ?? 0)
    if (!Number.isFinite(odd) || odd > Number.MAX_SAFE_INTEGER) this.fail('a number')
    return odd > 0 ? Math.trunc(odd) : 0
  }

  /** A 63-bit number. `0` (Gmail, Zoho) and `-1` (Zoho, MailKit#1686) mean that there is none: 0n. */
  bigint(): bigint {
    const start = this.at
    while (this.at < this.end && this.bytes[this.at]! >= 0x30 && this.bytes[this.at]! <= 0x39) this.at++
    if (this.at === start) return BigInt(this.number())
    if (this.at - start > 20) this.fail('a number of at most 64 bits')
    return BigInt(this.slice(start, this.at))
  }

  /** A value of unknown grammar: NIL, a string, or a list of values. */
  value(): Value {
    if (this.peek() !== OPEN) return this.nstring()
    this.enter()
    const values: Value[] = []
    while (this.next() !== CLOSE) values.push(this.value())
    this.leave()
    return values
  }

  /** Steps over one value without building it. A streamed literal is stepped over like any other. */
  skip(): void {
    switch (this.peek()) {
      case OPEN:
        this.enter()
        while (this.next() !== CLOSE) this.skip()
        this.leave()
        return
      case QUOTE:
        this.quoted()
        return
      case LITERAL:
        this.literal()
        return
      default:
        this.atom()
    }
  }

  /** Skips whatever stands before the `)` of the current level and steps over it. */
  leaveAnyway(): void {
    while (this.next() !== CLOSE) {
      if (this.peek() === END) this.fail('")"')
      this.skip()
    }
    this.leave()
  }

  /** Where the token at this position ends: at a space, a parenthesis, a quote, `stop` or the end of the piece. */
  #tokenEnd(stop = QUOTE): number {
    const { bytes, end } = this
    let i = this.at
    for (; i < end; i++) {
      const byte = bytes[i]!
      if (byte === SP || byte === CLOSE || byte === OPEN || byte === QUOTE || byte === stop) break
    }
    return i
  }
}
