/** ms: 24 days, the longest that setTimeout() can count to */
const longest = 0x7fff_ffff

/** One timer, re-armed: it runs only while the peer owes us an octet. */
export class Clock {
  readonly #late: () => void
  #timer: NodeJS.Timeout | undefined
  #duration = 0

  constructor(late: () => void) {
    this.#late = late
  }

  get running(): boolean {
    return this.#timer !== undefined
  }

  /** From now on, `ms` milliseconds; 0 means no limit. */
  start(ms: number): void {
    // refresh() costs a tenth of a new timer, and this runs for every chunk
    if (this.#timer !== undefined && ms === this.#duration) {
      this.#timer.refresh()
      return
    }
    this.stop()
    // Node takes what it cannot count to for one millisecond
    if (!(ms > 0) || ms > longest) return
    this.#duration = ms
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#late()
    }, ms)
  }

  stop(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
