import { ArgumentError, ConnectionError, TimeoutError } from '@linewire/wire'
import { afterEach, expect, test } from 'vitest'
import {
  imapServer,
  type LineServer,
  MailStore,
  type ImapOptions as ServerOptions,
} from '../../../servers/src/index.ts'
import { ImapClient } from './client.ts'
import type { Mailbox } from './mailbox.ts'
import { NotFoundError } from './not-found-error.ts'
import type { MailboxEvent } from './selected.ts'
import { SeqSet } from './sets.ts'

let server: LineServer
let store: MailStore
let imap: ImapClient
afterEach(async () => {
  imap?.close()
  await server?.[Symbol.asyncDispose]()
})

const letter = (number: number): string =>
  `From: a${number}@lab.test\r\nSubject: number ${number}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nb=6Fdy ${number}\r\n`

async function open(messages = 3, options: Partial<ServerOptions> = {}): Promise<Mailbox> {
  store = new MailStore({ INBOX: Array.from({ length: messages }, (_, i) => letter(i + 1)), Other: [] })
  server = await imapServer({ users: { tim: { password: 'tanstaaf', store } }, ...options })
  imap = await ImapClient.connect(`imap://tim:tanstaaf@127.0.0.1:${server.port}`, {
    tls: 'none',
    timeout: 5000,
    id: null,
  })
  return imap.select('INBOX')
}

const commands = (verb: string): number =>
  server.transcript.filter((line) => line.startsWith('C: ') && line.includes(verb)).length

test('the state of the mailbox', async () => {
  const inbox = await open()
  expect(inbox).toMatchObject({ name: 'INBOX', exists: 3, uidNext: 4, readOnly: false, selected: true })
  expect(inbox.uidValidity).toBeGreaterThan(0)
  expect((await imap.examine('INBOX')).readOnly).toBe(true)
})

test('messages come in windows, and commands may be awaited within the loop', async () => {
  const inbox = await open(1100)
  const uids: number[] = []
  for await (const { uid, flags } of inbox.fetch('1:*', { flags: true })) {
    expect(flags.has('\\Seen')).toBe(false)
    if (uid % 400 === 0) {
      await inbox.addFlags(uid, ['\\Flagged'])
      expect(await (await inbox.download(uid)).text()).toBe(letter(uid))
    }
    uids.push(uid)
  }
  expect(uids).toEqual(Array.from({ length: 1100 }, (_, i) => i + 1))
  expect(commands('UID FETCH')).toBe(3 + 2)
  expect((await inbox.search({ flagged: true })).toString()).toBe('400,800')
})

test('contents come in smaller windows', async () => {
  const inbox = await open(40)
  let octets = 0
  for await (const { source } of inbox.fetch('1:*', { source: true })) octets += source.length
  expect(octets).toBe(store.get('INBOX')!.messages.reduce((sum, { raw }) => sum + raw.length, 0))
  expect(commands('UID FETCH')).toBe(3)
})

test('a large set of sequence numbers becomes UIDs first', async () => {
  const inbox = await open(600)
  store.get('INBOX')!.remove([1])
  let count = 0
  for await (const { uid } of inbox.fetch(SeqSet.from('1:*'), { flags: true })) count += uid > 1 ? 1 : 0
  expect(count).toBe(599)
})

test('leaving the loop leaves the connection as it was', async () => {
  const inbox = await open(1100)
  for await (const { uid } of inbox.fetch('1:*', { envelope: true })) if (uid === 3) break
  expect((await inbox.fetchOne(7, { envelope: true }))?.envelope.subject).toBe('number 7')
})

test('an aborted signal ends the loop with its reason', async () => {
  const inbox = await open(1100)
  const leaving = new AbortController()
  const loop = (async () => {
    for await (const { uid } of inbox.fetch('1:*', { flags: true }, { signal: leaving.signal })) {
      if (uid === 5) leaving.abort(new Error('enough'))
    }
  })()
  await expect(loop).rejects.toThrow('enough')
  expect((await inbox.search({ uid: 9 })).toString()).toBe('9')
})

test('two loops at once get their own rows', async () => {
  const inbox = await open(50)
  const read = async (set: string): Promise<string[]> => {
    const subjects: string[] = []
    for await (const { envelope } of inbox.fetch(set, { envelope: true })) subjects.push(envelope.subject ?? '')
    return subjects
  }
  const [low, high] = await Promise.all([read('1:25'), read('20:50')])
  expect(low).toHaveLength(25)
  expect(high).toHaveLength(31)
  expect(high[0]).toBe('number 20')
})

test('an empty mailbox has nothing, and a message that arrives is found', async () => {
  const inbox = await open(0)
  const count = async (set: string | SeqSet): Promise<number> => {
    let messages = 0
    for await (const _ of inbox.fetch(set, { flags: true })) messages++
    return messages
  }
  expect(await count('1:*')).toBe(0)
  expect(await count(SeqSet.from('1:*'))).toBe(0)
  store.get('INBOX')!.add(letter(1))
  expect(await count('1:*')).toBe(1)
})

test('download decodes; a part that is left does not stop what follows', async () => {
  const inbox = await open()
  expect(await (await inbox.download(2, '1')).text()).toBe('body 2\r\n')
  const left = await inbox.download(3)
  left.cancel()
  const [one, two] = await Promise.all([
    inbox.download(1).then((body) => body.text()),
    inbox.download(2).then((body) => body.text()),
  ])
  expect([one, two]).toEqual([letter(1), letter(2)])
  await expect(inbox.download(9)).rejects.toThrow(NotFoundError)
})

test('a stream that nobody reads fails after timeout.body, when others wait', async () => {
  store = new MailStore({ INBOX: [`Subject: x\r\n\r\n${'x'.repeat(200_000)}\r\n`] })
  server = await imapServer({ users: { tim: { password: 'tanstaaf', store } } })
  const url = `imap://tim:tanstaaf@127.0.0.1:${server.port}`
  imap = await ImapClient.connect(url, { tls: 'none', timeout: { body: 50 } })
  const inbox = await imap.select('INBOX')
  const body = await inbox.download(1)
  await new Promise((resolve) => setTimeout(resolve, 20))
  await imap.noop()
  await expect(body.bytes()).rejects.toThrow(TimeoutError)
})

test('search finds, counts, and speaks other charsets', async () => {
  for (const without of [[], ['ESEARCH']]) {
    const inbox = await open(5, { without })
    expect((await inbox.search({ subject: 'number 3' })).toString()).toBe('3')
    expect(await inbox.search({ uid: '2:4' }, { return: ['min', 'max', 'count'] })).toEqual({
      min: 2,
      max: 4,
      count: 3,
    })
    expect((await inbox.search({ subject: 'Grüße' })).isEmpty).toBe(true)
    await expect(inbox.search({ subject: 'x' }, { charset: 'no such' })).rejects.toThrow(ArgumentError)
    await expect(inbox.search({ subject: 'ü' }, { charset: 'US-ASCII' })).rejects.toThrow('not ASCII')
    imap.close()
    await server[Symbol.asyncDispose]()
  }
})

test('flags are added, removed and set', async () => {
  const inbox = await open()
  expect((await inbox.addFlags('1:2', ['\\Seen', 'hot'])).flags.get(2)).toEqual(new Set(['\\Seen', 'hot', '\\Recent']))
  await inbox.store.remove(1, ['hot'], { silent: true })
  await inbox.setFlags(SeqSet.from(2), ['\\Draft'])
  const flags: string[][] = []
  for await (const message of inbox.fetch('1:2', { flags: true }))
    flags.push([...message.flags].filter((flag) => flag !== '\\Recent'))
  expect(flags).toEqual([['\\Seen'], ['\\Draft']])
})

test('a set that is too long for a line goes in several commands', async () => {
  const inbox = await open(10)
  const sparse = Array.from({ length: 3000 }, (_, i) => 2 * i + 1)
  const { flags } = await inbox.addFlags(sparse, ['hot'])
  expect([...flags.keys()]).toEqual([1, 3, 5, 7, 9])
  expect(commands('UID STORE')).toBeGreaterThan(1)
})

test('move works with MOVE, and without it, and without UIDPLUS', async () => {
  for (const without of [[], ['MOVE'], ['MOVE', 'UIDPLUS']]) {
    const inbox = await open(4, { without })
    await inbox.addFlags(4, ['\\Deleted'])
    const copied = await inbox.move('1:2', 'Other')
    if (!without.includes('UIDPLUS')) expect(copied?.get(2)).toBe(2)
    expect(store.get('INBOX')!.messages.map(({ uid }) => uid)).toEqual([3, 4])
    expect(store.get('Other')!.messages).toHaveLength(2)
    expect(store.get('INBOX')!.find(4)?.flags.has('\\Deleted')).toBe(true)
    expect(inbox.exists).toBe(2)
    await inbox.expunge()
    expect(store.get('INBOX')!.messages.map(({ uid }) => uid)).toEqual([3])
    imap.close()
    await server[Symbol.asyncDispose]()
  }
})

test('copy to a mailbox that does not exist is a NotFoundError, and the session goes on', async () => {
  const inbox = await open()
  await expect(inbox.copy(1, 'nowhere')).rejects.toThrow(NotFoundError)
  expect((await inbox.copy(SeqSet.from(1), 'Other'))?.get(1)).toBe(1)
  await inbox.check()
})

test('a mailbox that was left may not be asked any more', async () => {
  const inbox = await open()
  const other = await imap.select('Other')
  expect([inbox.selected, other.selected]).toEqual([false, true])
  await expect(inbox.search({})).rejects.toThrow('INBOX is not the selected mailbox any more')
  await inbox[Symbol.asyncDispose]()
  expect(other.selected).toBe(true)
  await other.unselect()
  await expect(imap.select('nowhere')).rejects.toThrow()
  const again = await imap.select('INBOX')
  await again.addFlags(1, ['\\Deleted'])
  await again.close()
  expect(store.get('INBOX')!.messages).toHaveLength(2)
})

test('await using removes nothing, with UNSELECT or without', async () => {
  for (const without of [[], ['UNSELECT']]) {
    {
      await using inbox = await open(2, { without })
      await inbox.addFlags(1, ['\\Deleted'])
    }
    expect(store.get('INBOX')!.messages).toHaveLength(2)
    await imap.noop()
    imap.close()
    await server[Symbol.asyncDispose]()
  }
})

test('watch tells of messages, flags and expunges, by IDLE or by asking', async () => {
  for (const without of [[], ['IDLE']]) {
    const inbox = await open(2, { without })
    const events: MailboxEvent['type'][] = []
    const box = store.get('INBOX')!
    setTimeout(() => box.add(letter(3)), 30)
    for await (const event of inbox.watch({ interval: 10, signal: AbortSignal.timeout(4000) })) {
      events.push(event.type)
      if (event.type === 'exists') setTimeout(() => box.remove([1]), 10)
      if (event.type === 'expunge') break
    }
    expect(events.at(-1)).toBe('expunge')
    expect(events).toContain('exists')
    expect(inbox.exists).toBe(2)
    await imap.noop()
    imap.close()
    await server[Symbol.asyncDispose]()
  }
})

test('a watch ends when another mailbox is selected, and fails when the connection goes', async () => {
  const inbox = await open()
  const ended = (async () => {
    for await (const _ of inbox.watch()) expect.unreachable()
  })()
  await new Promise((resolve) => setTimeout(resolve, 20))
  const other = await imap.select('Other')
  await ended
  const failed = (async () => {
    for await (const _ of other.watch()) expect.unreachable()
  })()
  await new Promise((resolve) => setTimeout(resolve, 20))
  imap.close()
  await expect(failed).rejects.toThrow(ConnectionError)
})

test.each(['\r', '\n', '\0'])('arguments with %j are refused, and nothing is sent', async (octet) => {
  const inbox = await open()
  const before = server.transcript.length
  const bad = `1${octet}A9 LOGOUT`
  const calls: (() => Promise<unknown>)[] = [
    () => inbox.fetchOne(bad, { flags: true }),
    () => inbox.fetchOne(1, { headers: [bad] }),
    () => inbox.fetchOne(1, { parts: [bad] }),
    () => inbox.download(1, bad),
    () => inbox.addFlags(bad, ['x']),
    () => inbox.addFlags(1, [bad]),
    () => inbox.copy(bad, 'x'),
    () => inbox.copy(1, bad),
    () => inbox.move(1, bad),
    () => inbox.expunge(bad),
    () => inbox.search({ keyword: bad }),
    () => inbox.search({ header: { [bad]: 'x' } }),
    () => inbox.search({ uid: bad }),
    () => inbox.search({ subject: bad }),
    () => inbox.search({ subject: 'x' }, { charset: bad }),
  ]
  for (const call of calls) await expect(call(), String(call)).rejects.toThrow(ArgumentError)
  expect(server.transcript.length).toBe(before)
})
