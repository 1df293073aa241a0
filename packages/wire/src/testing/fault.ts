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
  | 'chunks'
  | 'slow'

type ErrorClass = abstract new (...given: never[]) => Error

/** One thing that goes wrong at one place. */
export interface Fault {
  readonly kind: FaultKind
  /** the step of the transcript at which it does; -1 where it is none */
  readonly step: number
  readonly when: 'before' | 'in' | 'after' | 'handshake' | 'throughout'
  /** as the name of a test has it */
  readonly name: string
  /** whether the conversation must fail, must come to the same end, or may do either */
  readonly ends: 'badly' | 'well' | 'either'
  /** the errors that tell it rightly */
  readonly errors: readonly ErrorClass[]
  /** `extra`: the step that is said a second time */
  readonly again?: number
}

/** What a protocol lets its servers do. */
export interface Manners {
  /** lines that the server may say at any time, and so twice: `/^\* /` for IMAP's untagged responses */
  unasked?: RegExp
  /** the server may hang up in place of its last reply, as SMTP's clients take it */
  hangsUp?: boolean
}

/** What the peer says instead of sense: no text, no reply of any protocol, and the end of a line. */
export const garbage: Buffer = Buffer.from('\x00\x1b\xff\xfe}{%\x80\x7f\r\n', 'latin1')

const rightly: Record<FaultKind, readonly ErrorClass[]> = {
  close: [ConnectionError],
  reset: [ConnectionError],
  stall: [TimeoutError],
  // within a reply it may be taken for data, and hide where the reply ends, or what was needed of it
  garbage: [WireError],
  octets: [],
  extra: [ProtocolError, ConnectionError],
  endless: [LimitError],
  handshake: [TlsError],
  chunks: [],
  slow: [],
}

/** Every fault at every place of a transcript. */
export function* faults(steps: readonly Step[], manners: Manners = {}): Generator<Fault, void, undefined> {
  const last = steps.findLastIndex(({ from }) => from === 'server')
  const farewell = steps.findLastIndex(({ from }) => from === 'client') + 1
  let first = 0
  for (const [step, { from, text }] of steps.entries()) {
    if (from === 'client') continue
    const begins = steps[step - 1]?.from !== 'server'
    if (begins) first = step
    // right behind it the next line of the server follows: that place is named by it
    const ends = steps[step + 1]?.from !== 'server'
    const fault = (kind: FaultKind, when: Fault['when'], expected: Fault['ends'] = 'badly'): Fault => ({
      kind,
      step,
      when,
      name: `${kind} ${when} line ${step + 1}: ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`,
      ends: expected,
      errors: begins && kind === 'garbage' && when === 'before' ? [ProtocolError] : rightly[kind],
    })
    const gone = manners.hangsUp && step >= farewell ? 'well' : 'badly'
    for (const kind of ['close', 'reset', 'stall'] as const) {
      const expected = kind === 'stall' ? 'badly' : gone
      yield fault(kind, 'before', expected)
      yield fault(kind, 'in', expected)
      if (ends) yield fault(kind, 'after', step === last ? 'well' : 'badly')
    }
    yield fault('garbage', 'before', begins ? 'badly' : 'either')
    yield fault('garbage', 'in', 'either')
    if (ends) yield fault('garbage', 'after', step === last ? 'well' : 'either')
    yield fault('octets', 'in', 'well')
    if (ends) {
      const again = replyOf(steps, first, step, manners.unasked)
      const expected = step === last ? 'well' : again === undefined ? 'either' : 'badly'
      yield { ...fault('extra', 'after', expected), again: again ?? first }
    }
    yield fault('endless', 'before')
    yield fault('endless', 'in')
  }
}

/** The first line that the server may not say unasked: the beginning of a reply. */
function replyOf(steps: readonly Step[], first: number, last: number, unasked: RegExp | undefined): number | undefined {
  for (let at = first; at <= last; at++) if (!unasked?.test(steps[at]!.text)) return at
  return undefined
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
  yield { ...place, kind: 'handshake', name: 'a TLS handshake that fails', errors: rightly.handshake }
  yield { ...place, kind: 'stall', name: 'stall in the TLS handshake', errors: rightly.stall }
  yield { ...place, kind: 'close', name: 'close in the TLS handshake', errors: rightly.close }
}

/** Whether an error tells what went wrong: itself, or as the reason why the connection was lost. */
export function tells(error: unknown, errors: Fault['errors']): boolean {
  if (errors.some((kind) => error instanceof kind)) return true
  return error instanceof ConnectionError && error.cause !== undefined && tells(error.cause, errors)
}
