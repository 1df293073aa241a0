import type { Poolable } from '../pool/member.ts'
import { type Making, Pool, type PoolRules } from '../pool/pool.ts'

/** A connection without a wire, for the tests of the pool. */
export class Pooled implements Poolable {
  readonly number: number
  closed = false
  reusable = true
  tlsSession: Buffer | undefined
  /** whether the process waits for it */
  held = true
  /** goodbyes that were said */
  goodbyes = 0
  /** resolves a goodbye; at once unless told */
  goodbye: Promise<void> = Promise.resolve()

  constructor(number: number) {
    this.number = number
  }

  close(): void {
    this.closed = true
    this.reusable = false
  }

  ref(): void {
    this.held = true
  }

  unref(): void {
    this.held = false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.goodbyes++
    await this.goodbye
    this.close()
  }
}

export interface PoolRig {
  pool: Pool<Pooled>
  /** every attempt to connect, oldest first */
  attempts: (Making & { made(): Pooled; fail(error: unknown): void })[]
  /** every connection that was made, oldest first */
  clients: Pooled[]
}

/** A pool whose connections are made at once, or, with `slow`, when the test says so. */
export function poolRig({ slow = false, ...rules }: Partial<PoolRules<Pooled>> & { slow?: boolean } = {}): PoolRig {
  const clients: Pooled[] = []
  const attempts: PoolRig['attempts'] = []
  const connect = (making: Making): Promise<Pooled> =>
    new Promise((resolve, reject) => {
      const made = (): Pooled => {
        const client = new Pooled(clients.length + 1)
        clients.push(client)
        resolve(client)
        return client
      }
      making.signal.addEventListener('abort', () => reject(making.signal.reason))
      attempts.push({ ...making, made, fail: reject })
      if (!slow) made()
    })
  return { pool: new Pool({ connect, ...rules }), attempts, clients }
}

/** All that follows, a turn of the event loop included. */
export async function turn(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}
