import type { CallOptions } from '@linewire/wire'
import { idle } from './commands/idle.ts'
import { noop } from './commands/noop.ts'
import type { MailboxEvent, Selected } from './selected.ts'
import type { Session } from './session.ts'

export interface WatchOptions extends CallOptions {
  /** ms between two questions where the server has no IDLE */
  interval?: number
}

/** ms: a server may log an idler out after half an hour. RFC 2177 §3 */
const longestIdle = 28 * 60_000
/** events that wait for a slow reader; beyond them the oldest go */
const mostEvents = 10_000

/** Idles until `signal`, or another command, or the half hour ends it. */
export async function idleUntil(session: Session, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return
  // two who listen share one IDLE: each would end the other's
  session.idling ??= begin(session)
  const { ended, stop } = session.idling
  signal?.addEventListener('abort', stop, { once: true })
  try {
    await ended
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

function begin(session: Session): NonNullable<Session['idling']> {
  const command = idle(session.settings.timeouts.reply)
  const stop = (): void => command.stop()
  const timer = setTimeout(stop, longestIdle)
  const ended = session.run(command).finally(() => {
    clearTimeout(timer)
    session.idling = undefined
  })
  return { ended, stop }
}

/** What happens to the mailbox, for as long as the loop runs. Other commands may go on meanwhile. */
export async function* watch(
  session: Session,
  selected: Selected,
  { signal, interval = 60_000 }: WatchOptions,
): AsyncGenerator<MailboxEvent, void, undefined> {
  const events: MailboxEvent[] = []
  const leaving = new AbortController()
  const either = signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal
  let wake: (() => void) | undefined
  let failure: { error: unknown } | undefined
  const ring = (): void => {
    wake?.()
    wake = undefined
  }
  const listen = (event: MailboxEvent): void => {
    events.push(event)
    if (events.length > mostEvents) events.shift()
    ring()
  }
  selected.listeners.add(listen)
  either.addEventListener('abort', ring, { once: true })
  keepListening(session, selected, either, interval)
    .catch((error: unknown) => {
      failure = { error }
    })
    .finally(ring)
  try {
    while (!signal?.aborted) {
      const event = events.shift()
      if (event !== undefined) yield event
      else if (failure) throw failure.error
      else if (selected.left) return
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    selected.listeners.delete(listen)
    leaving.abort()
  }
}

async function keepListening(
  session: Session,
  selected: Selected,
  signal: AbortSignal,
  interval: number,
): Promise<void> {
  const idles = session.state.capabilities.has('IDLE') || session.state.capabilities.has('IMAP4REV2')
  while (!signal.aborted && !selected.left) {
    if (idles) await idleUntil(session, signal)
    else {
      await session.run(noop())
      await pause(interval, signal)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    signal.addEventListener('abort', over, { once: true })
  })
}
