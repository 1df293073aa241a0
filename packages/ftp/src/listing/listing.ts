import type { Entry } from '../entry.ts'

/** A listing: `await` it for all of it, or go through it as it comes. It is asked for once, by whichever comes first. */
export class Listing<T = Entry> implements AsyncIterable<T>, PromiseLike<T[]> {
  readonly #items: () => AsyncGenerator<T, void, undefined>

  constructor(items: () => AsyncGenerator<T, void, undefined>) {
    this.#items = items
  }

  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    return this.#items()
  }

  // biome-ignore lint/suspicious/noThenProperty: that is what it is for
  then<A = T[], B = never>(
    done?: ((items: T[]) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#all().then(done, failed)
  }

  async #all(): Promise<T[]> {
    const all: T[] = []
    for await (const item of this.#items()) all.push(item)
    return all
  }
}
