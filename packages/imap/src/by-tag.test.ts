import { Engine, ProtocolError } from '@linewire/wire'
import { everySplit, memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { byTag, tagOf } from './by-tag.ts'
import { toCapabilities } from './capabilities.ts'
import type { ImapCommand, ImapOrder } from './command.ts'
import { download } from './commands/download.ts'
import { fetch } from './commands/fetch.ts'
import { list } from './commands/list.ts'
import { noop } from './commands/noop.ts'
import { search } from './commands/search.ts'
import { status } from './commands/status.ts'
import { store } from './commands/store.ts'
import { order } from './order.ts'
import { compileSearch } from './search-query.ts'
import { State } from './state.ts'

function wired() {
  const transport = memoryTransport()
  const state = new State()
  const engine = new Engine<ImapOrder>(transport, byTag(state, { body: 10_000, reply: 1000 }), {
    prefix: (exchange) => `${tagOf(exchange)} `,
    depth: 8,
  })
  const run = <T>(command: ImapCommand<T>): Promise<T> =>
    engine.submit(order(command, toCapabilities(['LITERAL+']))) as Promise<T>
  return { transport, state, engine, run }
}

const answers = [
  '* 3 FETCH (UID 8 FLAGS (\\Seen))',
  '* LIST () "/" {5}',
  'a b c',
  '* 2 FETCH (UID 7 ENVELOPE (NIL {3}',
  'one NIL NIL NIL NIL NIL NIL NIL NIL) FLAGS ())',
  '* ESEARCH (TAG "A3") UID ALL 2,4',
  '* STATUS INBOX (MESSAGES 5)',
  'A2 OK LIST done',
  '* 9 FETCH (UID 12 BODY[] {5}',
  'hello FLAGS ())',
  'A6 OK FETCH done',
  'A4 OK STATUS done',
  '* 3 FETCH (UID 8 FLAGS (\\Seen \\Deleted))',
  'A5 OK STORE done',
  'A3 OK SEARCH done',
  'A1 OK FETCH done',
  '',
].join('\r\n')

test('six commands in flight find their data by what it is, not by its order, however the octets are cut', async () => {
  for (const pieces of everySplit(answers)) {
    const { transport, run } = wired()
    let body: Promise<string> | undefined
    const results = Promise.all([
      run(fetch('7', { envelope: true })),
      run(list('*')),
      run(search(compileSearch({ seen: false }), { returns: ['all'] })),
      run(status('INBOX', ['messages'])),
      run(store('8', 'add', ['\\Deleted'])),
      run(
        download(12, undefined, (stream) => {
          body = stream.text()
        }),
      ),
    ])
    await Promise.resolve()
    for (const piece of pieces) transport.say(piece)
    const [rows, mailboxes, found, facts, stored] = await results
    expect(transport.writes).toBe(1)
    expect(rows.map(({ envelope }) => envelope.subject)).toEqual(['one'])
    expect(mailboxes.map(({ name }) => name)).toEqual(['a b c'])
    expect(found.all?.toString()).toBe('2,4')
    expect(facts).toEqual({ messages: 5 })
    expect(stored.flags.get(8)).toEqual(new Set(['\\Seen', '\\Deleted']))
    expect(await body).toBe('hello')
  }
})

test('a message that is fetched and downloaded at once goes to memory first, then to the stream', async () => {
  const { transport, run } = wired()
  let body: Promise<string> | undefined
  const fetched = run(fetch(7, { source: true }))
  const downloaded = run(
    download(7, undefined, (stream) => {
      body = stream.text()
    }),
  )
  await Promise.resolve()
  transport.say('* 1 FETCH (UID 7 BODY[] {3}\r\none)\r\nA1 OK\r\n* 1 FETCH (UID 7 BODY[] {3}\r\ntwo)\r\nA2 OK\r\n')
  expect(Buffer.from((await fetched)[0]!.source).toString()).toBe('one')
  await downloaded
  expect(await body).toBe('two')
})

test('a "+" that nobody waits for is passed over', async () => {
  const { transport, run } = wired()
  const done = run(noop())
  await Promise.resolve()
  transport.say('+ stray\r\nA1 OK\r\n')
  expect(await done).toBeUndefined()
})

test('one command that is declined is declined alone', async () => {
  const { transport, run } = wired()
  const [first, second] = [run(status('x', ['messages'])), run(noop())]
  await Promise.resolve()
  transport.say('A2 OK\r\nA1 NO [UNAVAILABLE] later\r\n')
  await second
  await expect(first).rejects.toMatchObject({ code: 'NO', responseCode: 'UNAVAILABLE', transient: true })
})

test('what cannot be read fails the command that waits for its like, and no other', async () => {
  const { transport, run, engine } = wired()
  const [first, second] = [run(list('*')), run(status('x', ['messages']))]
  await Promise.resolve()
  transport.say('* LIST (((\r\n* STATUS x (MESSAGES 3)\r\nA1 OK\r\nA2 OK\r\n')
  await expect(first).rejects.toThrow(ProtocolError)
  expect(await second).toEqual({ messages: 3 })
  expect(engine.dead).toBeUndefined()
})

test('many literals of nothing take no time', async () => {
  const { transport, run } = wired()
  const rows = run(fetch(7, { flags: true }))
  await Promise.resolve()
  transport.say(`* 1 FETCH (UID 7 FLAGS (\\Seen) X (${'{0}\r\n '.repeat(1000)}))\r\nA1 OK\r\n`)
  expect((await rows)[0]?.flags.has('\\Seen')).toBe(true)
})

test('the literals of one response together have a limit', async () => {
  const { transport, run } = wired()
  const rows = run(fetch(7, { envelope: true }))
  await Promise.resolve()
  transport.say(`* 1 FETCH (UID 7 X (${`{900}\r\n${'x'.repeat(900)} `.repeat(12)}))\r\nA1 OK\r\n`)
  await expect(rows).rejects.toThrow('limits.body')
})

test('text in which a server hides line ends or escapes does not reach the message of an error', async () => {
  const { transport, run } = wired()
  const done = run(noop())
  await Promise.resolve()
  transport.say('A1 NO \x1b[2Jbad\x07 news\r\n')
  await expect(done).rejects.toThrow('NOOP: NO [2Jbad  news')
})

test('a command that cannot make sense of its data fails alone', async () => {
  const { transport, run, engine } = wired()
  const strict: ImapCommand<void> = {
    line: 'X',
    types: ['SEARCH'],
    claims() {
      throw new RangeError('too many')
    },
    done: () => {},
  }
  const failing: ImapCommand<void> = {
    line: 'Y',
    done() {
      throw new RangeError('too few')
    },
  }
  const [first, second, third] = [run(strict), run(failing), run(noop())]
  await Promise.resolve()
  transport.say('* SEARCH 1\r\nA1 OK\r\nA2 OK\r\nA3 OK\r\n')
  await expect(first).rejects.toThrow("X: the server's SEARCH makes no sense: too many")
  await expect(second).rejects.toThrow('too few')
  await third
  expect(engine.dead).toBeUndefined()
})
