import { onAbort } from './abort.ts'

/** How much may be started and not yet taken. */
export interface WindowSize<I> {
  count: number
  /** what an item weighs, and what all of them together may: one that is heavier goes alone */
  cost: (item: I) => number
  budget: number
}

/** Who hears, once, what came of a command or another thing that was started. */
export interface Outcome<T> {
  resolve(value: T): void
  reject(reason: unknown): void
}

/** What was started, for somebody who may want to leave it. */
export interface Leavable {
  abandon(reason: unknown): void
}

/** One item of a window, and what came of it. */
export class Slot<I, T> implements Outcome<T> {
  readonly item: I
  readonly weight: number
  result: PromiseSettledResult<T> | undefined
  started: Leavable | undefined
  readonly #settled: () => void

  constructor(item: I, weight: number, settled: () => void) {
    this.item = item
    this.weight = weight
    this.#settled = settled
  }

  resolve(value: T): void {
    this.result ??= { status: 'fulfilled', value }
    this.#settled()
  }

  reject(reason: unknown): void {
    this.result ??= { status: 'rejected', reason }
    this.#settled()
  }
}

/** Starts one item; whatever fails, also before anything is started, is the result of this item alone. */
export type Start<I, T> = (item: I, slot: Slot<I, T>) => Leavable

/**
 * Starts as many items as its size allows and hands them over in order: as one is taken, the next is started. A source of
 * items that is slower than the results holds none of them up.
 *
 *     │ taken │ started, settled or not │ waiting │
 *             ▲ next()
 */
export class Window<I, T> {
  readonly #start: Start<I, T>
  readonly #quick: Iterator<I> | undefined
  readonly #slow: AsyncIterator<I> | undefined
  readonly #size: number
  readonly #low: number
  readonly #cost: ((item: I) => number) | undefined
  readonly #budget: number
  readonly #unhook: (() => void) | undefined
  #slots: Slot<I, T>[] = []
  #head = 0
  #spent = 0
  /** what was handed over last: it weighs until the next one is asked for */
  #inHand: Slot<I, T> | undefined
  #waiting: { item: I; weight: number } | undefined
  #asked = false
  #more = true
  /** why no more items come: the source failed, or the signal was aborted */
  #failure: { reason: unknown } | undefined
  #wake: (() => void) | undefined

  constructor(
    items: Iterable<I> | AsyncIterable<I>,
    ahead: number | WindowSize<I>,
    start: Start<I, T>,
    signal?: AbortSignal | undefined,
  ) {
    this.#start = start
    this.#slow = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : undefined
    this.#quick = this.#slow ? undefined : (items as Iterable<I>)[Symbol.iterator]()
    const count = typeof ahead === 'number' ? ahead : ahead.count
    // a window of none would hand over nothing and say so to nobody
    this.#size = Math.max(1, Math.floor(count) || 1)
    // a large window is filled up again when half of it is gone: a write for each item was a third of all CPU (bench: pop3-many)
    this.#low = this.#size < 16 ? this.#size - 1 : this.#size >> 1
    this.#cost = typeof ahead === 'number' ? undefined : ahead.cost
    this.#budget = typeof ahead === 'number' ? 0 : ahead.budget
    this.#unhook = signal && onAbort(signal, () => this.#fail(signal.reason))
    if (signal?.aborted) this.#fail(signal.reason)
  }

  /** The next one in order, settled; undefined behind the last. At once where it is there: a promise each is half the cost. */
  next(): Slot<I, T> | Promise<Slot<I, T> | undefined> | undefined {
    this.#spent -= this.#inHand?.weight ?? 0
    this.#inHand = undefined
    if (this.#slots.length - this.#head <= this.#low && this.#failure === undefined) this.#fill()
    return this.#ready() ?? this.#wait()
  }

  /** Leaves what has been started and not taken. */
  async leave(reason: unknown = new DOMException('the loop was left', 'AbortError')): Promise<void> {
    this.#more = false
    this.#unhook?.()
    this.#abandon(reason)
    const left = returned(this.#quick ?? this.#slow!)
    // a source that is still asked for an item may never answer
    if (this.#asked) left.catch(() => {})
    else await left
  }

  #ready(): Slot<I, T> | undefined {
    const first = this.#slots[this.#head]
    if (this.#failure !== undefined || first?.result === undefined) return undefined
    this.#inHand = first
    if (++this.#head > 255) {
      this.#slots.splice(0, this.#head)
      this.#head = 0
    }
    return first
  }

  async #wait(): Promise<Slot<I, T> | undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason
      const first = this.#ready()
      if (first !== undefined || (!this.#more && this.#head === this.#slots.length && !this.#waiting)) return first
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #fill(): void {
    for (;;) {
      const held = this.#slots.length - this.#head
      if (held >= this.#size) return
      if (this.#waiting !== undefined) {
        if ((held > 0 || this.#inHand) && this.#spent + this.#waiting.weight > this.#budget) return
        this.#begin(this.#waiting)
        this.#waiting = undefined
      } else if (!this.#more) return
      else if (this.#quick === undefined) {
        this.#ask(this.#slow!)
        return
      } else this.#got(this.#quick.next())
    }
  }

  #begin({ item, weight }: { item: I; weight: number }): void {
    const slot = new Slot<I, T>(item, weight, this.#ring)
    this.#spent += weight
    this.#slots.push(slot)
    try {
      slot.started = this.#start(item, slot)
    } catch (error) {
      slot.reject(error)
    }
  }

  #got({ done, value }: IteratorResult<I>): void {
    if (done) this.#more = false
    else this.#waiting = { item: value, weight: this.#cost === undefined ? 0 : Math.max(1, this.#cost(value)) }
  }

  #ask(source: AsyncIterator<I>): void {
    if (this.#asked) return
    this.#asked = true
    // a source may throw before it has a promise
    const asked = (async () => source.next())()
    asked.then(
      (next) => {
        this.#asked = false
        this.#got(next)
        this.#fill()
        this.#ring()
      },
      (reason: unknown) => {
        this.#asked = false
        this.#fail(reason)
      },
    )
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason }
    this.#more = false
    this.#abandon(reason)
    this.#ring()
  }

  #abandon(reason: unknown): void {
    for (const slot of this.#slots.splice(this.#head)) if (slot.result === undefined) slot.started?.abandon(reason)
  }

  readonly #ring = (): void => {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}

/** A window over what gives a promise each. Leaving the loop aborts what has been started and not taken. */
export async function* slidingWindow<I, T>(
  items: Iterable<I> | AsyncIterable<I>,
  ahead: number | WindowSize<I>,
  start: (item: I, signal: AbortSignal) => Promise<T>,
): AsyncGenerator<{ item: I; result: PromiseSettledResult<T> }, void, undefined> {
  const leaving = new AbortController()
  const started = { abandon: (reason: unknown): void => leaving.abort(reason) }
  const window = new Window<I, T>(items, ahead, (item, slot) => {
    start(item, leaving.signal).then(
      (value) => slot.resolve(value),
      (reason: unknown) => slot.reject(reason),
    )
    return started
  })
  try {
    for (let slot = await window.next(); slot !== undefined; slot = await window.next()) {
      yield { item: slot.item, result: slot.result! }
    }
  } finally {
    await window.leave()
  }
}

async function returned(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.()
}
