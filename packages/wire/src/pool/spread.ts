import type { CallOptions } from '../client.ts'
import type { Lease } from './lease.ts'
import type { Poolable } from './member.ts'
import type { Pool } from './pool.ts'
import { Results } from './results.ts'
import { Portion, SharedItems } from './shared-items.ts'

/**
 * What is done over one connection, with items as they are taken. It hands over results, and may wait until whoever takes
 * one is done with it: where that is still on the wire.
 */
export type Work<C, I, R> = (
  lease: Lease<C>,
  portion: Portion<I>,
  handOver: (result: R) => Promise<void>,
) => Promise<void>

/**
 * Spreads items over the connections of a pool, and yields what comes of them as it comes. `work` takes items for as long
 * as its connection lasts, and gives back what it can do nothing with. A connection that cannot be had is an error only
 * when there is no other; what `work` throws ends all. Who else waits for a connection gets one between two items.
 */
export async function* spread<C extends Poolable, I, R>(
  pool: Pool<C>,
  items: Iterable<I> | AsyncIterable<I>,
  work: Work<C, I, R>,
  { signal }: CallOptions = {},
): AsyncGenerator<R, void, undefined> {
  const shared = new SharedItems(items)
  const results = new Results<R>(2 * pool.max)
  const leaving = new AbortController()
  const acquiring = { signal: signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal }
  let asking = 0

  /** One connection after another; why there was none, when there was none. */
  async function connections(round: { served: boolean; failure?: unknown }): Promise<void> {
    for (;;) {
      // nobody keeps a connection while he waits for the one who takes the results
      await results.room()
      // and it is asked for only when there is something to do
      const first = await shared.take()
      if (first === undefined) return
      const portion = new Portion(shared, first, () => pool.waiting > asking || results.full)
      let lease: Lease<C>
      asking++
      try {
        lease = await pool.acquire(acquiring)
        round.served = true
      } catch (error) {
        portion.leave()
        round.failure ??= error
        return
      } finally {
        asking--
      }
      try {
        await work(lease, portion, (result) => results.add(result))
      } finally {
        portion.leave()
        lease.release()
      }
    }
  }

  let failed: { error: unknown } | undefined
  const leave = (): void => {
    leaving.abort(new DOMException('the loop was left', 'AbortError'))
    results.leave()
  }

  async function rounds(): Promise<void> {
    for (;;) {
      const round: { served: boolean; failure?: unknown } = { served: false }
      const all = Array.from({ length: pool.max }, () => connections(round))
      for (const one of all) {
        one.catch((error: unknown) => {
          failed ??= { error }
          leave()
        })
      }
      await Promise.allSettled(all)
      if (failed) throw failed.error
      signal?.throwIfAborted()
      if (!shared.left) return
      if (!round.served) throw round.failure
    }
  }

  const producing = rounds()
  try {
    yield* results.take(producing)
  } finally {
    leave()
    await shared.leave()
    // who has something on the wire comes to its end first
    await producing.catch(() => {})
  }
}
