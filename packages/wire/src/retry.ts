import { backoff, delay } from './backoff.ts'
import { isTransient } from './transient.ts'

/** What is done about a failure that may pass. */
export interface RetryOptions {
  /** tries beyond the first one; 3 unless told */
  attempts?: number
  /** ms before the nth of them, counted from 1; doubled each time and jittered unless told */
  backoff?: (attempt: number) => number
  /** which failures are worth it; `isTransient` unless told. It is not asked once the signal is aborted. */
  when?: (error: unknown) => boolean
}

/**
 * Runs `work` until it succeeds: again after each failure that may pass, with a growing pause between. Only you know
 * whether it may run twice: a message whose last reply was lost may have been sent.
 *
 * @throws what the last try threw; the signal's reason at once when it is aborted in a pause
 */
export async function retrying<T>(
  work: (attempt: number) => Promise<T>,
  { attempts = 3, backoff: pause = backoff, when = isTransient }: RetryOptions = {},
  signal?: AbortSignal,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt)
    } catch (error) {
      if (attempt > attempts || signal?.aborted || !when(error)) throw error
    }
    await delay(pause(attempt), signal)
  }
}
