type Source<R> = AsyncGenerator<R, void, undefined>

/**
 * What several generators yield, as it comes. Each is asked for its next value only when the one before has been taken
 * and done with. One that throws ends all; `leave` is called when they are left before their end, to end what they wait for.
 */
export async function* merge<R>(sources: readonly Source<R>[], leave: () => void): Source<R> {
  const ready: { source: Source<R>; next: Promise<IteratorResult<R, void>> }[] = []
  let wake: () => void = () => {}
  const ask = (source: Source<R>): void => {
    const next = source.next()
    const come = (): void => {
      ready.push({ source, next })
      wake()
    }
    next.then(come, come)
  }
  for (const source of sources) ask(source)
  let running = sources.length
  try {
    while (running > 0) {
      const first = ready.shift()
      if (first === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      const { done, value } = await first.next
      if (done) {
        running--
        continue
      }
      yield value
      ask(first.source)
    }
  } finally {
    if (running > 0) leave()
    await Promise.allSettled(sources.map((source) => source.return()))
  }
}
