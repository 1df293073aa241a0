import { ArgumentError } from '@linewire/wire'
import type { Entry } from '../entry.ts'
import { isPartial, type TransferError } from '../transfer-error.ts'
import { Items } from './items.ts'

/** Whether all of a listing is wanted at once, or it is gone through. */
export type Wanted = 'all' | 'each'

export interface Known<T> {
  readonly items: T[]
  readonly cut: TransferError | undefined
}

/**
 * A listing: `await` it for all of it, or go through it as it comes, in memory that does not grow with it. It is asked
 * for once, by whichever comes first; what has been awaited can be awaited and gone through again. Where the server says
 * that it has left entries out, that is a {@link TransferError} `ERR_PARTIAL`, behind those that came.
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

  /** @internal All that came, and why that is not all that there is, where the server has left some out. */
  async known(): Promise<Known<T>> {
    this.#go()
    const items: T[] = []
    try {
      for await (const batch of this.#batches('all')) for (const item of batch) items.push(item)
    } catch (error) {
      if (isPartial(error)) return { items, cut: error }
      throw error
    }
    return { items, cut: undefined }
  }

  async #collect(): Promise<T[]> {
    const { items, cut } = await this.known()
    if (cut) throw cut
    return items
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
