import type { CallOptions } from '../client.ts'
import type { Lease } from './lease.ts'
import type { Poolable } from './member.ts'
import { merge } from './merge.ts'
import type { Pool } from './pool.ts'
import { Portion, SharedItems } from './shared-items.ts'

/**
 * Spreads items over the connections of a pool, and yields what comes of them as it comes. `work` takes items for as long
 * as its connection lasts, and gives back what it can do nothing with. A connection that cannot be had is an error only
 * when there is no other; what `work` throws ends all. Who else waits for a connection gets one between two items.
 */
export async function* spread<C extends Poolable, I, R>(
  pool: Pool<C>,
  items: Iterable<I> | AsyncIterable<I>,
  work: (lease: Lease<C>, portion: Portion<I>) => AsyncIterable<R>,
  { signal }: CallOptions = {},
): AsyncGenerator<R, void, undefined> {
  const shared = new SharedItems(items)
  const leaving = new AbortController()
  const leave = (): void => leaving.abort(new DOMException('the loop was left', 'AbortError'))
  const acquiring = { signal: signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal }
  let asking = 0
  let round: { served: boolean; failure?: unknown }

  async function* connection(): AsyncGenerator<R, void, undefined> {
    for (;;) {
      // a connection is asked for only when there is something to do
      const first = await shared.take()
      if (first === undefined) return
      const portion = new Portion(shared, first, () => pool.waiting > asking)
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
        yield* work(lease, portion)
      } finally {
        portion.leave()
        lease.release()
      }
    }
  }

  try {
    do {
      round = { served: false }
      yield* merge(Array.from({ length: pool.max }, connection), () => {
        leave()
        void shared.leave()
      })
      signal?.throwIfAborted()
    } while (shared.left && round.served)
    if (shared.left) throw round.failure
  } finally {
    leave()
    await shared.leave()
  }
}
