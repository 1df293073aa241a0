interface Taker<I> {
  resolve(taken: Taken<I> | undefined): void
  reject(error: unknown): void
}

/** One of them. */
export interface Taken<I> {
  readonly item: I
}

/** Items that several connections take from, one after another: a source is never asked twice at once. */
export class SharedItems<I> {
  readonly #source: Iterator<I> | AsyncIterator<I>
  /** those that were given back, the next one last */
  readonly #returned: I[] = []
  readonly #takers: Taker<I>[] = []
  #asking = false
  #over = false

  constructor(items: Iterable<I> | AsyncIterable<I>) {
    this.#source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  }

  /** whether some were given back and not taken again */
  get left(): boolean {
    return this.#returned.length > 0
  }

  /** The next one; undefined when there is none just now. Rejects, for one taker, when the source fails. */
  take(): Promise<Taken<I> | undefined> {
    return new Promise((resolve, reject) => {
      this.#takers.push({ resolve, reject })
      this.#hand()
    })
  }

  /** It was taken, and nothing was done with it: somebody else takes it. */
  giveBack(item: I): void {
    this.#returned.push(item)
    this.#hand()
  }

  /** No more are wanted. A source that is still asked for one may never answer, and is not waited for. */
  async leave(): Promise<void> {
    const ended = this.#over
    this.#finish()
    if (ended) return
    const leaving = (async () => this.#source.return?.())()
    if (this.#asking) leaving.catch(() => {})
    else await leaving
  }

  #hand(): void {
    while (this.#takers.length > 0 && this.#returned.length > 0) {
      this.#takers.shift()!.resolve({ item: this.#returned.pop()! })
    }
    if (this.#over) this.#finish()
    else if (this.#takers.length > 0 && !this.#asking) void this.#ask()
  }

  async #ask(): Promise<void> {
    this.#asking = true
    try {
      const { done, value } = await this.#source.next()
      if (done) this.#over = true
      else this.#returned.unshift(value)
    } catch (error) {
      this.#over = true
      this.#takers.shift()?.reject(error)
    }
    this.#asking = false
    this.#hand()
  }

  #finish(): void {
    this.#over = true
    for (const taker of this.#takers.splice(0)) taker.resolve(undefined)
  }
}

/** What one connection takes of them. */
export class Portion<I> {
  readonly #items: SharedItems<I>
  readonly #enough: () => boolean
  #first: Taken<I> | undefined

  /**
   * @internal spread() makes them
   * @param first one that is taken already
   * @param enough whether others wait for the connection
   */
  constructor(items: SharedItems<I>, first: Taken<I>, enough: () => boolean) {
    this.#items = items
    this.#first = first
    this.#enough = enough
  }

  /** One after another, for as long as the connection is there and nobody else waits for one. */
  async *each(connection: { readonly closed: boolean }): AsyncGenerator<I, void, undefined> {
    while (!connection.closed && (this.#first || !this.#enough())) {
      const next = this.#first ?? (await this.#items.take())
      this.#first = undefined
      if (next === undefined) return
      yield next.item
    }
  }

  /** It was taken, and nothing was done with it: another connection takes it. */
  giveBack(item: I): void {
    this.#items.giveBack(item)
  }

  /** What was taken for it and not used goes back. */
  leave(): void {
    if (this.#first) this.#items.giveBack(this.#first.item)
    this.#first = undefined
  }
}
