import { ArgumentError } from '@linewire/wire'
import type { Entry } from '../entry.ts'
import { Items } from './items.ts'

/** Whether all of a listing is wanted at once, or it is gone through. */
export type Wanted = 'all' | 'each'

/**
 * A listing: `await` it for all of it, or go through it as it comes, in memory that does not grow with it. It is asked
 * for once, by whichever comes first; what has been awaited can be awaited and gone through again.
 */
export class Listing<T = Entry> implements AsyncIterable<T>, PromiseLike<T[]> {
  readonly #batches: (wanted: Wanted) => AsyncGenerator<readonly T[], void, undefined>
  #all: Promise<T[]> | undefined
  #gone = false

  constructor(batches: (wanted: Wanted) => AsyncGenerator<readonly T[], void, undefined>) {
    this.#batches = batches
  }

  [Symbol.asyncIterator](): AsyncIterator<T, undefined, undefined> {
    return new Items(this.#all === undefined ? this.#each() : once(this.#all))
  }

  // biome-ignore lint/suspicious/noThenProperty: that is what it is for
  then<A = T[], B = never>(
    done?: ((items: T[]) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#all ??= this.#collect()
    return this.#all.then(done, failed)
  }

  async #collect(): Promise<T[]> {
    this.#go()
    const all: T[] = []
    for await (const batch of this.#batches('all')) for (const item of batch) all.push(item)
    return all
  }

  async *#each(): AsyncGenerator<readonly T[], void, undefined> {
    this.#go()
    yield* this.#batches('each')
  }

  #go(): void {
    if (this.#gone) throw new ArgumentError('this listing has been gone through already')
    this.#gone = true
  }
}

async function* once<T>(all: Promise<T[]>): AsyncGenerator<T[], void, undefined> {
  yield await all
}
