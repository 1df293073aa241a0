import { expect, test } from 'vitest'
import { ConnectionError } from '../errors.ts'
import { poolRig, turn } from '../testing/pooled.ts'

const refused = new ConnectionError('nothing listens', 'ECONNREFUSED')

test('as many connections are made as there are waiters, and never more than max', async () => {
  const { pool, attempts } = poolRig({ max: 3, slow: true })
  const waiting = [1, 2, 3, 4, 5].map(() => pool.use(() => {}))
  expect(attempts).toHaveLength(3)
  expect(pool.size).toBe(3)
  for (const attempt of attempts) attempt.made()
  await Promise.all(waiting)
  expect(attempts).toHaveLength(3)
})

test('a failure is for the one that it was made for; the next tries his own', async () => {
  const { pool, attempts } = poolRig({ max: 1, slow: true })
  const first = pool.acquire()
  const second = pool.acquire()
  attempts[0]?.fail(refused)
  await expect(first).rejects.toBe(refused)
  expect(attempts).toHaveLength(2)
  attempts[1]?.made()
  expect((await second).client.number).toBe(1)
})

test('a server that is down is asked no more than max times at once, and everybody hears of it', async () => {
  const { pool, attempts } = poolRig({ max: 2, slow: true })
  const all = Promise.allSettled([1, 2, 3, 4, 5].map(() => pool.acquire()))
  for (let done = 0; done < 5; done++) {
    expect(attempts.length - done).toBeLessThanOrEqual(2)
    attempts[done]?.fail(refused)
    await turn()
  }
  for (const result of await all) expect(result).toMatchObject({ reason: refused })
  expect(attempts).toHaveLength(5)
  expect(pool.size).toBe(0)
})

test('one who gets a connection that came back leaves the one in the making to the next', async () => {
  const { pool, attempts } = poolRig({ max: 2, slow: true })
  const holding = pool.acquire()
  attempts[0]?.made()
  const held = await holding
  const first = pool.acquire()
  const second = pool.acquire()
  expect(attempts).toHaveLength(2)
  held.release()
  expect((await first).client.number).toBe(1)
  // it was begun for the first; it is the second's now, and so is its failure
  attempts[1]?.fail(refused)
  await expect(second).rejects.toBe(refused)
})

test('a connection in the making that nobody waits for any more is kept, unless its waiter has left', async () => {
  const { pool, attempts } = poolRig({ max: 2, slow: true })
  const holding = pool.acquire()
  attempts[0]?.made()
  const held = await holding
  const served = pool.acquire()
  held.release()
  await served
  attempts[1]?.made()
  await turn()
  expect(pool.idle).toBe(1)

  const leaving = new AbortController()
  const alone = poolRig({ slow: true })
  const left = alone.pool.acquire({ signal: leaving.signal })
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  expect(alone.attempts[0]?.signal.aborted).toBe(true)
  await turn()
  expect(alone.pool.size).toBe(0)
})

test('one that fails when nobody waits for it is nobody’s error', async () => {
  const { pool, attempts } = poolRig({ max: 2, slow: true })
  const holding = pool.acquire()
  attempts[0]?.made()
  const held = await holding
  const served = pool.acquire()
  held.release()
  await served
  attempts[1]?.fail(refused)
  await turn()
  expect(pool.size).toBe(1)
})

test('a connection that is closed as soon as it is made is a failure, and is not asked for for ever', async () => {
  const { pool, attempts } = poolRig({ max: 1, slow: true })
  const waiting = pool.acquire()
  attempts[0]?.made().close()
  await expect(waiting).rejects.toMatchObject({ code: 'ERR_CLOSED' })
  expect(attempts).toHaveLength(1)
})

test('a pool that is left ends the connecting, and closes what is made in spite of that', async () => {
  const { pool, attempts, clients } = poolRig({ max: 2, slow: true })
  const waiting = [pool.acquire(), pool.acquire()]
  attempts[1]?.made()
  await pool[Symbol.asyncDispose]()
  for (const acquiring of waiting) await expect(acquiring).rejects.toMatchObject({ code: 'ERR_ABORTED' })
  expect(attempts[0]?.signal.aborted).toBe(true)
  await turn()
  expect(clients[0]?.closed).toBe(true)
})

test('what connect() throws before there is a promise is a failure too', async () => {
  const { pool } = poolRig({
    connect: () => {
      throw refused
    },
  })
  await expect(pool.acquire()).rejects.toBe(refused)
})

test('a new connection is offered the newest TLS session', async () => {
  const { pool, attempts, clients } = poolRig()
  const first = await pool.acquire()
  expect(attempts[0]?.session).toBeUndefined()
  // the ticket of TLS 1.3 comes behind the handshake
  clients[0]!.tlsSession = Buffer.from('first')
  await pool.acquire()
  expect(attempts[1]?.session).toEqual(Buffer.from('first'))
  clients[0]!.tlsSession = Buffer.from('newer')
  first.client.close()
  first.release()
  pool.acquire()
  expect(attempts[2]?.session).toEqual(Buffer.from('newer'))
})
