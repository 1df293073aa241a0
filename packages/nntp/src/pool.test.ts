import { ArgumentError, AuthError } from '@linewire/wire'
import { afterEach, expect, test } from 'vitest'
import { type LineServer, nntpServer, type NntpOptions as Serving, scriptedServer } from '../../../servers/src/index.ts'
import { news } from '../test/news.ts'
import type { Fetched } from './articles.ts'
import type { NntpOptions } from './connect.ts'
import { NntpPool } from './pool.ts'
import { NoSuchGroupError } from './refusals.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

type Options = Partial<NntpOptions> & { max?: number }

function poolFor(server: LineServer, options: Options): NntpPool {
  const pool = new NntpPool('nntp://127.0.0.1', { port: server.port, tls: 'none', timeout: 5000, ...options })
  open.push(pool)
  return pool
}

/** misc.test with `count` articles more. */
async function start(options: Options = {}, serving: Partial<Serving> = {}, count = 40) {
  const store = news()
  const ids = Array.from({ length: count }, (_, n) => `<n${n}@example.com>`)
  for (const id of ids) {
    const header = `Path: a!b\nFrom: j@example.com\nNewsgroups: misc.test\nSubject: x\nDate: 6 Oct 1998 04:38:40 -0500`
    store.add(`${header}\nMessage-ID: ${id}\n\n${id}\n${'x'.repeat(5000)}\n`)
  }
  const server = await nntpServer({ news: store, ...serving })
  open.push(server)
  return { server, ids, store, pool: poolFor(server, options) }
}

/** Which article each result is, read to its end. */
async function read(results: AsyncIterable<Fetched>): Promise<string[]> {
  const found: string[] = []
  for await (const { spec, article, missing } of results) {
    if (missing) found.push(`no ${spec}`)
    else found.push((await article.body.text()).split(/\r?\n/, 1)[0]!)
  }
  return found
}

test('articles come over several connections at a time, each once, and never over more than max', async () => {
  const { server, pool, ids } = await start({ max: 3 })
  for (const lease of [await pool.acquire(), await pool.acquire(), await pool.acquire()]) lease.release()
  expect((await read(pool.articles(ids))).sort()).toEqual([...ids].sort())
  expect(server.sessions).toHaveLength(3)
  for (const { transcript } of server.sessions) {
    expect(transcript.filter((line) => line.startsWith('C: ARTICLE')).length).toBeGreaterThan(0)
  }
  expect(pool.idle).toBe(3)
})

test('one that is missing is yielded as such', async () => {
  const { pool, ids } = await start({ max: 2 })
  const found = await read(pool.articles([ids[0]!, '<no@example.com>', ids[1]!], { part: 'body' }))
  expect(found.sort()).toEqual([ids[0], ids[1], 'no <no@example.com>'])
})

test('numbers are of a group, which every connection selects for itself', async () => {
  const { server, pool } = await start({ max: 2 })
  const found = await read(pool.articles([3000234, 3000237, 3000238, 3000235], { group: 'misc.test' }))
  expect(found.sort()).toEqual(['This is one.', 'This is three.', 'This is two.', 'no 3000235'])
  expect(server.transcript.filter((line) => line === 'C: GROUP misc.test')).toHaveLength(server.sessions.length)
  await expect(read(pool.articles([3000234]))).rejects.toThrow(ArgumentError)
  await expect(read(pool.articles([1], { group: 'no.such' }))).rejects.toThrow(NoSuchGroupError)
})

test('what was asked for on a connection that is lost comes over another', async () => {
  // each of the first two dies in the midst of an article
  const { server, pool, ids } = await start({ max: 2 }, { faults: { closeAt: 9, closeWhen: 'middle', connections: 2 } })
  const found: string[] = []
  let lost = 0
  for await (const { spec, article } of pool.articles(ids)) {
    try {
      await article!.bytes()
      found.push(String(spec))
    } catch {
      // one that has begun is its reader's
      lost++
    }
  }
  expect(found.length + lost).toBe(ids.length)
  expect(new Set(found).size).toBe(found.length)
  expect(lost).toBeLessThanOrEqual(2)
  expect(server.sessions.length).toBeGreaterThan(2)
})

test('a connection that the server ends with 400 is left, and the articles come over another', async () => {
  const faults = { replies: { 6: '400 idle for too long' }, connections: 1 }
  const { server, pool, ids } = await start({ max: 1 }, { faults })
  expect((await read(pool.articles(ids))).sort()).toEqual([...ids].sort())
  expect(server.sessions).toHaveLength(2)
})

test('a server that loses every connection before an article has come is an error', async () => {
  const server = await scriptedServer({
    script: [
      'S: 200 ready',
      'C: CAPABILITIES',
      'S: 101 list',
      'S: VERSION 2',
      'S: READER',
      'S: .',
      'C: /ARTICLE/',
      'CLOSE',
    ],
  })
  open.push(server)
  const pool = poolFor(server, { max: 2 })
  await expect(read(pool.articles(['<a@b>', '<c@d>', '<e@f>']))).rejects.toMatchObject({ code: 'ERR_CLOSED' })
  expect(server.sessions.length).toBeLessThanOrEqual(2)
})

test('leaving the loop leaves no connection with something outstanding', async () => {
  const { server, pool, ids } = await start({ max: 2 })
  for await (const { article } of pool.articles(ids)) {
    expect((await article!.bytes()).length).toBeGreaterThan(5000)
    break
  }
  for (let i = 0; i < pool.idle; i++) expect(await pool.use((client) => client.date())).toBeInstanceOf(Date)
  expect(await read(pool.articles(ids.slice(0, 3)))).toHaveLength(3)
  expect(server.sessions.length).toBeLessThanOrEqual(4)
})

test('use() lends a session', async () => {
  const { server, pool } = await start({ max: 1 })
  const names = await Promise.all([
    pool.use(async (news) => (await news.group('misc.test')).name),
    pool.use(async (news) => (await news.group('example.empty')).name),
  ])
  expect(names).toEqual(['misc.test', 'example.empty'])
  expect(server.sessions).toHaveLength(1)
})

test.each([
  ['400 Too many connections from your host', 0],
  ['502 Too many connections', 0],
  ['482 Too many connections for your user', 3],
])('a server that says "%s" is used with the sessions that it takes', async (reply, at) => {
  const auth = { user: 'a', password: 'b' }
  const users = { a: { password: 'b' } }
  const { server, pool, ids } = await start({ max: 3, auth }, { users, without: ['SASL'] })
  const held = await pool.acquire()
  server.faults = { replies: { [at]: reply }, closeAt: at + 1 }
  const waiting = read(pool.articles(ids.slice(0, 5)))
  while (pool.max > 1) await new Promise((resolve) => setImmediate(resolve))
  held.release()
  expect((await waiting).sort()).toEqual(ids.slice(0, 5).sort())
  expect(pool.size).toBe(1)
})

test('a wrong password is an error', async () => {
  const auth = { user: 'a', password: 'no' }
  const { pool, ids } = await start({ auth, max: 2 }, { users: { a: { password: 'b' } } })
  await expect(read(pool.articles(ids))).rejects.toThrow(AuthError)
})

test('all sessions are left politely', async () => {
  const { server, pool } = await start({ max: 2 })
  for (const lease of [await pool.acquire(), await pool.acquire()]) lease.release()
  await pool[Symbol.asyncDispose]()
  expect(server.transcript.filter((line) => line === 'C: QUIT')).toHaveLength(2)
})
