import type { Input } from './input.ts'
import type { Framing } from './script.ts'
import { asBuffer, copied } from './text.ts'

const CR = 13
const LF = 10
const DOT = 46
const CRLF_DOT = Buffer.from('\r\n.')
const LF_DOT = Buffer.from('\n.')
const ONE_CR = Buffer.from('\r')

/**
 * A body that ends in a line with a lone dot; a dot that begins any other line is taken off.
 * RFC 1939 §3, 3977 §3.1.1, 5321 §4.5.2.
 *
 * Only CR LF ends a line: after a bare LF a dot is data, or a message could end where its sender says (smuggling).
 * `bareLf` reads a server whose lines end in LF alone; it is for a body whose own reply line ended so.
 */
export function dotFraming(bareLf = false): Framing {
  return new DotFraming(bareLf)
}

class DotFraming implements Framing {
  // within a line │ behind its CR │ at the start of a line │ behind a dot there │ behind that dot and a CR
  #state: 'mid' | 'cr' | 'start' | 'dot' | 'dot-cr' = 'start'
  readonly #bareLf: boolean

  constructor(bareLf: boolean) {
    this.#bareLf = bareLf
  }

  feed(input: Input, emit: (piece: Buffer) => void): boolean {
    for (;;) {
      const chunk = input.lend()
      if (chunk.length === 0) return false
      if (this.#chunk(chunk, input, emit)) return true
    }
  }

  /** One copy, in which the dots are closed up: a third of what pieces cost while the code is cold (bench: pop3-retrieve). */
  whole(input: Input): Buffer | undefined {
    if (this.#bareLf || this.#state !== 'start') return undefined
    const chunk = input.lend()
    const dots: number[] = []
    // the start of the body is that of a line
    let at = chunk[0] === DOT ? -2 : chunk.indexOf(CRLF_DOT)
    while (at !== -1 && !(chunk[at + 3] === CR && chunk[at + 4] === LF)) {
      dots.push(at + 2)
      at = chunk.indexOf(CRLF_DOT, at + 3)
    }
    input.unread(at === -1 ? chunk.length : chunk.length - at - 5)
    if (at === -1) return undefined
    const body = chunk.subarray(0, at + 2)
    return dots.length === 0 ? input.own(body) : without(dots, copied(body))
  }

  /**
   * One piece for each chunk, in which the dots are closed up, where it lies: a piece for each dot cost a third of all CPU,
   * most of it V8's for code that became hot by them (bench: pop3-large).
   */
  #chunk(chunk: Buffer, input: Input, emit: (piece: Buffer) => void): boolean {
    const bareLf = this.#bareLf
    const needle = bareLf ? LF_DOT : CRLF_DOT
    const end = chunk.length
    let state = this.#state
    // │ body, closed up ─ to │ … │ body, not yet moved: from ─ i │ not yet looked at │
    let to = 0
    let from = 0
    let i = 0
    const add = (until: number): void => {
      if (to < from) chunk.copyWithin(to, from, until)
      to += until - from
    }
    while (i < end) {
      const octet = chunk[i]
      if (state === 'mid') {
        // chunks, not lines: 3 to 7 GB/s against 1 for a line at a time
        const found = chunk.indexOf(needle, i)
        if (found < 0) {
          state = this.#tail(chunk, i)
          break
        }
        i = found + needle.length
        add(i - 1)
        from = i
        state = 'dot'
      } else if (state === 'start') {
        if (octet === DOT) {
          add(i)
          from = ++i
          state = 'dot'
        } else state = 'mid'
      } else if (state === 'cr') {
        if (octet === LF) {
          i++
          state = 'start'
        } else state = 'mid'
      } else if (state === 'dot') {
        if (octet === CR) {
          i++
          state = 'dot-cr'
        } else if (bareLf && octet === LF) break
        else state = 'mid'
      } else {
        if (octet === LF) break
        // the CR was data; it came with the chunk before
        if (i === 0) emit(ONE_CR)
        state = 'mid'
      }
    }
    const over = i < end && (state === 'dot' || state === 'dot-cr')
    this.#state = state
    if (over) input.unread(end - i - 1)
    else add(state === 'dot-cr' ? end - 1 : end)
    if (to > 0) emit(chunk.subarray(0, to))
    return over
  }

  #tail(chunk: Buffer, from: number): 'mid' | 'cr' | 'start' {
    const last = chunk.length - 1
    if (this.#bareLf) return chunk[last] === LF ? 'start' : 'mid'
    if (chunk[last] === CR) return 'cr'
    return last > from && chunk[last] === LF && chunk[last - 1] === CR ? 'start' : 'mid'
  }
}

/** Takes octets out, in place. */
function without(places: readonly number[], body: Buffer): Buffer {
  let end = places[0]!
  for (let i = 0; i < places.length; i++) {
    const from = places[i]! + 1
    const to = places[i + 1] ?? body.length
    body.copyWithin(end, from, to)
    end += to - from
  }
  return body.subarray(0, end)
}

/**
 * A message as it goes out: a dot that begins a line is doubled, every line ends in CR LF (a bare CR or LF becomes
 * one, for servers disagree about what ends a line there), and a lone dot ends the whole.
 */
export async function* dotStuffed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let atStart = true
  let heldCr = false
  for await (const piece of source) {
    if (piece.length === 0) continue
    let chunk = asBuffer(piece)
    if (heldCr) chunk = Buffer.concat([ONE_CR, chunk])
    // whether this CR is half of a CR LF, the next chunk tells
    heldCr = chunk[chunk.length - 1] === CR
    if (heldCr) chunk = chunk.subarray(0, -1)
    if (chunk.length === 0) continue
    yield isClean(chunk, atStart) ? chunk : stuff(chunk, atStart)
    atStart = chunk[chunk.length - 1] === LF
  }
  if (heldCr || !atStart) yield Buffer.from('\r\n.\r\n')
  else yield Buffer.from('.\r\n')
}

/** Nothing to double and no bare CR or LF: the chunk passes as it is. Base64 always does. */
function isClean(chunk: Buffer, atStart: boolean): boolean {
  // LF as the first octet is bare: a CR before it would have been held back and be here too
  if (chunk[0] === LF || (atStart && chunk[0] === DOT)) return false
  let cr = chunk.indexOf(CR)
  let lf = chunk.indexOf(LF)
  while (lf >= 0) {
    if (cr !== lf - 1 || chunk[lf + 1] === DOT) return false
    cr = chunk.indexOf(CR, lf)
    lf = chunk.indexOf(LF, lf + 1)
  }
  return cr < 0
}

function stuff(chunk: Buffer, atStart: boolean): Buffer {
  const text = chunk
    .toString('latin1')
    .replace(/(?:\r\n|\r|\n)(\.?)/g, (_: string, dot: string) => (dot ? '\r\n..' : '\r\n'))
  return Buffer.from(atStart && chunk[0] === DOT ? `.${text}` : text, 'latin1')
}
