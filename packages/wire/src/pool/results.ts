interface Entry<R> {
  readonly value: R
  done(): void
  left(reason: unknown): void
}

/** What several producers have made, in the order in which it was ready, for one who takes it in a loop. */
export class Results<R> {
  readonly #ready: Entry<R>[] = []
  #wake: () => void = () => {}
  #roomy: (() => void)[] = []
  readonly #ahead: number
  #over = false

  /** @param ahead results that may wait to be taken before producers are asked to pause */
  constructor(ahead: number) {
    this.#ahead = ahead
  }

  /** whether producers should wait until some have been taken */
  get full(): boolean {
    return this.#ready.length >= this.#ahead
  }

  /** Hands one over; resolves when whoever takes it is done with it, rejects when he has left. */
  add(value: R): Promise<void> {
    const taken = new Promise<void>((done, reject) => {
      if (this.#over) throw left()
      this.#ready.push({ value, done, left: reject })
      this.#wake()
    })
    taken.catch(() => {}) // not everybody waits for it
    return taken
  }

  /** Resolves when it is not full. */
  async room(): Promise<void> {
    while (this.full && !this.#over) await new Promise<void>((resolve) => this.#roomy.push(resolve))
  }

  /** One after another, until all producers have ended and all has been taken. */
  async *take(producers: Promise<void>): AsyncGenerator<R, void, undefined> {
    let ended = false
    const end = (): void => {
      ended = true
      this.#wake()
    }
    producers.then(end, end)
    for (;;) {
      const first = this.#ready.shift()
      if (first !== undefined) {
        this.#signalRoom()
        let done = false
        try {
          yield first.value
          done = true
        } finally {
          if (done) first.done()
          else first.left(left())
        }
      } else if (ended) return producers
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    }
  }

  /** Nobody takes any more. */
  leave(): void {
    this.#over = true
    for (const entry of this.#ready.splice(0)) entry.left(left())
    this.#signalRoom()
  }

  #signalRoom(): void {
    for (const resolve of this.#roomy.splice(0)) resolve()
  }
}

const left = (): DOMException => new DOMException('the loop was left', 'AbortError')
