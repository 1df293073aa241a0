import { onAbort } from './abort.ts'

/** ms */
const shortest = 500
const longest = 60_000

/**
 * Milliseconds to wait before another try: doubled with each, from half a second to a minute, and the half of it left to
 * chance, or all who lost the same server would be back at the same moment. `attempt` counts from 1.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const most = Math.min(longest, shortest * 2 ** (attempt - 1))
  return most / 2 + (random() * most) / 2
}

/** Resolves after `ms` milliseconds; rejects at once with the signal's reason. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    // what Node cannot count to would be no time at all
    const wait = Math.min(ms, 0x7fff_ffff)
    const timer = setTimeout(() => {
      stop?.()
      resolve()
    }, wait)
    const stop =
      signal &&
      onAbort(signal, () => {
        clearTimeout(timer)
        reject(signal.reason)
      })
  })
}
