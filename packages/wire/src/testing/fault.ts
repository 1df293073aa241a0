import { ConnectionError, LimitError, ProtocolError, ReplyError, TimeoutError, TlsError } from '../errors.ts'
import type { Step } from './transcript.ts'

/** What the peer does wrong. */
export type FaultKind = 'close' | 'reset' | 'stall' | 'garbage' | 'octets' | 'extra' | 'endless' | 'handshake'

type ErrorClass = abstract new (...given: never[]) => Error

/** One thing that goes wrong at one place. */
export interface Fault {
  readonly kind: FaultKind
  /** the step of the transcript at which it does */
  readonly step: number
  readonly when: 'before' | 'in' | 'after'
  /** as the name of a test has it */
  readonly name: string
  /** whether the conversation must fail, must come to the same end, or may do either */
  readonly ends: 'badly' | 'well' | 'either'
  /** the errors that tell it rightly */
  readonly errors: readonly ErrorClass[]
}

/** What the peer says instead of sense: no text, no reply of any protocol, and the end of a line. */
export const garbage: Buffer = Buffer.from('\x00\x1b\xff\xfe}{%\x80\x7f\r\n', 'latin1')

const rightly: Record<FaultKind, readonly ErrorClass[]> = {
  close: [ConnectionError],
  reset: [ConnectionError],
  stall: [TimeoutError],
  // within a reply it may be taken for data, and hide where the reply ends
  garbage: [ProtocolError, ConnectionError, LimitError, ReplyError],
  octets: [],
  extra: [ProtocolError, ConnectionError],
  endless: [LimitError],
  handshake: [TlsError],
}

/** Every fault at every place of a transcript. */
export function* faults(steps: readonly Step[]): Generator<Fault, void, undefined> {
  const last = steps.findLastIndex(({ from }) => from === 'server')
  for (const [step, { from, text }] of steps.entries()) {
    if (from === 'client') continue
    const begins = steps[step - 1]?.from !== 'server'
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
    for (const kind of ['close', 'reset', 'stall'] as const) {
      yield fault(kind, 'before')
      yield fault(kind, 'in')
      if (ends) yield fault(kind, 'after', step === last ? 'well' : 'badly')
    }
    yield fault('garbage', 'before', begins ? 'badly' : 'either')
    yield fault('garbage', 'in', 'either')
    if (ends) yield fault('garbage', 'after', step === last ? 'well' : 'either')
    yield fault('octets', 'in', 'well')
    if (ends) yield fault('extra', 'after', step === last ? 'well' : 'badly')
    yield fault('endless', 'before')
    yield fault('endless', 'in')
  }
}

/** The faults of a TLS handshake in mid-conversation. */
export function* handshakeFaults(): Generator<Fault, void, undefined> {
  const place = { step: -1, when: 'in', ends: 'badly' } as const
  yield { ...place, kind: 'handshake', name: 'a TLS handshake that fails', errors: rightly.handshake }
  yield { ...place, kind: 'stall', name: 'stall in the TLS handshake', errors: rightly.stall }
  yield { ...place, kind: 'close', name: 'close in the TLS handshake', errors: rightly.close }
}

/** Whether an error tells what went wrong: itself, or as the reason why the connection was lost. */
export function tells(error: unknown, errors: Fault['errors']): boolean {
  if (errors.some((kind) => error instanceof kind)) return true
  return error instanceof ConnectionError && error.cause !== undefined && tells(error.cause, errors)
}
