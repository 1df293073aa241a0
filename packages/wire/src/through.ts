/**
 * What a generator makes of a source. Who leaves it tells the source at once, though the generator may be waiting for its
 * next piece: a generator alone would tell it behind that, which may never come.
 */
export function through<T, U>(
  source: AsyncIterable<T>,
  make: (source: AsyncIterable<T>) => AsyncGenerator<U, void, undefined>,
): AsyncGenerator<U, void, undefined> {
  return new Through(source, make)
}

class Through<T, U> implements AsyncGenerator<U, void, undefined> {
  readonly #made: AsyncGenerator<U, void, undefined>
  #from: From<T> | undefined

  constructor(source: AsyncIterable<T>, make: (source: AsyncIterable<T>) => AsyncGenerator<U, void, undefined>) {
    this.#made = make({
      [Symbol.asyncIterator]: () => {
        this.#from = new From(source[Symbol.asyncIterator]())
        return this.#from
      },
    })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<U, void>> {
    return this.#made.next()
  }

  return(): Promise<IteratorResult<U, void>> {
    this.#leave()
    return this.#made.return()
  }

  throw(error: unknown): Promise<IteratorResult<U, void>> {
    this.#leave()
    return this.#made.throw(error)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  /** What becomes of it is told where the generator leaves it, too. */
  #leave(): void {
    this.#from?.return().catch(() => {})
  }
}

/** A source that is told once that it is left, and never when it has come to its end. */
class From<T> implements AsyncIterator<T> {
  readonly #iterator: AsyncIterator<T>
  #left: Promise<IteratorResult<T>> | undefined

  constructor(iterator: AsyncIterator<T>) {
    this.#iterator = iterator
  }

  async next(): Promise<IteratorResult<T>> {
    try {
      const result = await this.#iterator.next()
      if (result.done) this.#left ??= ended()
      return result
    } catch (error) {
      this.#left ??= ended()
      throw error
    }
  }

  return(): Promise<IteratorResult<T>> {
    this.#left ??= this.#tell()
    return this.#left
  }

  async #tell(): Promise<IteratorResult<T>> {
    return (await this.#iterator.return?.()) ?? { value: undefined, done: true }
  }
}

const ended = async (): Promise<{ value: undefined; done: true }> => ({ value: undefined, done: true })
