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
  const slow = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : undefined
  const quick = slow ? undefined : (items as Iterable<I>)[Symbol.iterator]()
  const leaving = new AbortController()
  const started: { item: I; weight: number; settled: Promise<PromiseSettledResult<T>> }[] = []
  const { count, cost, budget } = typeof ahead === 'number' ? { count: ahead, cost: () => 0, budget: 0 } : ahead
  // a window of none would hand over nothing and say so to nobody
  const size = Math.max(1, Math.floor(count) || 1)
  // a large window is filled up again when half of it is gone: a write for each item was a third of all CPU (bench: pop3-many)
  const low = size < 16 ? size - 1 : size >> 1
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
      // of a list the next item is there at once: what is started in one go goes out in one write
      const next = quick ? quick.next() : await nextOrResult(slow!)
      if (next === undefined) return
      if (next.done) more = false
      else waiting = { item: next.value, weight: cost(next.value) }
    }
  }
  // a source that is slower than the results holds none of them up
  const nextOrResult = async (source: AsyncIterator<I>): Promise<IteratorResult<I> | undefined> => {
    asked ??= ask(source)
    const first = started[0]?.settled.then(() => undefined)
    const next = await (first ? Promise.race([asked, first]) : asked)
    if (next !== undefined) asked = undefined
    return next
  }
  try {
    for (;;) {
      if (started.length <= low) await fill()
      const first = started.shift()
      if (first === undefined) return
      spent -= first.weight
      yield { item: first.item, result: await first.settled }
    }
  } finally {
    leaving.abort(new DOMException('the loop was left', 'AbortError'))
    const left = leave(quick ?? slow!)
    // a source that is still asked for an item may never answer
    if (asked === undefined) await left
    else left.catch(() => {})
  }
}

async function leave(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.()
}

/** Its failure is heard when it is waited for, and until then it must not be nobody's. */
function ask<I>(iterator: AsyncIterator<I>): Promise<IteratorResult<I>> {
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
