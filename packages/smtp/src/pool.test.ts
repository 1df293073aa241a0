import { type ConnectionError, ReplyError } from '@linewire/wire'
import { afterEach, expect, test } from 'vitest'
import {
  type LineServer,
  type ScriptedOptions,
  type SmtpServer,
  scriptedServer,
  smtpServer,
} from '../../../servers/src/index.ts'
import type { SmtpOptions } from './connect.ts'
import { SmtpPool } from './pool.ts'
import type { Sent } from './send-all.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

type Options = Partial<SmtpOptions> & { max?: number }

const poolFor = (port: number, options: Options): SmtpPool => {
  const pool = new SmtpPool(`smtp://127.0.0.1:${port}`, { tls: 'none', timeout: 5000, name: 'me', ...options })
  open.push(pool)
  return pool
}

async function start(server: Parameters<typeof smtpServer>[0] = {}, options: Options = {}) {
  const to: SmtpServer = await smtpServer(server)
  open.push(to)
  return { to, pool: poolFor(to.port, options) }
}

/** A server for each connection, as a script says it. */
async function play(script: ScriptedOptions['script'], options: Options = {}) {
  const to: LineServer = await scriptedServer({ script })
  open.push(to)
  return { to, pool: poolFor(to.port, options) }
}

const message = (n: number | string) => ({ from: 'me@x.example', to: `${n}@y.example`, data: `Subject: ${n}\r\n\r\n` })
const connections = ({ transcript }: SmtpServer): number =>
  transcript.filter((line) => line.startsWith('S: 220')).length

async function all<R>(results: AsyncIterable<R>): Promise<R[]> {
  const found: R[] = []
  for await (const result of results) found.push(result)
  return found
}

test('messages go over several connections at a time, and never over more than max', async () => {
  const { to, pool } = await start({}, { max: 3 })
  const sent = await Promise.all(Array.from({ length: 12 }, (_, n) => pool.send(message(n))))
  expect(sent.map(({ accepted }) => accepted[0])).toEqual(Array.from({ length: 12 }, (_, n) => `${n}@y.example`))
  expect(connections(to)).toBe(3)
  expect(to.deliveries).toHaveLength(12)
})

test('sendAll: each message once, results as they are known, on each connection one right behind another', async () => {
  const { to, pool } = await start({}, { max: 2 })
  for (const lease of [await pool.acquire(), await pool.acquire()]) lease.release()
  const messages = Array.from({ length: 20 }, (_, n) => message(n))
  const sent = await all(pool.sendAll(messages))
  expect(new Set(sent.map((one) => one.message))).toEqual(new Set(messages))
  expect(to.deliveries).toHaveLength(20)
  expect(connections(to)).toBe(2)
  // greeting, EHLO and then one flight for each message and its envelope, the last one alone
  expect(to.flights).toBeLessThan(20 + 2 * 4)
  expect(pool.idle).toBe(2)
})

test('one that fails fails alone', async () => {
  const { pool } = await start({ refuse: { 'no@y.example': '550 no such user' } }, { max: 2 })
  const sent = await all(pool.sendAll([message(1), message('no'), message(2)]))
  const refused = sent.filter(({ error }) => error)
  expect(refused).toMatchObject([{ message: { to: 'no@y.example' }, rejected: [{ recipient: 'no@y.example' }] }])
  expect(sent).toHaveLength(3)
})

test('while many are sent, somebody else gets a connection between two of them', async () => {
  const { to, pool } = await start({}, { max: 1 })
  let other: Promise<unknown> | undefined
  for await (const _ of pool.sendAll(Array.from({ length: 10 }, (_, n) => message(n)))) {
    other ??= pool.send(message('other'))
  }
  await other
  const order = to.deliveries.map(({ to: [recipient] }) => recipient)
  expect(order.indexOf('other@y.example')).toBeGreaterThan(0)
  expect(order.indexOf('other@y.example')).toBeLessThan(5)
})

test('leaving the loop takes nothing back, and leaves connections that can be used', async () => {
  const { to, pool } = await start({}, { max: 2 })
  for await (const { accepted } of pool.sendAll(Array.from({ length: 8 }, (_, n) => message(n)))) {
    expect(accepted).toHaveLength(1)
    break
  }
  const before = to.deliveries.length
  expect((await pool.send(message('next'))).accepted).toHaveLength(1)
  expect(to.deliveries.length).toBe(before + 1)
  expect(connections(to)).toBeLessThanOrEqual(2)
})

test('a transaction that was begun by hand is ended when its connection comes back', async () => {
  const { to, pool } = await start({}, { max: 1 })
  await pool.use(async (smtp) => {
    await smtp.mail('me@x.example')
    await smtp.rcpt('a@y.example')
  })
  expect((await pool.send(message(1))).accepted).toEqual(['1@y.example'])
  expect(connections(to)).toBe(1)
  expect(to.transcript.filter((line) => line === 'C: RSET')).toHaveLength(1)
  expect(to.deliveries[0]?.to).toEqual(['1@y.example'])
})

const hello = ['S: 220 ready', 'C: EHLO me', 'S: 250-x', 'S: 250 PIPELINING'] as const
const envelope = (n: number) => ['C: /MAIL/', `C: RCPT TO:<${n}@y.example>`, 'C: DATA'] as const
const taken = (n: number) => [...envelope(n), 'S: 250 ok', 'S: 250 ok', 'S: 354 go', 'BODY', 'S: 250 queued'] as const

test.each([
  ['says 421 to its sender', ['C: /MAIL/', 'C: /RCPT/', 'C: DATA', 'S: 421 4.7.0 too many messages', 'CLOSE']],
  ['hangs up on its sender', ['C: /MAIL/', 'CLOSE']],
  ['hangs up in place of 354', [...envelope(2), 'S: 250 ok', 'S: 250 ok', 'CLOSE']],
] as const)('a message goes over another connection when one that was used before %s', async (_, end) => {
  const scripts = [
    [...hello, ...taken(1), ...end],
    [...hello, ...taken(2), 'C: QUIT', 'S: 221 bye'],
  ]
  const { to, pool } = await play((n) => scripts[n]!, { max: 1 })
  expect((await pool.send(message(1))).accepted).toEqual(['1@y.example'])
  expect((await pool.send(message(2))).accepted).toEqual(['2@y.example'])
  expect(to.sessions).toHaveLength(2)
  await pool[Symbol.asyncDispose]()
})

test.each(['before', 'in'] as const)(
  'a message is never sent twice: the connection is lost %s the reply to it',
  async (when) => {
    const end = when === 'before' ? ['CLOSE'] : [Buffer.from('250 que'), 'CLOSE']
    const script = [...hello, ...taken(1), ...envelope(2), 'S: 250 ok', 'S: 250 ok', 'S: 354 go', 'BODY', ...end]
    const { to, pool } = await play(script, { max: 1 })
    await pool.send(message(1))
    await expect(pool.send(message(2))).rejects.toMatchObject({
      name: 'ConnectionError',
    } satisfies Partial<ConnectionError>)
    expect(to.sessions).toHaveLength(1)
  },
)

test('nor is a message tried again and again on new connections', async () => {
  const script = [...hello, 'C: /MAIL/', 'C: /RCPT/', 'C: DATA', 'S: 421 4.3.2 going down', 'CLOSE']
  const { to, pool } = await play(script, { max: 1 })
  await expect(pool.send(message(1))).rejects.toMatchObject({ name: 'ConnectionError' })
  expect(to.sessions).toHaveLength(1)
  const sent: Sent[] = await all(pool.sendAll([message(2), message(3)]))
  expect(sent.map(({ error }) => error?.name)).toEqual(['ConnectionError', 'ConnectionError'])
})

test('sendAll goes on over another connection when one is lost, and says which message is lost with it', async () => {
  const scripts = [
    // the second is on its way when the connection goes; the third has not begun
    [...hello, ...taken(1), ...envelope(2), 'S: 250 ok', 'S: 250 ok', 'S: 354 go', 'BODY', 'CLOSE'],
    [...hello, ...taken(3), ...taken(4), 'C: QUIT', 'S: 221 bye'],
  ]
  const { to, pool } = await play((n) => scripts[n]!, { max: 1 })
  const sent = await all(pool.sendAll([1, 2, 3, 4].map(message)))
  expect(sent.map(({ message: { to: recipient }, error }) => [recipient, error?.name])).toEqual([
    ['1@y.example', undefined],
    ['2@y.example', 'ConnectionError'],
    ['3@y.example', undefined],
    ['4@y.example', undefined],
  ])
  expect(to.sessions).toHaveLength(2)
  await pool[Symbol.asyncDispose]()
})

test('a message that cannot be read fails alone, though it takes its connection with it', async () => {
  const { to, pool } = await start({}, { max: 1 })
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from('Subject: x\r\n')
    throw new Error('disk on fire')
  }
  const sent = await all(pool.sendAll([message(1), { ...message(2), data: broken() }, message(3), message(4)]))
  expect(sent.map(({ error }) => error?.message)).toEqual([
    undefined,
    expect.stringContaining('disk on fire'),
    undefined,
    undefined,
  ])
  expect(to.deliveries.map(({ to: [recipient] }) => recipient)).toEqual(['1', '3', '4'].map((n) => `${n}@y.example`))
})

test('an abort ends sendAll with its reason', async () => {
  const leaving = new AbortController()
  const deliver = (): Promise<void> => {
    leaving.abort(new Error('left'))
    return new Promise(() => {})
  }
  const { pool } = await start({ deliver }, { max: 2 })
  await expect(all(pool.sendAll([1, 2, 3].map(message), { signal: leaving.signal }))).rejects.toThrow('left')
})

test.each([
  '421 4.7.0 mail.example Error: too many connections from 127.0.0.1',
  '432 4.3.2 Concurrent connections limit exceeded',
])('a server that says "%s" is used with the connections that it takes', async (greeting) => {
  const scripts = [
    [...hello, ...taken(1), ...taken(2), 'C: QUIT', 'S: 221 bye'],
    [`S: ${greeting}`, 'CLOSE'],
  ]
  const { pool } = await play((n) => scripts[Math.min(n, 1)]!, { max: 3 })
  const held = await pool.acquire()
  const waiting = [pool.send(message(1)), pool.send(message(2))] as const
  while (pool.max > 1) await new Promise((resolve) => setImmediate(resolve))
  held.release()
  expect((await waiting[0]).accepted).toEqual(['1@y.example'])
  expect((await waiting[1]).accepted).toEqual(['2@y.example'])
  await pool[Symbol.asyncDispose]()
})

test('a server that takes no connection at all is an error, once for the whole of sendAll', async () => {
  const { pool } = await play(['S: 554 no SMTP service here', 'CLOSE'])
  await expect(all(pool.sendAll([1, 2, 3].map(message)))).rejects.toBeInstanceOf(ReplyError)
})
