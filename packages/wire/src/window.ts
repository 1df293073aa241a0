/** How much may be started and not yet taken. */
export interface WindowSize<I> {
  count: number
  /** what an item weighs, and what all of them together may: one that is heavier goes alone */
  cost: (item: I) => number
  budget: number
}

/**
 * Starts as many as `ahead` at once and hands them over in order: as one is taken, the next is started. A source of
 * items that is slower than the results holds none of them up. Leaving the loop aborts what has been started and not taken.
 */
export async function* slidingWindow<I, T>(
  items: Iterable<I> | AsyncIterable<I>,
  ahead: number | WindowSize<I>,
  start: (item: I, signal: AbortSignal) => Promise<T>,
): AsyncGenerator<{ item: I; result: PromiseSettledResult<T> }, void, undefined> {
  const slow = Symbol.asyncIterator in items
  const iterator = slow ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  const leaving = new AbortController()
  const started: { item: I; weight: number; settled: Promise<PromiseSettledResult<T>> }[] = []
  const { count, cost, budget } = typeof ahead === 'number' ? { count: ahead, cost: () => 0, budget: 0 } : ahead
  // a window of none would hand over nothing and say so to nobody
  const size = Math.max(1, Math.floor(count) || 1)
  let spent = 0
  let waiting: { item: I; weight: number } | undefined
  let asked: Promise<IteratorResult<I>> | undefined
  let more = true
  const fill = async (): Promise<void> => {
    while ((more || waiting) && started.length < size) {
      if (waiting) {
        if (started.length > 0 && spent + waiting.weight > budget) return
        spent += waiting.weight
        started.push({ ...waiting, settled: settle(start, waiting.item, leaving.signal) })
        waiting = undefined
        continue
      }
      asked ??= ask(iterator)
      // of a list the next item is there at once, and the window is kept full
      const first = slow ? started[0]?.settled.then(() => undefined) : undefined
      const next = await (first ? Promise.race([asked, first]) : asked)
      if (next === undefined) return
      asked = undefined
      if (next.done) more = false
      else waiting = { item: next.value, weight: cost(next.value) }
    }
  }
  try {
    for (;;) {
      await fill()
      const first = started.shift()
      if (first === undefined) return
      spent -= first.weight
      yield { item: first.item, result: await first.settled }
    }
  } finally {
    leaving.abort(new DOMException('the loop was left', 'AbortError'))
    const left = leave(iterator)
    // a source that is still asked for an item may never answer
    if (asked === undefined) await left
    else left.catch(() => {})
  }
}

async function leave(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.()
}

/** Its failure is heard when it is waited for, and until then it must not be nobody's. */
function ask<I>(iterator: Iterator<I> | AsyncIterator<I>): Promise<IteratorResult<I>> {
  const asked = (async () => iterator.next())()
  asked.catch(() => {})
  return asked
}

/** Whatever fails, also before there is a promise, is the result of this item alone. */
async function settle<I, T>(
  start: (item: I, signal: AbortSignal) => Promise<T>,
  item: I,
  signal: AbortSignal,
): Promise<PromiseSettledResult<T>> {
  try {
    return { status: 'fulfilled', value: await start(item, signal) }
  } catch (reason) {
    return { status: 'rejected', reason }
  }
}
