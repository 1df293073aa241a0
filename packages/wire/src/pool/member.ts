import type { PoolOptions } from './options.ts'

/** What a pool asks of a connection: every client of linewire has it. */
export interface Poolable extends AsyncDisposable {
  /** gone, for whatever reason */
  readonly closed: boolean
  /** nothing is outstanding, and nothing was left to be dropped */
  readonly reusable: boolean
  /** the newest TLS session, for the next connection to the same host */
  readonly tlsSession: Buffer | undefined
  /** Leaves at once. */
  close(): void
  ref(): void
  unref(): void
}

/** A connection of a pool, and what is known of its health: its age. */
export class Member<C extends Poolable> {
  readonly client: C
  /** whether somebody had it before, or it lay idle */
  reused = false
  /** its goodbye has been said */
  parting = false
  readonly #bornAt: number = performance.now()
  #idleSince: number | undefined

  constructor(client: C) {
    this.client = client
  }

  /** Nobody has it: the process need not wait for it either. */
  rest(): void {
    this.reused = true
    this.#idleSince = performance.now()
    this.client.unref()
  }

  wake(): void {
    this.#idleSince = undefined
    this.client.ref()
  }

  /** when it is too old to be lent, by performance.now() */
  expiry({ idleTimeout, lifetime }: Required<PoolOptions>): number {
    return Math.min(this.#bornAt + lifetime, (this.#idleSince ?? Infinity) + idleTimeout)
  }

  /** Whether it is open and young enough. */
  fit(options: Required<PoolOptions>): boolean {
    return !this.client.closed && performance.now() < this.expiry(options)
  }
}
