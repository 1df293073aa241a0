import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { poolRig, turn } from '../testing/pooled.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const pass = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms)
  await turn()
}

test('a connection that lies idle for too long is left politely', async () => {
  const { pool, clients } = poolRig({ idleTimeout: 1000 })
  await pool.use(() => {})
  await pass(999)
  expect(pool.idle).toBe(1)
  await pass(1)
  expect(clients[0]).toMatchObject({ goodbyes: 1, closed: true })
  expect(pool.size).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})

test('with less to do the ones that are not needed grow old, for the most recently used is lent first', async () => {
  const { pool, clients } = poolRig({ idleTimeout: 1000 })
  const leases = [await pool.acquire(), await pool.acquire(), await pool.acquire()]
  for (const lease of leases) lease.release()
  for (let i = 0; i < 4; i++) {
    await pool.use(() => {})
    await pass(400)
  }
  expect(clients.map(({ closed }) => closed)).toEqual([true, true, false])
})

test('a connection that is too old is not lent again, however much it is used', async () => {
  const { pool, clients } = poolRig({ lifetime: 1000, idleTimeout: 0 })
  const held = await pool.acquire()
  await pass(1500)
  expect(clients[0]?.closed).toBe(false)
  held.release()
  await turn()
  expect(clients[0]).toMatchObject({ goodbyes: 1, closed: true })
  await pool.use(() => {})
  await pass(1000)
  expect(clients[1]).toMatchObject({ goodbyes: 1, closed: true })
})

test('no limit of either leaves no timer', async () => {
  const { pool } = poolRig({ lifetime: 0, idleTimeout: 0 })
  await pool.use(() => {})
  expect(vi.getTimerCount()).toBe(0)
  await pass(1e9)
  expect(await pool.use((client) => client.number)).toBe(1)
})

test('a time beyond what Node counts to is not taken for none', async () => {
  const { pool } = poolRig({ lifetime: 0, idleTimeout: 2 ** 40 })
  await pool.use(() => {})
  await pass(10)
  expect(pool.idle).toBe(1)
})

test('a connection that is being left still counts', async () => {
  const { pool, clients, attempts } = poolRig({ max: 1, idleTimeout: 1000 })
  await pool.use(() => {})
  let leave: () => void = () => {}
  clients[0]!.goodbye = new Promise((resolve) => void (leave = resolve))
  await pass(1000)
  const waiting = pool.acquire()
  await turn()
  expect(attempts).toHaveLength(1)
  expect(clients[0]?.held).toBe(true)
  leave()
  expect((await waiting).client.number).toBe(2)
})

test('the timer does not keep the process alive', async () => {
  vi.useRealTimers()
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const { pool } = poolRig()
  const before = timers()
  await pool.use(() => {})
  expect(timers()).toBe(before)
  await pool[Symbol.asyncDispose]()
})
