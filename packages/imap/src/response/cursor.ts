import { decode } from './decode.ts'
import { NestingError, ParseError } from './parse-error.ts'
import type { Literal, Segments } from './segments.ts'

/** What `peek` says at the end of the response. */
export const END = -1
/** What `peek` says where a literal stands. */
export const LITERAL = -2

const SP = 0x20
const OPEN = 0x28
const CLOSE = 0x29

const MAX_DEPTH = 100
/** Up to this many octets a piece is turned into text once and tokens are slices of it: 5x a conversion per token. */
const ONE_TEXT = 0x4000

const EMPTY = Buffer.alloc(0)
const NO_PIECES: readonly Buffer[] = []
const NO_LITERALS: readonly Literal[] = []

/** A place in the response, to come back to. */
export interface Mark {
  readonly piece: number
  readonly at: number
  readonly depth: number
}

/** A position in the segments of one response: pieces and literals as one, and how deep in parentheses it is. */
export class Cursor {
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

  /** ASCII octets of this piece as text. */
  protected slice(start: number, end: number): string {
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
