import type { Talk } from './command.ts'
import { excerpt, LimitError, ProtocolError } from './errors.ts'
import { line, type Script } from './script.ts'

/** A three-digit reply of FTP, SMTP or NNTP. */
export interface Reply {
  readonly code: number
  /** the lines without their codes */
  readonly lines: readonly string[]
  /** the lines joined by LF */
  readonly text: string
}

type Spoken = Pick<Talk, 'input' | 'name'>

export interface ReplyGrammar<S extends Spoken = Spoken> {
  /** `every`: each line carries the code (SMTP). `first`: the lines between the first and the last may be anything (FTP). */
  readonly continued: 'every' | 'first'
  /** with `first`: whether a line that begins like a last one, with another code, is the last one after all */
  readonly ends?: (io: S) => Script<boolean>
}

/**
 * "250 text", or "250-text" … "250 text". RFC 959 §4.2, 5321 §4.2.1.
 * A reply of three digits without a text is legal in practice.
 *
 * @throws {ProtocolError} when the line is no reply, {@link LimitError} when it is longer than the limit
 */
export function* reply<S extends Spoken>(io: S, grammar: ReplyGrammar<S>): Script<Reply> {
  const limit = io.input.replyLimit
  const first = yield* line(io.input)
  const code = replyCode(first)
  if (code === undefined || !/^[ -]?$/.test(first.slice(3, 4))) {
    throw new ProtocolError(`${io.name}: expected a reply with a three-digit code, got ${excerpt(first)}`)
  }
  const lines = [first.slice(4)]
  const start = first.slice(0, 3)
  // line ends count, or a reply of empty lines would never be too long
  let length = first.length + 2
  for (let more = first[3] === '-'; more; ) {
    const next = yield* line(io.input)
    length += next.length + 2
    if (length > limit) throw new LimitError(`${io.name}: the reply has more than ${limit} octets (limits.reply)`)
    const own = next.startsWith(start) && /^[ -]?$/.test(next.slice(3, 4))
    if (!own && grammar.continued === 'every') {
      throw new ProtocolError(`${io.name}: expected a line beginning with ${start}, got ${excerpt(next)}`)
    }
    lines.push(own ? next.slice(4) : next)
    more = !own || next[3] === '-'
    if (!own && grammar.ends && /^[1-5]\d\d( |$)/.test(next)) more = !(yield* grammar.ends(io))
  }
  return { code, lines, text: lines.join('\n') }
}

/** "211 3 1 3 group": one line, always. RFC 3977 §3.2 */
export function* replyLine(io: Spoken): Script<Reply> {
  const text = yield* line(io.input)
  const code = replyCode(text)
  if (code === undefined || !/^ ?$/.test(text.slice(3, 4))) {
    throw new ProtocolError(`${io.name}: expected a reply with a three-digit code, got ${excerpt(text)}`)
  }
  const rest = text.slice(4)
  return { code, lines: [rest], text: rest }
}

function replyCode(text: string): number | undefined {
  return /^[1-5][0-9][0-9]/.test(text) ? Number(text.slice(0, 3)) : undefined
}
