import { ConnectionError, LimitError, ProtocolError, TimeoutError, TlsError, WireError } from '../errors.ts'
import type { Step } from './transcript.ts'

/** What the peer does wrong, or in an uncommon way. */
export type FaultKind =
  | 'close'
  | 'reset'
  | 'stall'
  | 'garbage'
  | 'octets'
  | 'extra'
  | 'endless'
  | 'handshake'
  | 'cut'
  | 'truncate'
  | 'refuse'
  | 'chunks'
  | 'slow'

type ErrorClass = abstract new (...given: never[]) => Error

/** One thing that goes wrong at one place. */
export interface Fault {
  readonly kind: FaultKind
  /** the step of the transcript at which it does; -1 where it is none */
  readonly step: number
  readonly when: 'before' | 'in' | 'after' | 'connect' | 'handshake' | 'throughout'
  /** as the name of a test has it */
  readonly name: string
  /** whether the conversation must fail, must come to the same end, or may do either */
  readonly ends: 'badly' | 'well' | 'either'
  /** the errors that tell it rightly */
  readonly errors: readonly ErrorClass[]
  /** `extra`: the step that is said a second time */
  readonly again?: number
  /** with a data connection, that which this step agrees on */
  readonly connection?: number
}

/** What a protocol lets its servers do. */
export interface Manners {
  /** lines that the server may say at any time, and so twice: `/^\* /` for IMAP's untagged responses */
  unasked?: RegExp
  /** lines of the client behind which a reply too many is passed over: FTP's transfers */
  forgiving?: RegExp
  /** the line that decides all: what goes wrong behind it need not be noticed */
  verdict?: RegExp
  /** the server may hang up in place of its last reply, as SMTP's clients take it */
  hangsUp?: boolean
}

/** What the peer says instead of sense: no text, no reply of any protocol, and the end of a line. */
export const garbage: Buffer = Buffer.from('\x00\x1b\xff\xfe}{%\x80\x7f\r\n', 'latin1')

const rightly: Partial<Record<FaultKind, readonly ErrorClass[]>> = {
  close: [ConnectionError],
  reset: [ConnectionError],
  stall: [TimeoutError],
  // within a reply it may be taken for data, and hide where the reply ends, or what was needed of it
  garbage: [WireError],
  extra: [ProtocolError, ConnectionError],
  endless: [LimitError],
}

/** Every fault at every line of a transcript that the server says. */
export function* faults(steps: readonly Step[], manners: Manners = {}): Generator<Fault, void, undefined> {
  const lines = Array.from(steps, ({ from, text, data }, step) => ({ from, text, data, step })).filter(
    (one) => !one.data,
  )
  const last = lines.findLastIndex(({ from }) => from === 'server')
  const farewell = lines.findLastIndex(({ from }) => from === 'client') + 1
  const verdict = lines.findIndex(({ from, text }) => from === 'server' && manners.verdict?.test(text))
  let first = 0
  for (const [at, { from, text, step }] of lines.entries()) {
    if (from === 'client') continue
    const begins = lines[at - 1]?.from !== 'server'
    if (begins) first = at
    // right behind it the next line of the server follows: that place is named by it
    const ends = lines[at + 1]?.from !== 'server'
    const decided = (when: Fault['when']): boolean =>
      verdict >= 0 && (at > verdict || (at === verdict && when === 'after'))
    const fault = (kind: FaultKind, when: Fault['when'], expected: Fault['ends'] = 'badly'): Fault => ({
      kind,
      step,
      when,
      name: `${kind} ${when} line ${step + 1}: ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`,
      ends: expected === 'badly' && decided(when) ? 'either' : expected,
      errors: begins && kind === 'garbage' && when === 'before' ? [ProtocolError] : (rightly[kind] ?? []),
    })
    const gone = manners.hangsUp && at >= farewell ? 'well' : 'badly'
    for (const kind of ['close', 'reset', 'stall'] as const) {
      const expected = kind === 'stall' ? 'badly' : gone
      yield fault(kind, 'before', expected)
      yield fault(kind, 'in', expected)
      if (ends) yield fault(kind, 'after', at === last ? 'well' : 'badly')
    }
    yield fault('garbage', 'before', begins ? 'badly' : 'either')
    yield fault('garbage', 'in', 'either')
    if (ends) yield fault('garbage', 'after', at === last ? 'well' : 'either')
    yield fault('octets', 'in', 'well')
    if (ends) {
      const again = lines.slice(first, at + 1).find((line) => !manners.unasked?.test(line.text))
      const passed = again === undefined || manners.forgiving?.test(lines[first - 1]?.text ?? '') === true
      const expected = at === last ? 'well' : passed ? 'either' : 'badly'
      yield { ...fault('extra', 'after', expected), again: again?.step ?? lines[first]!.step }
    }
    yield fault('endless', 'before')
    yield fault('endless', 'in')
  }
}

/** What a peer may do with a whole conversation, and nothing may come of it. */
export function* deliveries(): Generator<Fault, void, undefined> {
  const all = { step: -1, when: 'throughout', ends: 'well', errors: [] } as const
  yield { ...all, kind: 'octets', name: 'every line octet by octet' }
  yield { ...all, kind: 'chunks', name: 'all that is said in a row in one chunk' }
  yield { ...all, kind: 'slow', name: 'a peer that takes our data slowly' }
}

/** The faults of a TLS handshake in mid-conversation. */
export function* handshakeFaults(): Generator<Fault, void, undefined> {
  const place = { step: -1, when: 'handshake', ends: 'badly' } as const
  yield { ...place, kind: 'handshake', name: 'a TLS handshake that fails', errors: [TlsError] }
  yield { ...place, kind: 'stall', name: 'stall in the TLS handshake', errors: [TimeoutError] }
  yield { ...place, kind: 'close', name: 'close in the TLS handshake', errors: [ConnectionError] }
}

/** How much of a step is said before it goes wrong. */
export function upTo(octets: Buffer, { when }: Fault): Buffer {
  return when === 'before' ? octets.subarray(0, 0) : when === 'in' ? octets.subarray(0, octets.length >> 1) : octets
}

/** How a connection breaks. */
export const reset = (): ConnectionError => new ConnectionError('read ECONNRESET', 'ECONNRESET')

/** Whether an error tells what went wrong: itself, or as the reason why the connection was lost. */
export function tells(error: unknown, errors: Fault['errors']): boolean {
  if (errors.some((kind) => error instanceof kind)) return true
  return error instanceof ConnectionError && error.cause !== undefined && tells(error.cause, errors)
}
