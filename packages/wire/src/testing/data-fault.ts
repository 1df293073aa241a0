import { ConnectionError, LimitError, ReplyError, TimeoutError, TlsError } from '../errors.ts'
import type { Fault, FaultKind } from './fault.ts'
import type { Step } from './transcript.ts'

/** Where a data connection comes from. */
interface Agreement {
  /** the reply that agrees on it */
  readonly step: number
  readonly passive: boolean
  readonly secure: boolean
}

/** How an error tells what went wrong with the data: by the transfer's own failure, the connection living on. */
const rightly: Partial<Record<FaultKind, Fault['errors']>> = {
  cut: [ReplyError],
  reset: [ReplyError],
  truncate: [ReplyError, ConnectionError],
  // another way may be tried, which nobody answers
  refuse: [ReplyError, ConnectionError],
  handshake: [ReplyError, TlsError],
  stall: [TimeoutError],
  close: [ConnectionError],
  endless: [LimitError],
}

const transfers = /^(?:RETR|STOR|STOU|APPE|LIST|NLST|MLSD)\b/

/**
 * Every fault at every step of FTP's data connections: none is made, its handshake fails, it breaks or is cut off, the
 * peer falls silent, goes altogether, sends without an end, or takes nothing.
 */
export function* dataFaults(steps: readonly Step[]): Generator<Fault, void, undefined> {
  let agreement: Agreement | undefined
  let uploads = false
  for (const [step, { from, text, data }] of steps.entries()) {
    const fault = (kind: FaultKind, when: Fault['when'], expected: Fault['ends'] = 'badly'): Fault => ({
      kind,
      step,
      when,
      name: `data: ${kind} ${when} line ${step + 1}: ${text === '' ? data : text.slice(0, 40)}`,
      ends: expected,
      errors: kind === 'stall' && when === 'connect' ? [TimeoutError, ReplyError] : (rightly[kind] ?? []),
      connection: agreement!.step,
    })
    if (data === undefined) {
      if (from === 'client') continue
      const next = agreementOf(steps, step)
      if (next === undefined) continue
      agreement = next
      uploads = false
      // asked for ahead of a transfer that never came
      if (!isUsed(steps, step)) continue
      yield fault('refuse', 'connect')
      if (next.passive) yield fault('stall', 'connect')
      if (next.secure) yield fault('handshake', 'connect')
      if (next.secure) yield fault('stall', 'handshake')
    } else if (agreement === undefined) throw new Error(`line ${step + 1}: data without a data connection`)
    else if (from === 'client') {
      // all of them are found behind the first piece, which is the last that is taken
      if (uploads || data === 'end') continue
      uploads = true
      for (const kind of ['cut', 'reset', 'stall', 'close'] as const) yield fault(kind, 'in')
    } else {
      const places = data === 'end' ? (['before'] as const) : (['before', 'in'] as const)
      for (const when of places) {
        for (const kind of ['reset', 'stall', 'close'] as const) yield fault(kind, when)
        // what was cut off behind the last reply nobody can tell
        if (steps.slice(step).find((next) => !next.data)?.from === 'server') yield fault('cut', when)
        if (data === 'end') continue
        yield fault('truncate', when, announced(steps, step) ? 'badly' : 'either')
        yield fault('endless', when)
      }
      if (data === 'octets') yield fault('octets', 'in', 'well')
    }
  }
}

/** Whether a transfer follows before the next connection is agreed on. */
function isUsed(steps: readonly Step[], step: number): boolean {
  const next = steps.findIndex((_, at) => at > step && agreementOf(steps, at) !== undefined)
  const until = next < 0 ? steps.length : next
  return steps.slice(step, until).some(({ from, text }) => from === 'client' && transfers.test(text))
}

/** "229 …", "227 …", or the 2xx behind EPRT or PORT: a data connection is agreed on here. */
function agreementOf(steps: readonly Step[], step: number): Agreement | undefined {
  const { text, from, data } = steps[step]!
  if (from === 'client' || data) return undefined
  const asked = steps.slice(0, step).findLast((one) => one.from === 'client' && !one.data)?.text ?? ''
  const passive = /^22[79] /.test(text)
  if (!passive && !(/^2/.test(text) && /^(?:EPRT|PORT) /.test(asked))) return undefined
  const secure = steps.slice(0, step).some((one) => one.from === 'client' && one.text === 'PROT P')
  return { step, passive, secure }
}

/** Whether the server has said how many octets will come, and what comes is not changed on the way. */
function announced(steps: readonly Step[], step: number): boolean {
  const before = steps.slice(0, step).filter(({ data }) => !data)
  const type = before.findLast(({ from, text }) => from === 'client' && text.startsWith('TYPE '))?.text
  return type !== 'TYPE A' && /\(\d+ bytes\)/.test(before.at(-1)!.text)
}
