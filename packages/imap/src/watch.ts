import type { CallOptions } from '@linewire/wire'
import { type Idle, idle } from './commands/idle.ts'
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
  const command: Idle = idle(session.settings.timeouts.reply)
  const stop = (): void => command.stop()
  const timer = setTimeout(stop, longestIdle)
  signal?.addEventListener('abort', stop, { once: true })
  // run() interrupts who idles, so this comes behind it
  const running = session.run(command)
  session.interrupt = stop
  try {
    await running
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    if (session.interrupt === stop) session.interrupt = undefined
  }
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
  const kept = keepListening(session, selected, either, interval).then(
    () => {},
    (error: unknown) => {
      failure = { error }
    },
  )
  void kept.then(ring)
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
    // the next command finds the connection as it was
    await kept
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
