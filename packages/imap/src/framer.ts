import { collect, type Engine, type Input, LimitError, literalFraming, rawLine, type Script } from '@linewire/wire'
import type { ImapOrder } from './command.ts'
import { FetchData } from './response/fetch.ts'
import { ParseError } from './response/parse-error.ts'
import { parseResponse } from './response/response.ts'
import { type Literal, type LiteralMarker, literalAtEnd, literalMarker, type Segments } from './response/segments.ts'

/** octets */
export interface LiteralLimits {
  /** one response, together */
  readonly body: number
  /** a literal that is no section of a message: names, addresses, subjects */
  readonly reply: number
}

const CLOSING_BRACE = 0x7d

/** A literal behind one of these is a section of a message. RFC 9051 §7.5.2 */
const section = /(?:[\]>]|RFC822(?:\.HEADER|\.TEXT)?) ?$/i
const streamed = { size: 0 }
/** literals of one response that may go to a stream */
const mostTries = 16

/** Where a response ends: at its first line that does not announce a literal. RFC 9051 §2.2.2, §4.3 */
export class Framer {
  readonly #engine: Engine<ImapOrder>
  readonly #input: Input
  readonly #limits: LiteralLimits

  constructor(engine: Engine<ImapOrder>, limits: LiteralLimits) {
    this.#engine = engine
    this.#input = engine.input
    this.#limits = limits
  }

  /** One response, waiting for it. */
  *read(): Script<Segments> {
    const first = yield* rawLine(this.#input)
    return this.endsHere(first) ? first : yield* this.rest(first)
  }

  /** Whether a first line is a whole response, as nearly all are. */
  endsHere(first: Buffer): boolean {
    return first[first.length - 1] !== CLOSING_BRACE || literalAtEnd(first) === undefined
  }

  /** The literals and lines behind a first line that announces one. */
  *rest(first: Buffer): Script<Segments> {
    const pieces: Buffer[] = []
    const literals: Literal[] = []
    let total = 0
    let line = first
    for (let marker = literalAtEnd(first); marker !== undefined; marker = literalMarker(line)) {
      const piece = line.subarray(0, marker.start)
      pieces.push(piece)
      if (this.#stream(pieces, literals, marker)) {
        literals.push({ size: marker.size })
        // the engine feeds the body before this script goes on
        yield
      } else {
        const isSection = section.test(piece.toString('latin1', Math.max(0, piece.length - 20)))
        total += marker.size + piece.length
        this.#check(marker.size, total, isSection)
        literals.push(yield* collect(this.#input, literalFraming(marker.size), marker.size))
      }
      line = yield* rawLine(this.#input)
    }
    pieces.push(line)
    return { pieces, literals }
  }

  /** What a server announces is believed before it is received: the limit comes first. */
  #check(octets: number, total: number, isSection: boolean): void {
    const { body, reply } = this.#limits
    if (!isSection && octets > reply) {
      throw new LimitError(`the server sends a string of ${octets} octets, more than ${reply} (limits.reply)`)
    }
    if (total > body) {
      throw new LimitError(`a response has ${total} octets, more than ${body} (limits.body): download() streams them`)
    }
  }

  /** Hands the literal that comes next to the command that streams it, if any does. */
  #stream(pieces: readonly Buffer[], literals: readonly Literal[], marker: LiteralMarker): boolean {
    // the response is read again for each: a hostile one must not have many
    if (pieces.length > mostTries || !this.#anyStreams()) return false
    const data = soFar(pieces, literals)
    const last = data?.sections.at(-1)
    // only a section whose value is still to come
    if (data === undefined || last === undefined || last.value !== streamed) return false
    for (const exchange of this.#engine.sent()) {
      const { command } = exchange
      // the answers come in the order of the questions: this one is for memory
      if (command.collects?.(data)) return false
      if (!command.streams) continue
      const streaming = command.streams(data, last, marker.size)
      if (streaming === undefined) continue
      const body = this.#engine.body(streaming.framing, exchange, true)
      streaming.ready(body)
      if (exchange.abandoned) body.cancel()
      return true
    }
    return false
  }

  #anyStreams(): boolean {
    for (const { command } of this.#engine.sent()) if (command.streams) return true
    return false
  }
}

/** A FETCH response up to a literal, as if the literal were its end. */
function soFar(pieces: readonly Buffer[], literals: readonly Literal[]): FetchData | undefined {
  try {
    const response = parseResponse({ pieces: [...pieces, Buffer.from(')')], literals: [...literals, streamed] })
    return response instanceof FetchData ? response : undefined
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}
