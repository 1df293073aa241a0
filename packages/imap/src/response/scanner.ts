import { decode } from './decode.ts'
import { Interned } from './intern.ts'
import { NestingError, ParseError } from './parse-error.ts'
import type { Literal, Segments } from './segments.ts'

/** What `peek` says at the end of the response. */
export const END = -1
/** What `peek` says where a literal stands. */
export const LITERAL = -2

const SP = 0x20
const QUOTE = 0x22
const OPEN = 0x28
const CLOSE = 0x29
const BACKSLASH = 0x5c

const MAX_DEPTH = 100
/** Up to this many octets a piece is turned into text once and tokens are slices of it: 5x a conversion per token. */
const ONE_TEXT = 0x4000

const upper = new Interned((token) => token.toUpperCase())
const lower = new Interned((token) => token.toLowerCase())
const verbatim = new Interned((token) => token)

/** A value of no known grammar: extension data. Numbers stay text, NIL is null. */
export type Value = string | null | readonly Value[]

/** A place in the response, to come back to. */
export interface Mark {
  readonly piece: number
  readonly at: number
  readonly depth: number
}

/**
 * A position in one response and the tokens of RFC 9051 §9 that can be read from there.
 *
 * Strict only where that tells two meanings apart; a run of spaces counts as one, an atom may stand where a string is
 * asked for, and a literal stands wherever a string may.
 */
export class Scanner {
  bytes: Buffer
  at = 0
  end: number
  readonly #pieces: readonly Buffer[]
  readonly #literals: readonly Literal[]
  #piece = 0
  #depth = 0
  #text: string | undefined = undefined

  constructor(segments: Segments) {
    if (Buffer.isBuffer(segments)) {
      this.#pieces = NO_PIECES
      this.#literals = NO_LITERALS
      this.bytes = segments
    } else {
      this.#pieces = segments.pieces
      this.#literals = segments.literals
      this.bytes = segments.pieces[0] ?? EMPTY
    }
    this.end = this.bytes.length
    this.#trim()
  }

  /** The byte here; LITERAL or END where there is none. */
  peek(): number {
    if (this.at < this.end) return this.bytes[this.at]!
    return this.#piece < this.#literals.length ? LITERAL : END
  }

  spaces(): void {
    while (this.at < this.end && this.bytes[this.at] === SP) this.at++
  }

  /** The byte behind any spaces. */
  next(): number {
    this.spaces()
    return this.peek()
  }

  /** Steps over `(`; every `enter` has its `leave`. */
  enter(): void {
    if (this.peek() !== OPEN) this.fail('"("')
    this.at++
    this.deeper()
  }

  /** Counts a level of nesting. */
  deeper(): void {
    if (++this.#depth > MAX_DEPTH) throw new NestingError(`nested deeper than ${MAX_DEPTH} parentheses`)
  }

  /** Steps over `)`. */
  leave(): void {
    if (this.next() !== CLOSE) this.fail('")"')
    this.at++
    this.#depth--
  }

  /** Skips whatever stands before the `)` of the current level and steps over it. */
  leaveAnyway(): void {
    while (this.next() !== CLOSE) {
      if (this.peek() === END) this.fail('")"')
      this.skip()
    }
    this.leave()
  }

  /** Where the token at this position ends: at a space, a parenthesis, a quote or the end of the piece. */
  #tokenEnd(): number {
    const { bytes, end } = this
    let i = this.at
    for (; i < end; i++) {
      const byte = bytes[i]!
      if (byte === SP || byte === CLOSE || byte === OPEN || byte === QUOTE) break
    }
    return i
  }

  /** An atom, told by its end alone: servers put nearly every octet into one. */
  atom(): string {
    const start = this.at
    const end = this.#tokenEnd()
    if (end === start) this.fail('an atom')
    this.at = end
    return this.#slice(start, end)
  }

  /** An atom in upper case, interned: names of items, capabilities, response codes. */
  keyword(): string {
    return this.#interned(upper)
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

  #interned(table: Interned): string {
    const start = this.at
    const end = this.#tokenEnd()
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
    const text = seen < 0x80 ? this.#slice(start, i, true) : decode(bytes, start, i)
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

  /** Takes the literal that stands here and goes on in the piece behind it. */
  literal(): Literal {
    if (this.peek() !== LITERAL) this.fail('a literal')
    const literal = this.#literals[this.#piece]!
    this.#piece++
    this.bytes = this.#pieces[this.#piece] ?? EMPTY
    this.at = 0
    this.end = this.bytes.length
    this.#text = undefined
    this.#trim()
    return literal
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
    return BigInt(this.#slice(start, this.at))
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

  mark(): Mark {
    return { piece: this.#piece, at: this.at, depth: this.#depth }
  }

  reset(mark: Mark): void {
    if (this.#piece !== mark.piece) {
      this.#piece = mark.piece
      this.bytes = this.#pieces[mark.piece] ?? EMPTY
      this.end = this.bytes.length
      this.#text = undefined
      this.#trim()
    }
    this.at = mark.at
    this.#depth = mark.depth
  }

  /** A copy of the octets from `mark` to here, literals with their markers. */
  raw(mark: Mark): Buffer {
    if (mark.piece === this.#piece) return Buffer.from(this.bytes.subarray(mark.at, this.at))
    const parts: Uint8Array[] = [this.#pieces[mark.piece]!.subarray(mark.at)]
    for (let i = mark.piece; i < this.#piece; i++) {
      const literal = this.#literals[i]!
      const inMemory = Buffer.isBuffer(literal)
      parts.push(Buffer.from(`{${inMemory ? literal.length : literal.size}}\r\n`))
      if (inMemory) parts.push(literal)
      parts.push(i + 1 === this.#piece ? this.bytes.subarray(0, this.at) : this.#pieces[i + 1]!)
    }
    return Buffer.concat(parts)
  }

  /** Goes to the end of the response. */
  finish(): void {
    while (this.peek() === LITERAL || this.at < this.end) {
      this.at = this.end
      if (this.peek() === LITERAL) this.literal()
    }
  }

  /** The text from here to the end of the piece. */
  rest(): string {
    const start = this.at
    this.at = this.end
    return decode(this.bytes, start, this.end)
  }

  fail(expected: string): never {
    const here = this.peek()
    const got =
      here === END
        ? 'the end'
        : here === LITERAL
          ? 'a literal'
          : JSON.stringify(decode(this.bytes, this.at, Math.min(this.at + 40, this.end)))
    throw new ParseError(`expected ${expected}, got ${got}`)
  }

  #slice(start: number, end: number, ascii = false): string {
    if (!ascii) for (let i = start; i < end; i++) if (this.bytes[i]! >= 0x80) return decode(this.bytes, start, end)
    if (this.bytes.length > ONE_TEXT) return this.bytes.toString('latin1', start, end)
    this.#text ??= this.bytes.toString('latin1', 0, this.bytes.length)
    return this.#text.slice(start, end)
  }

  /** A response may end in spaces (Yahoo, go-imap#540) or a CR that a lone LF left behind. */
  #trim(): void {
    if (this.#piece < this.#literals.length) return
    while (this.end > 0 && (this.bytes[this.end - 1] === SP || this.bytes[this.end - 1] === 0x0d)) this.end--
  }
}

const EMPTY = Buffer.alloc(0)
const NO_PIECES: readonly Buffer[] = []
const NO_LITERALS: readonly Literal[] = []
