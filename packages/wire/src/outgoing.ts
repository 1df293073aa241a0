import { onAbort } from './abort.ts'

/** What a source gives until the signal ends it, which it does at once: a source that says nothing holds nobody up. */
export async function* untilAborted<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  signal.throwIfAborted()
  const iterator = source[Symbol.asyncIterator]()
  let cut: (() => void) | undefined
  let over = false
  const stop = onAbort(signal, () => cut?.())
  try {
    for (;;) {
      signal.throwIfAborted()
      const step = await new Promise<IteratorResult<T>>((resolve, reject) => {
        cut = () => reject(signal.reason)
        iterator.next().then(resolve, (error: unknown) => {
          over = true
          reject(error)
        })
      })
      if (step.done) {
        over = true
        return
      }
      yield step.value
    }
  } finally {
    stop()
    // not awaited: return() of a generator waits until the source has said something
    if (!over) leave(iterator).catch(() => {})
  }
}

async function leave(iterator: AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.()
}
