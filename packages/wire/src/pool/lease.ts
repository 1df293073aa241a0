/** A connection for a while: nobody else has it until it is given back. */
export class Lease<C> implements AsyncDisposable {
  readonly client: C
  /** Whether somebody had it before: then the server may have closed it while it was idle, and the news be on its way. */
  readonly reused: boolean
  #giveBack: (() => void) | undefined

  /** A pool makes them. */
  constructor(client: C, reused: boolean, giveBack: () => void) {
    this.client = client
    this.reused = reused
    this.#giveBack = giveBack
  }

  /** Gives it back. One with anything outstanding is closed: a body that is not read to its end fails. */
  release(): void {
    const giveBack = this.#giveBack
    this.#giveBack = undefined
    giveBack?.()
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.release()
    return Promise.resolve()
  }
}
