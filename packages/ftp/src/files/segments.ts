import type { FtpClient } from '../client.ts'
import type { Origin } from './origin.ts'
import { mayHelp, persist, type Retry } from './persist.ts'
import type { Range } from './range.ts'

export type FetchRange = (client: FtpClient, range: Range, signal?: AbortSignal) => Promise<void>

/**
 * Fetches ranges over so many connections, or as many as the server allows: one that cannot be made is done
 * without, one that is lost is made again, and what it leaves undone another one takes. The connection that is there
 * already begins at the end of the file, where a transfer ends by itself; the others are broken off where their range
 * ends.
 *
 * @throws what the first of them failed of, when some of the ranges are still missing
 */
export async function fetchSegments(
  origin: Origin,
  ranges: readonly Range[],
  connections: number,
  retry: Retry | undefined,
  fetch: FetchRange,
  signal?: AbortSignal,
): Promise<void> {
  const group = new AbortController()
  const ending = signal ? AbortSignal.any([signal, group.signal]) : group.signal
  const pending = [...ranges]
  const further: Origin[] = []
  const patient = (retry ?? origin.retry ?? false) !== false
  let failure: unknown

  const fetchAll = async (by: Origin, patience: Retry | undefined, take: () => Range | undefined): Promise<void> => {
    for (let range = take(); range; range = take()) {
      const one = range
      try {
        await persist(
          by,
          patience,
          () => one.at,
          () => fetch(by.client, one, ending),
          ending,
        )
      } catch (error) {
        pending.push(one)
        failure ??= error
        // what no other connection mends ends the others too; the first one is needed at the end
        if (!mayHelp(error) || (by.client.closed && by === origin && !patient)) group.abort(error)
        return
      }
    }
  }
  const fetchOnAnother = async (): Promise<void> => {
    const by = await origin.another(ending).catch(() => undefined)
    if (by === undefined) return
    further.push(by)
    await fetchAll(by, retry ?? origin.retry ?? {}, () => pending.shift())
  }
  try {
    // what one gives up, one that has finished may take
    const own = fetchAll(origin, false, () => pending.pop())
    await Promise.all([own, ...ranges.slice(1, connections).map(fetchOnAnother)])
    const left = [origin, ...further].filter(({ client }) => !client.closed)
    for (const by of left) if (pending.length > 0 && !ending.aborted) await fetchAll(by, false, () => pending.shift())
    signal?.throwIfAborted()
    if (pending.length > 0) throw failure
  } finally {
    for (const { client } of further) client.close()
  }
}
