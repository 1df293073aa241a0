import { isTransient, ReplyError, type RetryOptions, retrying } from '@linewire/wire'
import { TransferError } from '../transfer-error.ts'
import type { Origin } from './origin.ts'

/** What a transfer is told about lost connections: `false`, that there is nothing to be done, whatever connect() was told. */
export type Retry = RetryOptions | false

/**
 * Runs a transfer until it is through: again where that may help, on another connection where the one it had is lost.
 * The tries are counted from the last one that got on: `progress` says how far it is.
 */
export async function persist<T>(
  origin: Origin,
  retry: Retry = origin.retry ?? false,
  progress: () => number,
  attempt: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (retry === false || !origin.repeats) return attempt()
  const { when = mayHelp } = retry
  let { engine } = origin
  let lost = engine.dead !== undefined
  // where that is lost, the attempt will say so
  if (!lost) await origin.locate(signal).catch(() => {})
  const onward = async (): Promise<{ value: T } | undefined> => {
    const before = progress()
    try {
      if (lost) await within(origin.reconnect(engine), signal)
      engine = origin.engine
      lost = false
      return { value: await attempt() }
    } catch (error) {
      lost ||= engine.dead !== undefined || isSpent(error)
      if (progress() <= before || signal?.aborted || !when(error)) throw error
      return undefined
    }
  }
  for (;;) {
    const through = await retrying(onward, { ...retry, when }, signal)
    if (through) return through.value
  }
}

/** Whether the same may get further the next time; less than what was announced may be more then. */
export const mayHelp = (error: unknown): boolean =>
  isTransient(error) || isSpent(error) || (error instanceof TransferError && error.code === 'ERR_TRUNCATED')

/**
 * 421: the server is about to close. 425 and 522: it takes no data connection of this session any more, as when the
 * TLS session that they resume has expired on its side.
 */
const isSpent = (error: unknown): boolean => error instanceof ReplyError && /^(?:421|425|522)$/.test(error.code)

/** Whoever waits for it may leave; it goes on for the others. */
function within<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason)
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
