import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { limitOf, paced, type RateClock, RateLimit } from './rate.ts'

/** A clock that stands until somebody waits, and remembers how long. */
function standing(): RateClock & { waits: number[]; time: number } {
  const made = {
    time: 1000,
    waits: [] as number[],
    now: () => made.time,
    wait: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted()
      made.waits.push(Math.round(ms))
      made.time += ms
    },
  }
  return made
}

async function* pieces(...sizes: number[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const size of sizes) yield Buffer.alloc(size)
}

async function sizes(source: AsyncIterable<Uint8Array>): Promise<number[]> {
  const found: number[] = []
  for await (const piece of source) found.push(piece.length)
  return found
}

test('octets take the time that the rate gives them, but for a tenth of a second at the beginning', async () => {
  const clock = standing()
  const limit = new RateLimit(1000, clock)
  expect(await sizes(limit.pace(pieces(50, 50, 50, 50)))).toEqual([50, 50, 50, 50])
  expect(clock.waits).toEqual([50, 50])
})

test('a large piece is let through bit by bit', async () => {
  const clock = standing()
  expect(await sizes(new RateLimit(1000, clock).pace(pieces(250)))).toEqual([100, 100, 50])
  expect(clock.waits).toEqual([100, 50])
})

test('a rate of less than ten octets a second lets one through at a time', async () => {
  const clock = standing()
  expect(await sizes(new RateLimit(2, clock).pace(pieces(3)))).toEqual([1, 1, 1])
  expect(clock.waits).toEqual([400, 500, 500])
})

test('a long silence is not made up for', async () => {
  const clock = standing()
  const limit = new RateLimit(1000, clock)
  await sizes(limit.pace(pieces(100)))
  clock.time += 60_000
  clock.waits = []
  await sizes(limit.pace(pieces(100, 100)))
  expect(clock.waits).toEqual([100])
})

test('transfers that share a limit share the rate', async () => {
  const clock = standing()
  const limit = new RateLimit(1000, clock)
  await Promise.all([sizes(limit.pace(pieces(100, 100))), sizes(limit.pace(pieces(100, 100)))])
  expect(clock.waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(300)
})

test('a wait ends with the signal', async () => {
  const source = paced(pieces(10_000), limitOf(1), AbortSignal.abort(new Error('left')))
  await expect(sizes(source)).rejects.toThrow('left')
})

test('without a rate the source is as it is; a rate of nothing is none', async () => {
  const source = pieces(7)
  expect(paced(source, limitOf(undefined))).toBe(source)
  for (const bad of [0, -1, Number.NaN]) expect(() => new RateLimit(bad)).toThrow(ArgumentError)
})
