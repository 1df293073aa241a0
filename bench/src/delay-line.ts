/** Where a delay line takes its time from; tests bring their own. Milliseconds. */
export interface Clock {
  now(): number
  /** Calls `action` after at least `delay`; the result takes the call back. */
  after(delay: number, action: () => void): () => void
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (delay, action) => {
    // a Node timer counts whole milliseconds and may fire early by a fraction: the line looks at now() again
    const timer = setTimeout(action, Math.ceil(delay))
    return () => clearTimeout(timer)
  },
}

interface Held<T> {
  due: number
  item: T
}

/** Holds every item back for the same time and hands them on in order: one direction of a long wire. */
export class DelayLine<T> {
  readonly #delay: number
  readonly #deliver: (item: T) => void
  readonly #clock: Clock
  #held: Held<T>[] = []
  #cancel: (() => void) | undefined
  #stopped = false

  /** @param delay milliseconds that each item is held, half a round trip for a wire */
  constructor(deliver: (item: T) => void, delay: number, clock: Clock = systemClock) {
    this.#deliver = deliver
    this.#delay = delay
    this.#clock = clock
  }

  /** Takes an item in. It starts its way at `earliest` (on the clock) when that is still to come. */
  push(item: T, earliest = 0): void {
    this.#held.push({ due: Math.max(this.#clock.now(), earliest) + this.#delay, item })
    if (this.#held.length === 1) this.#advance()
  }

  /** The far end takes nothing for now: time goes on, delivery waits. */
  stop(): void {
    this.#stopped = true
  }

  go(): void {
    this.#stopped = false
    this.#advance()
  }

  /** Forgets everything held. */
  clear(): void {
    this.#held = []
    this.#cancel?.()
    this.#cancel = undefined
  }

  #advance(): void {
    if (this.#cancel) return
    while (!this.#stopped) {
      const first = this.#held[0]
      if (!first) return
      const wait = first.due - this.#clock.now()
      if (wait > 0) {
        this.#cancel = this.#clock.after(wait, () => {
          this.#cancel = undefined
          this.#advance()
        })
        return
      }
      this.#held.shift()
      this.#deliver(first.item)
    }
  }
}
