import { expect, test } from 'vitest'
import { ConnectionError } from '../errors.ts'
import { type Pooled, poolRig, turn } from '../testing/pooled.ts'
import type { Lease } from './lease.ts'
import type { Portion } from './shared-items.ts'
import { spread } from './spread.ts'

const refused = new ConnectionError('nothing listens', 'ECONNREFUSED')

type HandOver = (result: string) => Promise<void>

/** Says which connection each item went over, and waits until that is read. */
async function over({ client }: Lease<Pooled>, portion: Portion<string>, handOver: HandOver): Promise<void> {
  for await (const item of portion.each(client)) await handOver(`${item}${client.number}`)
}

/** The same, and goes on at once. */
async function ahead({ client }: Lease<Pooled>, portion: Portion<string>, handOver: HandOver): Promise<void> {
  for await (const item of portion.each(client)) void handOver(`${item}${client.number}`)
}

async function all<R>(results: AsyncIterable<R>): Promise<R[]> {
  const found: R[] = []
  for await (const result of results) found.push(result)
  return found
}

test('items go over all the connections that there may be, each once', async () => {
  const { pool, clients } = poolRig({ max: 3 })
  const found = await all(spread(pool, ['a', 'b', 'c', 'd', 'e', 'f', 'g'], over))
  expect(found.map(([item]) => item).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  expect(new Set(found.map((text) => text[1]))).toEqual(new Set(['1', '2', '3']))
  expect(clients).toHaveLength(3)
  expect(pool.idle).toBe(3)
})

test('no more connections are made than there are items', async () => {
  const { pool, clients } = poolRig({ max: 4 })
  expect(await all(spread(pool, ['a', 'b'], over))).toHaveLength(2)
  expect(await all(spread(pool, [], over))).toEqual([])
  expect(clients.length).toBeLessThanOrEqual(2)
})

test('a source is asked for one item at a time, and left when the loop is', async () => {
  const { pool } = poolRig({ max: 3 })
  let asked = 0
  let left = false
  async function* source(): AsyncGenerator<string> {
    try {
      for (;;) {
        asked++
        await turn()
        asked--
        yield 'a'
      }
    } finally {
      left = true
    }
  }
  for await (const _ of spread(pool, source(), over)) {
    expect(asked).toBeLessThanOrEqual(1)
    break
  }
  await turn()
  expect(left).toBe(true)
  expect(pool.size).toBe(pool.idle)
})

test('leaving the loop waits for no source that does not answer, and for no connection that is not made', async () => {
  const { pool, attempts } = poolRig({ max: 3, slow: true })
  async function* source(): AsyncGenerator<string> {
    yield 'a'
    yield 'b'
    await new Promise(() => {})
  }
  const results = spread(pool, source(), over)
  const first = results.next()
  await turn()
  attempts[0]?.made()
  expect(await first).toMatchObject({ value: expect.stringMatching(/^[ab]1$/) })
  await results.return()
  expect(attempts[1]?.signal.aborted).toBe(true)
})

test('what a connection gives back goes over another', async () => {
  const { pool } = poolRig({ max: 1 })
  const tried: string[] = []
  async function dying({ client }: Lease<Pooled>, portion: Portion<string>, handOver: HandOver): Promise<void> {
    for await (const item of portion.each(client)) {
      tried.push(`${item}${client.number}`)
      if (item === 'b' && client.number === 1) {
        client.close()
        portion.giveBack(item)
      } else await handOver(item)
    }
  }
  expect(await all(spread(pool, ['a', 'b', 'c'], dying))).toEqual(['a', 'b', 'c'])
  expect(tried).toEqual(['a1', 'b1', 'b2', 'c2'])
})

test('a connection that cannot be had is no error while there is another', async () => {
  const { pool, attempts } = poolRig({ max: 2, slow: true })
  const found = all(spread(pool, ['a', 'b', 'c'], over))
  await turn()
  attempts[0]?.made()
  attempts[1]?.fail(refused)
  expect((await found).map(([item]) => item).sort()).toEqual(['a', 'b', 'c'])
})

test('nor when it is known late: its item goes over one that there is', async () => {
  const { pool, attempts } = poolRig({ max: 2, slow: true })
  const found = all(spread(pool, ['a', 'b'], over))
  await turn()
  attempts[0]?.made()
  await turn()
  attempts[1]?.fail(refused)
  expect((await found).sort()).toEqual(['a1', 'b1'])
})

test('when no connection can be had, the first failure is thrown', async () => {
  const { pool, attempts } = poolRig({ max: 2, slow: true })
  const found = all(spread(pool, ['a', 'b', 'c'], over))
  await turn()
  attempts[0]?.fail(refused)
  attempts[1]?.fail(new Error('later'))
  await expect(found).rejects.toBe(refused)
})

test('what the work throws ends all, and what the source throws', async () => {
  const failure = new Error('mine')
  const { pool } = poolRig({ max: 2 })
  const failing = spread(pool, ['a', 'b', 'c'], async ({ client }, portion: Portion<string>, handOver: HandOver) => {
    for await (const item of portion.each(client)) {
      if (item === 'b') throw failure
      await handOver(item)
    }
  })
  await expect(all(failing)).rejects.toBe(failure)
  async function* broken(): AsyncGenerator<string> {
    yield 'a'
    throw failure
  }
  await expect(all(spread(pool, broken(), over))).rejects.toBe(failure)
  await turn()
  expect(pool.size).toBe(pool.idle)
})

test('an abort ends it with its reason', async () => {
  const { pool } = poolRig({ max: 1, slow: true })
  const leaving = new AbortController()
  const found = all(spread(pool, ['a'], over, { signal: leaving.signal }))
  await turn()
  leaving.abort(new Error('left'))
  await expect(found).rejects.toThrow('left')
})

test('somebody else who waits for a connection gets one between two items', async () => {
  const { pool } = poolRig({ max: 1 })
  const order: string[] = []
  let other: Promise<unknown> | undefined
  for await (const item of spread(pool, ['a', 'b', 'c'], over)) {
    order.push(item)
    other ??= pool.use(() => order.push('other'))
  }
  await other
  expect(order).toEqual(['a1', 'other', 'b1', 'c1'])
})

test('who waits for a connection within the loop gets one, where nothing waits for him on the wire', async () => {
  const { pool } = poolRig({ max: 2 })
  const order: string[] = []
  for await (const item of spread(
    pool,
    Array.from({ length: 20 }, (_, n) => `${n}.`),
    ahead,
  )) {
    order.push(await pool.use(() => item))
  }
  expect(order).toHaveLength(20)
})

test('work goes ahead of the loop, but not for ever', async () => {
  const { pool } = poolRig({ max: 2 })
  let taken = 0
  async function* source(): AsyncGenerator<string> {
    for (; ; taken++) yield 'a'
  }
  for await (const _ of spread(pool, source(), ahead)) {
    await turn()
    expect(taken).toBeGreaterThan(1)
    expect(taken).toBeLessThan(10)
    expect(pool.idle).toBe(pool.size)
    break
  }
})

test('leaving the loop ends who waits for it to take or to be done with a result', async () => {
  const { pool } = poolRig({ max: 3 })
  const ends: unknown[] = []
  async function waiting({ client }: Lease<Pooled>, portion: Portion<string>, handOver: HandOver): Promise<void> {
    for await (const item of portion.each(client)) await handOver(item).catch((error) => ends.push(error))
  }
  for await (const _ of spread(pool, ['a', 'b', 'c', 'd'], waiting)) {
    await turn()
    break
  }
  expect(ends).toHaveLength(3)
  for (const error of ends) expect(error).toMatchObject({ name: 'AbortError' })
  expect(pool.idle).toBe(pool.size)
})
