/**
 * How many connections there may be: `max`, and no more than the server took when it said that it takes no more. When
 * that is `recovery` ms ago, one more may be tried, and another when that is taken.
 */
export class Ceiling {
  readonly #max: number
  readonly #recovery: number
  #taken: number
  #until = 0

  constructor(max: number, recovery: number) {
    this.#max = this.#taken = max
    this.#recovery = recovery
  }

  get height(): number {
    if (this.#taken >= this.#max || performance.now() < this.#until) return this.#taken
    return this.#taken + 1
  }

  /** when it may rise, by performance.now(); undefined when it may already */
  get risesAt(): number | undefined {
    return this.#taken < this.#max && performance.now() < this.#until ? this.#until : undefined
  }

  /** The server took so many, and no more. */
  lower(connections: number): void {
    this.#taken = Math.min(this.#max, connections)
    this.#until = performance.now() + this.#recovery
  }

  /** The server took so many. */
  raise(connections: number): void {
    this.#taken = Math.min(this.#max, Math.max(this.#taken, connections))
  }
}
