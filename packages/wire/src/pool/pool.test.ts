import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { ArgumentError, ConnectionError } from '../errors.ts'
import { poolRig, turn } from '../testing/pooled.ts'
import type { Lease } from './lease.ts'

test('connections are made when they are needed, up to max, and lent again', async () => {
  const { pool, clients } = poolRig({ max: 2 })
  const first = await pool.acquire()
  const second = await pool.acquire()
  expect([first.client.number, second.client.number]).toEqual([1, 2])
  expect([first.reused, pool.size, pool.idle]).toEqual([false, 2, 0])
  const third = pool.acquire()
  await turn()
  expect(pool.waiting).toBe(1)
  first.release()
  first.release()
  expect(await third).toMatchObject({ client: clients[0], reused: true })
  expect(clients).toHaveLength(2)
  expect(pool.idle).toBe(0)
})

test('use() lends for as long as the work goes on, also when it fails', async () => {
  const { pool, clients } = poolRig()
  expect(await pool.use((client) => client.number * 10)).toBe(10)
  const failure = new Error('mine')
  await expect(pool.use(() => Promise.reject(failure))).rejects.toBe(failure)
  await expect(
    pool.use(() => {
      throw failure
    }),
  ).rejects.toBe(failure)
  expect(pool.idle).toBe(1)
  expect(clients).toHaveLength(1)
})

test('the most recently used is lent first', async () => {
  const { pool } = poolRig()
  const leases = [await pool.acquire(), await pool.acquire(), await pool.acquire()]
  for (const lease of [leases[1]!, leases[0]!, leases[2]!]) lease.release()
  const again = [await pool.acquire(), await pool.acquire(), await pool.acquire()]
  expect(again.map(({ client }) => client.number)).toEqual([3, 1, 2])
})

test('who waits longest gets the next one', async () => {
  const { pool } = poolRig({ max: 1 })
  const held = await pool.acquire()
  const order: number[] = []
  const waiting = [1, 2, 3].map((number) => pool.use(() => order.push(number)))
  await turn()
  held.release()
  await Promise.all(waiting)
  expect(order).toEqual([1, 2, 3])
})

test('a lease is given back by await using', async () => {
  const { pool } = poolRig({ max: 1 })
  {
    await using lease = await pool.acquire()
    expect(lease.client.number).toBe(1)
    expect(pool.idle).toBe(0)
  }
  expect(pool.idle).toBe(1)
})

test.each([
  ['with something outstanding', false],
  ['that is closed', true],
])('a connection %s is never lent again', async (_, closed) => {
  const { pool, clients } = poolRig({ max: 1 })
  await pool.use((client) => {
    if (closed) client.close()
    else client.reusable = false
  })
  expect(clients[0]).toMatchObject({ closed: true, goodbyes: 0 })
  expect(pool.size).toBe(0)
  expect(await pool.use((client) => client.number)).toBe(2)
})

test('one that the server has closed while it was idle is not lent', async () => {
  const { pool, clients } = poolRig()
  await pool.use(() => {})
  clients[0]?.close()
  expect(await pool.use((client) => client.number)).toBe(2)
  expect(pool.size).toBe(1)
})

test('a goodbye that has arrived and was not read yet is read before a connection is lent', async () => {
  const { pool, clients } = poolRig({ max: 1 })
  await pool.use(() => {})
  // what the event loop has not come to
  setImmediate(() => clients[0]?.close())
  const lease = await pool.acquire()
  expect(lease).toMatchObject({ reused: false, client: { number: 2 } })
})

test('what comes back is made as new, and closed when that fails', async () => {
  const reset: number[] = []
  const { pool, clients } = poolRig({
    max: 1,
    reset: async (client) => {
      reset.push(client.number)
      if (client.number === 2) throw new Error('RSET: 421')
    },
  })
  await pool.use(() => {})
  await pool.use((client) => {
    client.reusable = false
  })
  await pool.use(() => {})
  await turn()
  expect(reset).toEqual([1, 2])
  expect(clients.map(({ closed }) => closed)).toEqual([true, true])
  expect(await pool.use((client) => client.number)).toBe(3)
})

test('a rule that throws costs nobody a place: what it was about is closed', async () => {
  const { pool, clients } = poolRig({
    max: 1,
    reset: () => {
      throw new Error('reset failed')
    },
  })
  expect(await pool.use(() => 'done')).toBe('done')
  await turn()
  expect(clients[0]?.closed).toBe(true)
  expect(await pool.use((client) => client.number)).toBe(2)
})

test('who waits is not given a connection before it is as new', async () => {
  let done: () => void = () => {}
  const { pool } = poolRig({ max: 1, reset: () => new Promise<void>((resolve) => void (done = resolve)) })
  const held = await pool.acquire()
  let served = false
  const waiting = pool.use(() => {
    served = true
  })
  held.release()
  await turn()
  expect(served).toBe(false)
  done()
  await waiting
})

test('an abort takes a waiter out of the queue, and leaves no listener behind', async () => {
  const { pool, clients } = poolRig({ max: 1 })
  const held = await pool.acquire()
  const leaving = new AbortController()
  const reason = new Error('left')
  const left = pool.acquire({ signal: leaving.signal })
  const next = pool.acquire()
  leaving.abort(reason)
  await expect(left).rejects.toBe(reason)
  held.release()
  expect((await next).client).toBe(clients[0])
  await expect(pool.acquire({ signal: leaving.signal })).rejects.toBe(reason)
  expect(getEventListeners(leaving.signal, 'abort')).toEqual([])
})

test('one who is served leaves no listener behind, and his abort changes nothing any more', async () => {
  const { pool } = poolRig({ max: 1 })
  const leaving = new AbortController()
  const lease = await pool.acquire({ signal: leaving.signal })
  expect(getEventListeners(leaving.signal, 'abort')).toEqual([])
  leaving.abort()
  expect(lease.client.closed).toBe(false)
})

test('an abort in the turn in which an idle connection is looked at leaves it to the next', async () => {
  const { pool, clients } = poolRig({ max: 1 })
  await pool.use(() => {})
  const leaving = new AbortController()
  const left = pool.acquire({ signal: leaving.signal })
  const next = pool.acquire()
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  expect((await next).client).toBe(clients[0])
})

test('an idle connection does not keep the process alive, a lent one does', async () => {
  const { pool, clients } = poolRig()
  const [client] = [await pool.use(() => clients[0]!)]
  expect(client.held).toBe(false)
  await pool.use(({ held }) => expect(held).toBe(true))
})

test('numbers that are none are refused', () => {
  for (const options of [{ max: 0 }, { max: 1.5 }, { idleTimeout: -1 }, { lifetime: Number.NaN }, { recovery: -5 }]) {
    expect(() => poolRig(options)).toThrow(ArgumentError)
  }
})

test('a pool that is left says goodbye on what is idle and closes what is lent', async () => {
  const { pool, clients } = poolRig({ max: 2 })
  const lent = await pool.acquire()
  await pool.use(() => {})
  const waiting = [pool.acquire(), pool.acquire()] as const
  const lease: Lease<unknown> = await waiting[0]
  lease.release()
  const late = pool.acquire()
  await waiting[1]
  await pool[Symbol.asyncDispose]()
  for (const client of clients) expect(client.closed).toBe(true)
  for (const failed of [late, pool.acquire(), pool.use(() => {})]) {
    await expect(failed).rejects.toMatchObject({
      name: 'ConnectionError',
      code: 'ERR_ABORTED',
      message: 'the pool was closed by this client',
    })
  }
  lent.release()
  expect(pool.size).toBe(0)
  await pool[Symbol.asyncDispose]()
})

test('the goodbye is awaited, and one that fails is no error', async () => {
  const { pool, clients } = poolRig()
  const leases = [await pool.acquire(), await pool.acquire()]
  for (const lease of leases) lease.release()
  clients[0]!.goodbye = Promise.reject(new Error('QUIT: 500'))
  await pool[Symbol.asyncDispose]()
  expect(clients.map(({ goodbyes, closed }) => [goodbyes, closed])).toEqual([
    [1, true],
    [1, true],
  ])
})

test('one that is being made as new hears the goodbye behind that', async () => {
  let done: () => void = () => {}
  const { pool, clients } = poolRig({ reset: () => new Promise<void>((resolve) => void (done = resolve)) })
  await pool.use(() => {})
  const left = pool[Symbol.asyncDispose]()
  await left
  done()
  await turn()
  expect(clients[0]).toMatchObject({ goodbyes: 1, closed: true })
  expect(pool.size).toBe(0)
})

test('a goodbye that is being said is waited for, and said once', async () => {
  const { pool, clients } = poolRig()
  await pool.use(() => {})
  let over: () => void = () => {}
  clients[0]!.goodbye = new Promise((resolve) => void (over = resolve))
  const first = pool[Symbol.asyncDispose]()
  let left = false
  const second = pool[Symbol.asyncDispose]().then(() => {
    left = true
  })
  await turn()
  expect(left).toBe(false)
  over()
  await Promise.all([first, second])
  expect(clients[0]?.goodbyes).toBe(1)
})

test('close() says no goodbye', async () => {
  const { pool, clients } = poolRig()
  await pool.use(() => {})
  pool.close()
  expect(clients[0]).toMatchObject({ goodbyes: 0, closed: true })
  expect(pool.size).toBe(0)
})

test('work is run again on another connection only where the caller says that it may', async () => {
  const { pool } = poolRig()
  const numbers: number[] = []
  const work = (client: { number: number; close(): void }): string => {
    numbers.push(client.number)
    if (numbers.length < 3) {
      client.close()
      throw new ConnectionError('the server closed the connection', 'ERR_CLOSED')
    }
    return 'done'
  }
  await expect(pool.use(work)).rejects.toThrow('closed the connection')
  expect(await pool.use(work, { retry: { backoff: () => 0 } })).toBe('done')
  expect(numbers).toEqual([1, 2, 3])
})
