import { ArgumentError, ConnectionError, LimitError } from '@linewire/wire'
import { afterEach, expect, test } from 'vitest'
import {
  imapServer,
  type LineServer,
  MailStore,
  type ImapOptions as ServerOptions,
} from '../../../servers/src/index.ts'
import { ImapClient } from './client.ts'
import { string } from './quote.ts'

let server: LineServer
let store: MailStore
afterEach(() => server?.[Symbol.asyncDispose]())

async function connect(options: Partial<ServerOptions> = {}): Promise<ImapClient> {
  store = new MailStore({
    INBOX: ['Subject: 1\r\n\r\none\r\n'],
    Sent: { attributes: ['\\Sent'] },
    'Gel&APY-scht': [],
    Hidden: { subscribed: false },
  })
  server = await imapServer({ users: { tim: { password: 'tanstaaf', store } }, ...options })
  return ImapClient.connect(`imap://tim:tanstaaf@127.0.0.1:${server.port}`, { tls: 'none', timeout: 5000 })
}

const said = (): string => server.transcript.join('\n')

test('mailboxes are made, renamed, subscribed to, listed and deleted', async () => {
  await using imap = await connect()
  await imap.create('Entwürfe')
  await imap.rename('Entwürfe', 'Entwürfe & mehr')
  await imap.subscribe('Entwürfe & mehr')
  expect((await imap.list('E*')).map(({ name }) => name)).toEqual(['Entwürfe & mehr'])
  expect((await imap.list('*', { subscribed: true })).map(({ name }) => name)).toContain('Entwürfe & mehr')
  await imap.unsubscribe('Entwürfe & mehr')
  expect((await imap.list('*', { subscribed: true })).map(({ name }) => name)).not.toContain('Entwürfe & mehr')
  await imap.delete('Entwürfe & mehr')
  expect(await imap.list('E*')).toEqual([])
  expect((await imap.list()).map(({ name }) => name)).toContain('Gelöscht')
})

test('list with status takes one round trip, or a STATUS for each where the server cannot', async () => {
  for (const without of [[], ['LIST-STATUS', 'LIST-EXTENDED']]) {
    await using imap = await connect({ without })
    const found = await imap.list('*', { status: ['messages', 'uidNext'] })
    expect(found.find(({ name }) => name === 'INBOX')?.status).toEqual({ messages: 1, uidNext: 2 })
    expect(found.every(({ status }) => status !== undefined)).toBe(true)
  }
})

test('parallel calls go out together', async () => {
  await using imap = await connect()
  const [status, listed, namespaces] = await Promise.all([
    imap.status('INBOX', ['messages']),
    imap.list('INBOX'),
    imap.namespace(),
    imap.noop(),
  ])
  expect([status.messages, listed.length, namespaces.personal.length]).toEqual([1, 1, 1])
})

test('append takes text, octets and streams, with LITERAL+ and without', async () => {
  for (const without of [[], ['LITERAL+']]) {
    await using imap = await connect({ without })
    const text = 'Subject: x\r\n\r\nGrüße\r\n'
    async function* stream(): AsyncGenerator<Uint8Array> {
      for (const octet of Buffer.from(text)) yield Uint8Array.of(octet)
    }
    const size = Buffer.byteLength(text)
    for (const source of [text, Buffer.from(text), new Blob([text]), stream()]) {
      expect((await imap.append('Sent', source, { flags: ['\\Seen'] }))?.uid).toBeGreaterThan(0)
    }
    await imap.append('Sent', stream(), { size, date: new Date(0) })
    const stored = store.get('Sent')!.messages
    expect(stored.map(({ raw }) => raw.toString())).toEqual(Array(5).fill(text))
    expect(stored[0]!.flags.has('\\Seen')).toBe(true)
    expect(stored[4]!.date).toEqual(new Date(0))
    expect(said().includes('+}')).toBe(without.length === 0)
  }
})

test('a source that is too large to collect is a LimitError, and nothing was sent', async () => {
  server = await imapServer({ users: { tim: { password: 'tanstaaf', store: new MailStore() } } })
  const url = `imap://tim:tanstaaf@127.0.0.1:${server.port}`
  await using imap = await ImapClient.connect(url, { tls: 'none', limits: { body: 10 } })
  async function* stream(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(11)
  }
  await expect(imap.append('INBOX', stream())).rejects.toThrow(LimitError)
  await expect(imap.append('INBOX', '')).rejects.toThrow(ArgumentError)
  expect(said()).not.toMatch(/^C: A\d+ APPEND/m)
})

test('enable, id, capability, noop', async () => {
  await using imap = await connect()
  expect((await imap.capability()).has('IDLE')).toBe(true)
  expect((await imap.id({ name: 'x' })).get('name')).toBe('linewire test server')
  await imap.noop()
  expect([...imap.enabled]).toEqual([])
})

test('idle ends by its signal, or for another command', async () => {
  await using imap = await connect()
  await imap.select('INBOX')
  const leaving = new AbortController()
  const idling = imap.idle({ signal: leaving.signal })
  setTimeout(() => leaving.abort(), 20)
  await idling
  const interrupted = imap.idle()
  await imap.noop()
  await interrupted
  expect(said().match(/^C: DONE$/gm)).toHaveLength(2)
})

test('a command of one’s own', async () => {
  await using imap = await connect()
  const status = await imap.run({ line: ['STATUS ', string('INBOX'), ' (MESSAGES)'], done: ({ text }) => text })
  expect(status).toContain('completed')
})

test('logout closes the connection, and a later call says so', async () => {
  const imap = await connect()
  await imap.logout()
  expect(imap.closed).toBe(true)
  await expect(imap.noop()).rejects.toThrow(ConnectionError)
})

test.each(['\r', '\n', '\0'])('arguments with %j are refused, and nothing is sent', async (octet) => {
  await using imap = await connect()
  await imap.noop()
  const before = server.transcript.length
  const bad = `x${octet}A9 LOGOUT`
  const calls: (() => Promise<unknown>)[] = [
    () => imap.create(bad),
    () => imap.delete(bad),
    () => imap.rename(bad, 'y'),
    () => imap.rename('y', bad),
    () => imap.subscribe(bad),
    () => imap.unsubscribe(bad),
    () => imap.select(bad),
    () => imap.examine(bad),
    () => imap.status(bad, ['messages']),
    () => imap.list(bad),
    () => imap.list('*', { reference: bad }),
    () => imap.append(bad, 'x'),
    () => imap.append('INBOX', 'x', { flags: [bad] }),
    () => imap.login(bad, 'x'),
    () => imap.login('x', bad),
    () => imap.enable(bad),
    async () => imap.id({ name: bad }),
    async () => imap.id({ [bad]: 'x' }),
    () => imap.run({ line: `NOOP ${bad}`, done: () => {} }),
    () => imap.run({ line: ['NOOP ', { literal: Buffer.from('x') }, bad], done: () => {} }),
    () => imap.run({ line: 'NOOP {3}', done: () => {} }),
  ]
  for (const call of calls) await expect(call(), String(call)).rejects.toThrow(ArgumentError)
  expect(server.transcript.length).toBe(before)
})

test('a server that hangs up at any step settles every call', async () => {
  for (let step = 5; step < 10; step++) {
    for (const closeWhen of ['before', 'middle', 'after'] as const) {
      const imap = await connect({ faults: { closeAt: step, closeWhen } })
      const inbox = imap.select('INBOX')
      const rows = inbox.then(async (mailbox) => {
        for await (const { source } of mailbox.fetch('1:*', { source: true })) expect(source.length).toBeGreaterThan(0)
        return mailbox.search({ all: true })
      })
      const results = await Promise.allSettled([inbox, rows, imap.list(), imap.append('INBOX', 'x')])
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ConnectionError)
      }
      imap.close()
      await expect(imap.noop()).rejects.toThrow(ConnectionError)
      await server[Symbol.asyncDispose]()
    }
  }
})
