import { LimitError } from '@linewire/wire'

/** Some of the items, as they arrived together. */
export interface Batch<T> {
  readonly octets: number
  readonly items: T[]
}

/**
 * What a long reply lists. Asked for when you iterate it or await it, each time anew:
 * `for await (const item of listing)` takes the items as they come, `await listing` all of them.
 */
export class Listing<T> implements AsyncIterable<T>, PromiseLike<T[]> {
  readonly #ask: () => AsyncIterable<Batch<T>>
  readonly #limit: number

  /** @param limit octets that `await` may collect */
  constructor(ask: () => AsyncIterable<Batch<T>>, limit: number) {
    this.#ask = ask
    this.#limit = limit
  }

  /** Item by item. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const { items } of this.#ask()) yield* items
  }

  /** As many at a time as have arrived: cheaper than item by item. */
  async *batches(): AsyncGenerator<T[], void, undefined> {
    for await (const { items } of this.#ask()) yield items
  }

  // biome-ignore lint/suspicious/noThenProperty: that it can be awaited is its purpose
  then<A = T[], B = never>(
    done?: ((items: T[]) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#collect().then(done, failed)
  }

  async #collect(): Promise<T[]> {
    const all: T[] = []
    let octets = 0
    for await (const batch of this.#ask()) {
      octets += batch.octets
      if (octets > this.#limit) {
        throw new LimitError(`the list has more than ${this.#limit} octets (limits.body): iterate it instead`)
      }
      for (const item of batch.items) all.push(item)
    }
    return all
  }
}
