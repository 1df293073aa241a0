import {
  ArgumentError,
  ConnectionError,
  LimitError,
  ProtocolError,
  TimeoutError,
  type TraceEvent,
} from '@linewire/wire'
import { expect, test } from 'vitest'
import { type LineServer, nntpServer, type NntpOptions as Serving } from '../../../servers/src/index.ts'
import { news } from '../test/news.ts'
import { NntpClient } from './client.ts'
import type { NntpOptions } from './connect.ts'
import { ArticleNotFoundError, NoSuchGroupError, PostingNotPermittedError, PostRejectedError } from './refusals.ts'

interface House extends AsyncDisposable {
  server: LineServer
  client: NntpClient
}

async function house(serving: Partial<Serving> = {}, options: Partial<NntpOptions> = {}): Promise<House> {
  const server = await nntpServer({ news: news(), ...serving })
  const client = await NntpClient.connect({
    host: '127.0.0.1',
    port: server.port,
    tls: 'none',
    timeout: 2000,
    ...options,
  })
  return {
    server,
    client,
    async [Symbol.asyncDispose]() {
      client.close()
      await server.close()
    },
  }
}

const post = { headers: { From: 'me@example.com', Newsgroups: 'misc.test', Subject: 'posted' }, body: '.dot\nüber\n' }

test('OVER and HDR, or XOVER and XHDR where the server is old', async () => {
  for (const without of [[], ['OVER', 'HDR'], ['CAPABILITIES', 'OVER', 'HDR']]) {
    await using it = await house({ without })
    const group = await it.client.group('misc.test')
    const rows = await it.client.overview(group)
    expect(rows.map(({ number, subject, from }) => [number, subject, from])).toEqual([
      [3000234, 'about one', 'Jürgen <j@example.com>'],
      [3000237, 'about two', 'Jürgen <j@example.com>'],
      [3000238, 'about three', 'Jürgen <j@example.com>'],
    ])
    expect((await it.client.hdr('Subject', '3000237-')).map(({ value }) => value)).toEqual(['about two', 'about three'])
    expect(await it.client.hdr('Keywords', 3000237)).toMatchObject([{ number: 3000237, value: '' }])
    expect(await it.client.overview('1-5')).toEqual([])
    expect(await it.client.hdr('Subject', '1-5')).toEqual([])
    expect(await it.client.overview({ first: 0, last: -1 })).toEqual([])
    const current: number[] = []
    for await (const batch of it.client.over()) current.push(...batch.map(({ number }) => number))
    expect(current).toEqual([3000234])
    await expect(it.client.overview('<no@example.com>').then()).rejects.toThrow(ArticleNotFoundError)
  }
})

test('a wide range is asked for in pieces of ten thousand', async () => {
  await using it = await house()
  await it.client.group('misc.test')
  expect(await it.client.overview({ from: 2999234, to: 3019233 })).toHaveLength(3)
  expect(it.server.transcript.filter((line) => line.startsWith('C: OVER'))).toEqual([
    'C: OVER 2999234-3009233',
    'C: OVER 3009234-3019233',
  ])
})

test('leaving a listing leaves the client usable', async () => {
  await using it = await house()
  const group = await it.client.group('misc.test')
  for await (const { number } of it.client.overview(group)) {
    expect(number).toBe(3000234)
    break
  }
  for await (const _ of it.client.listGroup()) break
  expect((await it.client.stat(3000237)).id).toBe('<two@example.com>')
})

test('articles in order, a missing one as such, however far the window reaches', async () => {
  for (const pipelining of ['auto', 'off', 2] as const) {
    await using it = await house({}, { pipelining })
    await it.client.group('misc.test')
    const found: unknown[] = []
    for await (const { spec, article, missing } of it.client.articles([
      3000234,
      3000235,
      '<two@example.com>',
      3000238,
    ])) {
      found.push(missing ? [spec, missing.code] : [spec, await article.body.text()])
    }
    expect(found).toEqual([
      [3000234, 'This is one.\r\n.dot\r\n'],
      [3000235, '423'],
      ['<two@example.com>', 'This is two.\r\n.dot\r\n'],
      [3000238, 'This is three.\r\n.dot\r\n'],
    ])
  }
})

test('a window of articles is one flight', async () => {
  await using it = await house()
  await it.client.group('misc.test')
  const before = it.server.flights
  for await (const { article } of it.client.articles([3000234, 3000237, 3000238], { part: 'head' }))
    await article?.bytes()
  expect(it.server.flights - before).toBeLessThanOrEqual(2)
})

test('articles that are not read are passed over, and the loop may be left', async () => {
  await using it = await house()
  await it.client.group('misc.test')
  let seen = 0
  for await (const _ of it.client.articles([3000234, 3000237, 3000238])) seen++
  expect(seen).toBe(3)
  for await (const _ of it.client.articles([3000234, 3000237, 3000238])) break
  expect((await it.client.date()).getTime()).toBeGreaterThan(0)
})

test('no group selected ends the loop with that', async () => {
  await using it = await house()
  const fetched = it.client.articles([1])[Symbol.asyncIterator]()
  await expect(fetched.next()).rejects.toMatchObject({ code: '412' })
})

test('post and read back; what is rejected or not permitted', async () => {
  await using it = await house()
  const { id } = await it.client.post(post)
  const article = await it.client.article(id)
  expect(article.headers.get('Content-Type')).toBe('text/plain; charset=UTF-8')
  expect(await article.body.text()).toBe('.dot\r\nüber\r\n')
  await expect(it.client.post('Subject: alone\n\nx')).rejects.toThrow(PostRejectedError)
  await expect(it.client.post({ path: '/nowhere/at/all' })).rejects.toMatchObject({ code: 'ENOENT' })
  expect((await it.client.group('misc.test')).count).toBe(4)
  await using closed = await house({ posting: false })
  expect(closed.client.postingAllowed).toBe(false)
  await expect(closed.client.post(post)).rejects.toThrow(PostingNotPermittedError)
  expect((await closed.client.group('misc.test')).count).toBe(3)
})

test('a source is let go of, sent or not', async () => {
  for (const posting of [true, false]) {
    await using it = await house({ posting })
    let open = true
    const source = (async function* () {
      try {
        yield 'From: me@example.com\nNewsgroups: misc.test\nSubject: s\n\n'
        yield 'the body'
      } finally {
        open = false
      }
    })()
    await it.client.post(source).catch((error: unknown) => expect(error).toBeInstanceOf(PostingNotPermittedError))
    await expect.poll(() => open).toBe(false)
  }
})

test('an aborted post ends the connection: no half of an article is ever posted', async () => {
  const store = news()
  await using it = await house({ news: store })
  const leaving = new AbortController()
  const source = (async function* () {
    yield 'From: me@example.com\nNewsgroups: misc.test\nSubject: s\n\nfirst half'
    leaving.abort()
    yield 'second half'
  })()
  await expect(it.client.post(source, { signal: leaving.signal })).rejects.toMatchObject({ name: 'AbortError' })
  await expect(it.client.date()).rejects.toMatchObject({ code: 'ERR_CLOSED' })
  expect(store.articles.size).toBe(3)
})

test('ihave, wanted once', async () => {
  await using it = await house()
  const article = `From: a@b\nNewsgroups: misc.test\nSubject: s\nMessage-ID: <fed@example.com>\n\nfed\n`
  await it.client.ihave('<fed@example.com>', article)
  await expect(it.client.ihave('<fed@example.com>', article)).rejects.toMatchObject({ code: '435' })
  expect(await (await it.client.body('<fed@example.com>')).text()).toBe('fed\r\n')
})

test('a slow reader holds the others back, and they go on when it has read', async () => {
  const store = news()
  store.add(
    `From: a@b\nNewsgroups: misc.test\nSubject: s\nMessage-ID: <big@example.com>\n\n${'x'.repeat(78).concat('\n').repeat(40_000)}`,
  )
  await using it = await house({ news: store })
  const big = await it.client.body('<big@example.com>')
  const behind = it.client.stat('<one@example.com>')
  expect(await Promise.race([behind, new Promise((resolve) => setTimeout(resolve, 50, 'waits'))])).toBe('waits')
  expect(await big.bytes()).toHaveLength(80 * 40_000)
  expect((await behind).id).toBe('<one@example.com>')
})

test('aborted before it is sent, after, and in mid-body', async () => {
  await using it = await house()
  await it.client.group('misc.test')
  await expect(it.client.stat(1, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  const leaving = new AbortController()
  const sent = it.client.article(3000234, { signal: leaving.signal })
  await Promise.resolve()
  leaving.abort()
  await expect(sent).rejects.toMatchObject({ name: 'AbortError' })
  const reading = new AbortController()
  const article = await it.client.article(3000234, { signal: reading.signal })
  reading.abort()
  expect((await it.client.stat(3000237)).id).toBe('<two@example.com>')
  article.cancel()
})

test('a server that hangs up within an article, a list, or a post', async () => {
  for (const run of [
    (client: NntpClient) => client.article('<one@example.com>').then((article) => article.bytes()),
    (client: NntpClient) => client.list.active(),
    (client: NntpClient) => client.listGroup('misc.test').then(),
    (client: NntpClient) => client.post(post),
  ]) {
    for (const closeWhen of ['before', 'middle'] as const) {
      await using it = await house({ faults: { closeAt: 2, closeWhen } })
      const pending = run(it.client)
      const behind = it.client.date()
      await expect(pending).rejects.toThrow(ConnectionError)
      await expect(behind).rejects.toThrow(ConnectionError)
      expect(it.client.closed).toBe(true)
      await expect(it.client.date()).rejects.toMatchObject({ code: 'ERR_CLOSED' })
    }
  }
})

test('a server that falls silent is left after timeout.reply', async () => {
  await using it = await house({ faults: { stallAt: 2 } }, { timeout: { reply: 100 } })
  await expect(it.client.date()).rejects.toThrow(TimeoutError)
})

test('rubbish, and a reply to another command, end the connection', async () => {
  await using rubbish = await house({ faults: { garbageAt: 2 } })
  await expect(rubbish.client.date()).rejects.toThrow(ProtocolError)
  await using desync = await house({ faults: { replies: { DATE: '215 list follows' } } })
  await expect(desync.client.date()).rejects.toThrow('DATE: expected 111, got "215 list follows"')
  expect(desync.client.closed).toBe(true)
})

test('a server that says 400 and leaves: its words are the reason', async () => {
  await using asked = await house({ faults: { replies: { DATE: '400 shutting down' } } })
  await expect(asked.client.date()).rejects.toMatchObject({ code: '400', transient: true })
  await using unasked = await house({ faults: { replies: { DATE: '111 20260101000000\r\n400 idle for too long' } } })
  await unasked.client.date()
  await expect(unasked.client.date()).rejects.toThrow('400 idle for too long')
})

test('what is awaited of a list is bounded', async () => {
  await using it = await house({}, { limits: { body: 20 } })
  await expect(it.client.listGroup('misc.test').then()).rejects.toThrow(LimitError)
  const numbers: number[] = []
  for await (const number of it.client.listGroup('misc.test')) numbers.push(number)
  expect(numbers).toEqual([3000234, 3000237, 3000238])
})

test('what is collected in memory is bounded', async () => {
  await using it = await house({}, { limits: { body: 20 } })
  await expect(it.client.list.active()).rejects.toThrow('more than 20 octets (limits.body')
  await expect(house({}, { limits: { reply: 20 } })).rejects.toThrow('CAPABILITIES: its reply has more than 20 octets')
})

test('a line end in any argument is refused before anything is written', async () => {
  await using it = await house()
  const { client, server } = it
  const bad = 'x\r\nQUIT'
  const id = `<${bad}>`
  const since = new Date()
  const calls: (() => PromiseLike<unknown>)[] = [
    () => client.group(bad),
    () => client.listGroup(bad),
    () => client.listGroup('misc.test', bad),
    ...(['stat', 'head', 'body', 'article'] as const).map((method) => () => client[method](id)),
    () => client.overview(id),
    () => client.hdr(bad, 1),
    () => client.hdr('Subject', id),
    () => client.xpat(bad, 1, '*'),
    () => client.xpat('Subject', 1, bad),
    () => client.newNews(bad, since),
    () => client.ihave(id, 'x'),
    () => client.post({ headers: { Subject: bad }, body: '' }),
    () => client.login({ user: bad, password: 'x' }),
    ...(['active', 'activeTimes', 'counts', 'newsgroups', 'subscriptions'] as const).map(
      (method) => () => client.list[method](bad),
    ),
  ]
  for (const call of calls) {
    const tried = async (): Promise<unknown> => call()
    await expect(tried(), call.toString()).rejects.toThrow(ArgumentError)
  }
  expect(server.transcript.filter((line) => line.startsWith('C:'))).toEqual(['C: CAPABILITIES'])
})

test('calls in parallel keep their order; a refusal harms nobody else', async () => {
  const trace: TraceEvent[] = []
  await using it = await house({}, { trace: (event) => trace.push(event) })
  const [group, refused, stat, help] = await Promise.allSettled([
    it.client.group('misc.test'),
    it.client.group('no.such'),
    it.client.stat(3000238),
    it.client.help(),
  ])
  expect(group).toMatchObject({ value: { last: 3000238 } })
  expect(refused).toMatchObject({ reason: expect.any(NoSuchGroupError) })
  expect(stat).toMatchObject({ value: { id: '<three@example.com>' } })
  expect(help).toMatchObject({ value: 'This is a server for tests.\nIt knows RFC 3977.' })
  expect(trace.filter((event) => event.kind === 'exchange').map((event) => event.verb)).toContain('GROUP misc.test')
})

test('newGroups, newNews, date and the lists', async () => {
  const store = news()
  store.lists = { MOTD: ['Welcome.'], 'DISTRIB.PATS': ['10:local.*:local'] }
  await using it = await house({ news: store, now: () => new Date('2026-01-02T03:04:05Z') })
  const { client } = it
  expect(await client.date()).toEqual(new Date('2026-01-02T03:04:05Z'))
  expect((await client.newGroups(new Date('1999-06-24T00:00:00Z'))).map(({ name }) => name)).toEqual(['example.empty'])
  expect(await client.newNews('misc.*', new Date('1999-01-01T00:00:00Z'))).toHaveLength(3)
  expect(await client.list.active('*.empty')).toEqual([{ name: 'example.empty', first: 1, last: 0, status: 'n' }])
  expect(await client.list.counts('misc.*')).toMatchObject([{ name: 'misc.test', count: 3 }])
  expect(await client.list.motd()).toBe('Welcome.')
  expect(await client.list.distribPats()).toHaveLength(1)
  await expect(client.list.moderators()).rejects.toMatchObject({ code: '503' })
})

test('quit says goodbye, await using does, close just leaves', async () => {
  await using it = await house()
  await it.client.quit()
  expect(it.server.transcript.at(-1)).toBe('S: 205 bye')
  expect(it.client.closed).toBe(true)
  await using other = await house()
  const pending = other.client.date()
  other.client.close()
  await expect(pending).rejects.toMatchObject({ code: 'ERR_CLOSED' })
})
