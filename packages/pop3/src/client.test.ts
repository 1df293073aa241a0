import { ArgumentError, ConnectionError, LimitError, ReplyError } from '@linewire/wire'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LineServer, Maildrop, pop3Server, type Pop3Options as ServerOptions } from '../../../servers/src/index.ts'
import { Pop3Client } from './client.ts'
import { CommitError } from './commit-error.ts'
import { FetchError } from './fetch-error.ts'

let server: LineServer
let maildrop: Maildrop

beforeEach(() => {
  maildrop = new Maildrop(['Subject: 1\n\none\n.dot\n', 'Subject: 2\n\ntwo\n', 'Subject: 3\n\nthree\n'])
})
afterEach(() => server[Symbol.asyncDispose]())

async function connect(options: Partial<ServerOptions> = {}): Promise<Pop3Client> {
  server = await pop3Server({ users: { tim: { password: 'tanstaaf', maildrop } }, ...options })
  return Pop3Client.connect(`pop://tim:tanstaaf@127.0.0.1:${server.port}`, { tls: 'none', timeout: 5000 })
}

test('the maildrop is listed, measured and read', async () => {
  await using pop = await connect()
  expect((await pop.list()).map(({ number }) => number)).toEqual([1, 2, 3])
  expect(await pop.list(2)).toEqual({ number: 2, octets: 19 })
  expect(await pop.uidl(3)).toEqual({ number: 3, uid: 'linewire-0003' })
  expect((await pop.uidl()).length).toBe(3)
  expect(Buffer.from(await pop.retr(1)).toString()).toBe('Subject: 1\r\n\r\none\r\n.dot\r\n')
  expect(Buffer.from(await pop.top(1, 1)).toString()).toBe('Subject: 1\r\n\r\none\r\n')
  await pop.noop()
})

test('parallel calls queue in order and go out together', async () => {
  await using pop = await connect()
  const [stat, message, sizes] = await Promise.all([pop.stat(), pop.retr(2), pop.list()])
  expect(stat.messages).toBe(3)
  expect(Buffer.from(message).toString()).toContain('two')
  expect(sizes).toHaveLength(3)
})

test('retrieve gives every message in order', async () => {
  await using pop = await connect()
  const seen: string[] = []
  for await (const { number, body } of pop.retrieve()) seen.push(`${number} ${(await body.text()).split('\r\n')[2]}`)
  expect(seen).toEqual(['1 one', '2 two', '3 three'])
})

test('one message that fails fails alone', async () => {
  await using pop = await connect()
  const outcome: string[] = []
  for await (const { number, body } of pop.retrieve([1, 9, 3])) {
    outcome.push(
      await body.text().then(
        () => `${number} read`,
        (error: unknown) => (error as ReplyError).message.slice(0, 12),
      ),
    )
  }
  expect(outcome).toEqual(['1 read', 'RETR 9: -ERR', '3 read'])
})

test('a body that is not read is passed over, and leaving the loop keeps the connection', async () => {
  await using pop = await connect()
  for await (const { number } of pop.retrieve()) if (number === 2) break
  expect((await pop.stat()).messages).toBe(3)
})

test('without PIPELINING one command waits for the other', async () => {
  await using pop = await connect({ without: ['PIPELINING'] })
  const numbers: number[] = []
  for await (const { number, body } of pop.retrieve()) {
    await body.bytes()
    numbers.push(number)
  }
  expect(numbers).toEqual([1, 2, 3])
})

test('fetchNew gives what has not been seen, and deletes what was acknowledged', async () => {
  {
    await using pop = await connect()
    const got: string[] = []
    for await (const { uid, done } of pop.fetchNew({ seen: new Set(['linewire-0001']), delete: true })) {
      got.push(uid)
      if (uid === 'linewire-0002') await done()
    }
    expect(got).toEqual(['linewire-0002', 'linewire-0003'])
  }
  expect(maildrop.messages.map(({ uid }) => uid)).toEqual(['linewire-0001', 'linewire-0003'])
})

test('deletions count at QUIT, are taken back by RSET, and are lost without QUIT', async () => {
  const pop = await connect()
  await pop.dele(1)
  await pop.rset()
  await pop.dele(3)
  expect((await pop.stat()).messages).toBe(2)
  expect(await pop.quit()).toEqual({ committed: true })
  expect(maildrop.messages).toHaveLength(2)
  expect(pop.closed).toBe(true)
  const again = await Pop3Client.connect(`pop://tim:tanstaaf@127.0.0.1:${server.port}`, { tls: 'none' })
  await again.dele(1)
  again.close()
  expect(maildrop.messages).toHaveLength(2)
})

test('-ERR at QUIT is a CommitError', async () => {
  const pop = await connect({ faults: { replies: { QUIT: '-ERR [SYS/TEMP] some deleted messages not removed' } } })
  await expect(pop.quit()).rejects.toThrow(CommitError)
})

test('a message that is too long ends in a LimitError', async () => {
  const pop = await connect()
  await expect(pop.retr(1, { maxBytes: 10 })).rejects.toThrow(LimitError)
  expect(pop.closed).toBe(true)
})

test('arguments that would be commands are refused, and nothing is sent', async () => {
  await using pop = await connect()
  const before = server.transcript.length
  expect(() => pop.user('tim\r\nDELE 1')).toThrow(ArgumentError)
  expect(() => pop.pass('x\nDELE 1')).toThrow(ArgumentError)
  expect(() => pop.lang('x\0')).toThrow(ArgumentError)
  await expect(pop.apop('x\r\n', 'y')).rejects.toThrow(ArgumentError)
  expect(() => pop.retr(0)).toThrow(ArgumentError)
  expect(server.transcript.length).toBe(before)
})

test('a server that hangs up at any step settles every call', async () => {
  for (let step = 5; step < 10; step++) {
    for (const closeWhen of ['before', 'middle', 'after'] as const) {
      const pop = await connect({ faults: { closeAt: step, closeWhen } })
      const calls = [pop.stat(), pop.list(), pop.retr(1), pop.uidl(), pop.retr(2)]
      const results = await Promise.allSettled(calls)
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ConnectionError)
      }
      // step 9 is the reply to the last of them
      if (step < 9 || closeWhen !== 'after') expect(results.at(-1)!.status).toBe('rejected')
      await expect(pop.noop()).rejects.toThrow(ConnectionError)
      await server[Symbol.asyncDispose]()
    }
  }
})

test('a signal ends the loop with its reason, and the session lives on', async () => {
  await using pop = await connect()
  const leaving = new AbortController()
  const reason = new Error('enough')
  const seen: number[] = []
  const read = async (): Promise<void> => {
    for await (const { number } of pop.retrieve(undefined, { signal: leaving.signal })) {
      seen.push(number)
      if (number === 2) leaving.abort(reason)
    }
  }
  await expect(read()).rejects.toBe(reason)
  expect(seen).toEqual([1, 2])
  expect((await pop.stat()).messages).toBe(3)
})

test('every method takes a signal: one that was aborted before sends nothing', async () => {
  const pop = await connect()
  const before = server.transcript.length
  const reason = new Error('no more')
  const signal = AbortSignal.abort(reason)
  const auth = { user: 'tim', password: 'tanstaaf' }
  for (const call of [
    () => pop.user('tim', { signal }),
    () => pop.pass('tanstaaf', { signal }),
    () => pop.apop('tim', 'tanstaaf', { signal }),
    () => pop.login(auth, { signal }),
    () => pop.login({ ...auth, mechanisms: ['+APOP'] }, { signal }),
    () => pop.startTls({ signal }),
    () => pop.capa({ signal }),
    () => pop.stat({ signal }),
    () => pop.list({ signal }),
    () => pop.list(1, { signal }),
    () => pop.uidl({ signal }),
    () => pop.uidl(1, { signal }),
    () => pop.retr(1, { signal }),
    () => pop.open(1, { signal }),
    () => pop.top(1, 0, { signal }),
    () => pop.retrieve([1], { signal })[Symbol.asyncIterator]().next(),
    () => pop.fetchNew({ seen: new Set(), signal })[Symbol.asyncIterator]().next(),
    () => pop.dele(1, { signal }),
    () => pop.rset({ signal }),
    () => pop.noop({ signal }),
    () => pop.utf8({ signal }),
    () => pop.langs({ signal }),
    () => pop.lang('fr', { signal }),
    () => pop.quit({ signal }),
  ]) {
    await expect(call()).rejects.toBe(reason)
  }
  expect(pop.closed).toBe(true)
  expect(server.transcript.length).toBe(before)
})

test('a call that was aborted leaves the others alone', async () => {
  await using pop = await connect()
  const leaving = new AbortController()
  const aborted = pop.retr(1, { signal: leaving.signal })
  const kept = pop.stat()
  leaving.abort()
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  expect((await kept).messages).toBe(3)
})

test('-ERR leaves the connection as it was', async () => {
  await using pop = await connect()
  await expect(pop.retr(7)).rejects.toThrow(ReplyError)
  expect((await pop.stat()).messages).toBe(3)
})

test('other commands may be called in the loop, however large the messages are', async () => {
  maildrop = new Maildrop(
    [400_000, 30, 3_000_000, 400_000, 30].map((octets) => `Subject: x\n\n${'x'.repeat(octets)}\n`),
  )
  {
    await using pop = await connect()
    for await (const { done } of pop.fetchNew({ seen: new Set(), delete: true })) await done()
  }
  expect(maildrop.messages).toHaveLength(0)
})

test('a message that cannot be had does not keep fetchNew from those behind it', async () => {
  await using pop = await connect({ faults: { replies: { 'RETR 2': '-ERR Message 2 expunged.' } } })
  const had: number[] = []
  const fetching = (async () => {
    for await (const { number } of pop.fetchNew({ seen: new Set() })) had.push(number)
  })()
  await expect(fetching).rejects.toThrow(FetchError)
  await expect(fetching).rejects.toMatchObject({
    code: 'ERR_FETCH',
    failed: [{ number: 2, uid: 'linewire-0002', error: expect.any(ReplyError) }],
  })
  expect(had).toEqual([1, 3])
  await pop.noop()
})

test('what rset() has unmarked is not lost with the goodbye', async () => {
  const pop = await connect()
  await pop.dele(1)
  await pop.rset()
  await server[Symbol.asyncDispose]()
  await pop[Symbol.asyncDispose]()
})

test('done() may be called twice: the server is told once', async () => {
  await using pop = await connect()
  for await (const { done } of pop.fetchNew({ seen: new Set(), delete: true })) {
    await Promise.all([done(), done()])
    await done()
  }
  expect((await pop.stat()).messages).toBe(0)
})

test('a message that is streamed is alone on the wire, and one that is not read is passed over', async () => {
  maildrop = new Maildrop([30, 1_200_000, 30].map((octets) => `Subject: x\n\n${'x'.repeat(octets)}\n`))
  await using pop = await connect()
  const lengths: number[] = []
  for await (const { number, body } of pop.retrieve()) {
    if (number !== 2) lengths.push((await body.bytes()).length)
    else for await (const piece of body) lengths.push(Math.sign(piece.length))
    await pop.noop()
  }
  expect([lengths[0], lengths.at(-1)]).toEqual([46, 46])
  expect(lengths.length).toBeGreaterThan(4)
})

test('a server that goes at the goodbye is no error, unless deletions were to be made', async () => {
  const gone = { faults: { replies: {}, closeAt: 6, closeWhen: 'before' } } as const
  for (const mark of [false, true]) {
    maildrop = new Maildrop(['Subject: 1\n\none\n'])
    const leave = async (): Promise<void> => {
      await using pop = await connect(gone)
      if (mark) await pop.dele(1)
      else await pop.noop()
    }
    if (mark) await expect(leave()).rejects.toThrow(ConnectionError)
    else await leave()
    await server[Symbol.asyncDispose]()
  }
})

test('leaving the loop in the midst of a large message leaves the connection usable', async () => {
  const text = `Subject: large\r\n\r\n${'0123456789abcdef\r\n'.repeat(70_000)}`
  maildrop = new Maildrop([text, 'Subject: 2\n\ntwo\n'])
  server = await pop3Server({ users: { tim: { password: 'tanstaaf', maildrop } } })
  await using pop = await Pop3Client.connect(`pop://tim:tanstaaf@127.0.0.1:${server.port}`, {
    tls: 'none',
    timeout: 5000,
    limits: { drain: 4_000_000 },
  })
  for await (const { body } of pop.retrieve()) {
    for await (const piece of body) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
    break
  }
  expect((await pop.stat()).messages).toBe(2)
  for await (const { number } of pop.retrieve()) {
    expect(number).toBe(1)
    break
  }
  expect((await pop.stat()).messages).toBe(2)
})
