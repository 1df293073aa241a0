import type { RetryOptions } from '@linewire/wire'
import { type Lease, Pool, type Poolable } from '@linewire/wire/pool'
import type { FtpClient } from '../client.ts'
import type { Origin } from '../files/origin.ts'

/** A client that works for a mirror. The one that it was asked of is not the pool's to close. */
class Hand implements Poolable {
  readonly client: FtpClient
  readonly #own: boolean

  constructor(client: FtpClient, own: boolean) {
    this.client = client
    this.#own = own
  }

  get closed(): boolean {
    return this.client.closed
  }

  get reusable(): boolean {
    return this.client.reusable
  }

  get tlsSession(): Buffer | undefined {
    return this.client.tlsSession
  }

  close(): void {
    if (!this.#own) this.client.close()
  }

  ref(): void {
    if (!this.#own) this.client.ref()
  }

  unref(): void {
    if (!this.#own) this.client.unref()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#own) await this.client[Symbol.asyncDispose]()
  }
}

/** The connections of a mirror: the client's own, and more of them, as many as are wanted and the server allows. */
export class Crew implements AsyncDisposable {
  readonly pool: Pool<Hand>
  readonly #retry: RetryOptions | undefined

  constructor(origin: Origin, parallel: number, retry: RetryOptions | undefined) {
    let own: FtpClient | undefined = origin.client
    this.#retry = retry
    this.pool = new Pool<Hand>({
      max: parallel,
      // why ever there is no further one: those that there are do the work
      full: () => true,
      connect: async ({ signal }) => {
        const client = own
        own = undefined
        if (client && !client.closed) return new Hand(client, true)
        return new Hand((await origin.another(signal)).client, false)
      },
    })
  }

  /** Work that may be done twice, on whatever connection. */
  use<T>(work: (client: FtpClient) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const retry = this.#retry
    return this.pool.use(({ client }) => work(client), { signal, ...(retry ? { retry } : {}) })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.pool[Symbol.asyncDispose]()
  }
}

export type Hands = Lease<Hand>
