import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ReplyError } from '../errors.ts'
import { poolRig, turn } from '../testing/pooled.ts'
import { tooManyConnections } from './too-many.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const tooMany = new ReplyError({ command: 'greeting', code: '421', text: 'Too many connections from your host' })
const full = (error: unknown): boolean => error === tooMany

test('where the server takes no more, a waiter waits for one of those that there are', async () => {
  const { pool, attempts } = poolRig({ max: 3, slow: true, full })
  const holding = pool.acquire()
  attempts[0]?.made()
  const held = await holding
  const waiting = pool.acquire()
  attempts[1]?.fail(tooMany)
  await turn()
  expect([pool.max, pool.waiting, attempts.length]).toEqual([1, 1, 2])
  held.release()
  expect((await waiting).client.number).toBe(1)
})

test('he keeps his place', async () => {
  const { pool, attempts } = poolRig({ max: 2, slow: true, full })
  const holding = pool.acquire()
  attempts[0]?.made()
  const held = await holding
  const order: number[] = []
  const waiting = [1, 2, 3].map((number) => pool.use(() => order.push(number)))
  attempts[1]?.fail(tooMany)
  await turn()
  held.release()
  await Promise.all(waiting)
  expect(order).toEqual([1, 2, 3])
})

test('without any connection there is nothing to wait for', async () => {
  const { pool, attempts } = poolRig({ max: 3, slow: true, full })
  const waiting = [pool.acquire(), pool.acquire()]
  const all = Promise.allSettled(waiting)
  attempts[0]?.fail(tooMany)
  await turn()
  // the other might be taken
  expect(pool.waiting).toBe(2)
  attempts[1]?.fail(tooMany)
  await turn()
  attempts[2]?.fail(tooMany)
  for (const result of await all) expect(result).toMatchObject({ reason: tooMany })
})

test('after a while one more is tried, and another when that is taken', async () => {
  const { pool, attempts } = poolRig({ max: 4, slow: true, full, recovery: 1000 })
  const leases = [pool.acquire()]
  attempts[0]?.made()
  await leases[0]
  leases.push(pool.acquire(), pool.acquire(), pool.acquire())
  for (const attempt of attempts.slice(1)) attempt.fail(tooMany)
  await turn()
  expect([pool.max, attempts.length]).toEqual([1, 4])
  await vi.advanceTimersByTimeAsync(1000)
  expect(attempts).toHaveLength(5)
  attempts[4]?.made()
  await turn()
  expect(attempts).toHaveLength(6)
  attempts[5]?.fail(tooMany)
  await turn()
  expect([pool.max, attempts.length]).toEqual([2, 6])
  await vi.advanceTimersByTimeAsync(1000)
  expect(attempts).toHaveLength(7)
  attempts[6]?.made()
  await turn()
  attempts[7]?.made()
  await Promise.all(leases)
  expect(pool.max).toBe(4)
})

test('another failure says nothing of how many the server takes', async () => {
  const { pool, attempts } = poolRig({ max: 3, slow: true, full })
  void pool.acquire()
  attempts[0]?.made()
  await turn()
  const other = new Error('no')
  const waiting = pool.acquire()
  attempts[1]?.fail(other)
  await expect(waiting).rejects.toBe(other)
  expect(pool.max).toBe(3)
})

const said = (text: string): ReplyError => new ReplyError({ command: 'greeting', code: '421', text })

test.each([
  'There are too many connections from your internet address.', // vsftpd
  'There are too many connected users, please try later.', // vsftpd
  'Sorry, the maximum number of clients (2) from your host are already connected.', // ProFTPD
  'Too many connections (8) from this IP', // Pure-FTPd
  '4.7.0 mail.example Error: too many connections from 192.0.2.1', // Postfix
  'Too many concurrent SMTP connections; please try again later.', // Exim
  '4.3.2 Concurrent connections limit exceeded', // Exchange
  'Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)', // Dovecot
  'Too many simultaneous connections. (Failure)', // Gmail
  'Too many connections for your user', // news providers
  'max connections reached',
])('"%s" is about the number of connections', (text) => {
  expect(tooManyConnections(said(text))).toBe(true)
})

test.each([
  'Too many failed login attempts',
  'Too many login attempts, please try again later',
  '4.7.0 Too many errors on this connection',
  'Too many recipients',
  'Maximum message size exceeded for this user',
  'Login incorrect',
  'idle for too long',
])('"%s" is about something else', (text) => {
  expect(tooManyConnections(said(text))).toBe(false)
})

test('an error that is not ours says nothing', () => {
  expect(tooManyConnections(new Error('too many connections'))).toBe(false)
})
