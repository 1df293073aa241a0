import {
  Body,
  collect,
  dotFraming,
  excerpt,
  ProtocolError,
  type Reply,
  ReplyError,
  replyLine,
  type Script,
  type Talk,
} from '@linewire/wire'
import { textLines } from './lines.ts'
import {
  AuthRequiredError,
  absent,
  EncryptionRequiredError,
  type Refusals,
  ServiceUnavailableError,
} from './refusals.ts'

/** the codes that mean the same to every command. RFC 3977 §3.2.1 */
const generic: Refusals = { 400: ServiceUnavailableError, 480: AuthRequiredError, 483: EncryptionRequiredError }

/** the codes that say "later" */
const transient = new Set([400, 403, 436])

/**
 * "211 1234 3000234 3002322 misc.test": one line, whose code says how it went. RFC 3977 §3.2
 * @throws {ReplyError} for a code from 400 that is not wanted, of the class that `refusals` or RFC 3977 §3.2.1 name
 * @throws {ProtocolError} for another success than those that this command has
 */
export function* answer(io: Talk, wanted: readonly number[], refusals: Refusals = {}): Script<Reply> {
  const reply = yield* replyLine(io)
  if (wanted.includes(reply.code)) return reply
  const { code, text } = reply
  if (code < 400)
    throw new ProtocolError(`${io.name}: expected ${wanted.join(' or ')}, got ${excerpt(`${code} ${text}`)}`)
  const Refused = refusals[code] ?? generic[code] ?? ReplyError
  throw new Refused({
    command: io.name,
    code: String(code),
    text,
    // "401 MODE-READER …" names the capability that is missing
    responseCode: code === 401 ? text.split(' ')[0] : undefined,
    transient: transient.has(code),
  })
}

/** The lines of a multi-line data block, dots taken off. RFC 3977 §3.1.1 */
export function* block(io: Talk): Script<string[]> {
  return textLines(yield* collect(io.input, dotFraming(io.input.bareLf)))
}

/** A block with a line for each article; "none in that range" is a block of no lines, with whatever code it came. */
export function* rows(io: Talk, code: number, ranged: boolean): Script<Body> {
  // INN: OVER 423, XOVER 224 and an empty block, HDR 423, XHDR 221 and an empty block; others say 420
  const reply = yield* answer(io, ranged ? [code, 420, 423] : [code], absent)
  return reply.code === code ? io.body(dotFraming(io.input.bareLf)) : emptyBody()
}

/** A body of no octets. */
export function emptyBody(): Body {
  const body = new Body({ resume: () => {}, cancel: () => {} })
  body.finish()
  return body
}

/** The numbers that a line begins with. */
export function integers(io: Talk, text: string, count: number): number[] {
  const numbers = text.trimStart().split(/ +/, count).map(Number)
  if (numbers.length < count || !numbers.every(Number.isSafeInteger)) {
    throw new ProtocolError(`${io.name}: expected ${count} numbers, got ${excerpt(text)}`)
  }
  return numbers
}
