/**
 * Starts as many as `ahead` at once and hands them over in order: as one is taken, the next is started. Leaving the
 * loop aborts what has been started and not taken.
 */
export async function* slidingWindow<I, T>(
  items: Iterable<I> | AsyncIterable<I>,
  ahead: number,
  start: (item: I, signal: AbortSignal) => Promise<T>,
): AsyncGenerator<{ item: I; result: PromiseSettledResult<T> }, void, undefined> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  const leaving = new AbortController()
  const started: { item: I; settled: Promise<PromiseSettledResult<T>> }[] = []
  let more = true
  const fill = async (): Promise<void> => {
    while (more && started.length < ahead) {
      const next = await iterator.next()
      if (next.done) {
        more = false
        return
      }
      const item = next.value
      started.push({ item, settled: settle(start(item, leaving.signal)) })
    }
  }
  try {
    for (;;) {
      await fill()
      const first = started.shift()
      if (first === undefined) return
      yield { item: first.item, result: await first.settled }
    }
  } finally {
    leaving.abort(new DOMException('the loop was left', 'AbortError'))
    await iterator.return?.()
  }
}

/** A promise that waits in a queue needs a handler at once, or its failure would be nobody's. */
function settle<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  return promise.then(
    (value) => ({ status: 'fulfilled', value }),
    (reason: unknown) => ({ status: 'rejected', reason }),
  )
}
