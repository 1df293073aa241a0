/** What can be left, as generators can. */
export interface Leavable<T> extends AsyncIterableIterator<T, void, undefined> {
  return(): Promise<IteratorResult<T, void>>
}

/**
 * What a generator makes of a source. Who leaves it tells the source at once, though the generator may be waiting for its
 * next piece: a generator alone would tell it behind that, which may never come. A source is told once, and never when it
 * has come to its end.
 */
export function through<T, U>(source: AsyncIterable<T>, make: (source: AsyncIterable<T>) => Leavable<U>): Leavable<U> {
  let tell: () => Promise<unknown> = async () => {}
  const made = make({
    [Symbol.asyncIterator]: () => {
      const iterator = source[Symbol.asyncIterator]()
      const end: IteratorResult<T> = { value: undefined, done: true }
      let over: Promise<IteratorResult<T>> | undefined
      const leave = async (): Promise<IteratorResult<T>> => (await iterator.return?.()) ?? end
      const told = (): Promise<IteratorResult<T>> => {
        over ??= leave()
        return over
      }
      tell = told
      return {
        next: async () => {
          let done: boolean | undefined = true
          try {
            const result = await iterator.next()
            done = result.done
            return result
          } finally {
            if (done) over ??= Promise.resolve(end)
          }
        },
        return: told,
      }
    },
  })
  const leave = made.return.bind(made)
  made.return = () => {
    // what becomes of it is told where the generator leaves it, too
    tell().catch(() => {})
    return leave()
  }
  return made
}
