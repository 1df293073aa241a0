import { LimitError, ProtocolError, ReplyError } from '@linewire/wire'
import { everySplit, type MemoryTransport, memoryTransport, play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { Pop3Client } from './client.ts'
import { list, listOne } from './commands/list.ts'
import { stat } from './commands/stat.ts'
import { uidl, uidlOne } from './commands/uidl.ts'

// What servers send that they should not, and what comes of it.

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const text = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1')

/** A session over memory with everything in one flight, as far as the login. */
async function connected(
  end = '\r\n',
  limits = { line: 1000, reply: 1000, body: 1000 },
): Promise<{ pop: Pop3Client; server: MemoryTransport }> {
  const server = memoryTransport()
  const connecting = Pop3Client.connect('mail.example', { tls: 'none', transport: server, limits })
  await turn()
  server.say(`+OK ready${end}`)
  await turn()
  server.say(['+OK', 'PIPELINING', '.', ''].join(end))
  return { pop: await connecting, server }
}

async function told(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no error',
    (error: unknown) => error,
  )
}

test('a terminator split at every octet ends the message, and nothing else does', async () => {
  const message = 'Subject: dots\r\n\r\n.\r.\n.\r\n.x\r\r\n'
  const stuffed = '+OK\r\nSubject: dots\r\n\r\n..\r.\n.\r\n..x\r\r\n.\r\n+OK 1 2\r\n'
  for (const chunks of everySplit(stuffed)) {
    const { pop, server } = await connected()
    const both = Promise.all([pop.retr(1), pop.stat()])
    await turn()
    for (const chunk of chunks) server.say(chunk)
    const [octets, { messages }] = await both
    expect(text(octets)).toBe(message)
    expect(messages).toBe(1)
    pop.close()
  }
})

test('a lone dot inside that was not doubled ends the message there, and what follows ends the connection', async () => {
  const { pop, server } = await connected()
  const both = [told(pop.retr(1)), told(pop.stat())]
  await turn()
  server.say('+OK\r\nSubject: x\r\n\r\none\r\n.\r\ntwo\r\n.\r\n+OK 1 2\r\n')
  expect(await both[1]).toBeInstanceOf(ProtocolError)
  expect(pop.closed).toBe(true)
})

test('a lone dot behind a bare LF is data: a sender must not end a message, and speak for the server', async () => {
  const { pop, server } = await connected()
  const message = pop.retr(1)
  await turn()
  server.say('+OK\r\nSubject: x\n.\n-ERR gone\n\r\n.\r\n')
  expect(text(await message)).toBe('Subject: x\n.\n-ERR gone\n\r\n')
  pop.close()
})

test('a message without CR LF before its dot is not over; that the server then closes is told', async () => {
  const { pop, server } = await connected()
  const message = told(pop.retr(1))
  await turn()
  server.say('+OK\r\nSubject: x\r\n\r\nno line end.\r\n')
  await turn()
  server.close()
  expect(await message).toMatchObject({ name: 'ConnectionError', code: 'ERR_CLOSED' })
})

test('a server whose lines end in LF alone is understood', async () => {
  const { pop, server } = await connected('\n')
  const all = Promise.all([pop.stat(), pop.uidl(), pop.retr(1)])
  await turn()
  server.say('+OK 1 16\n+OK\n1 a\n.\n+OK\nSubject: x\n\n..\n.\n')
  const [{ messages }, uids, message] = await all
  expect([messages, uids, text(message)]).toEqual([1, [{ number: 1, uid: 'a' }], 'Subject: x\n\n.\n'])
  pop.close()
})

test('+OK with nothing behind it is enough where nothing is asked for, and a ProtocolError where something is', () => {
  expect(play(list(), 'S: +OK\nS: .')).toEqual([])
  expect(() => play(stat(), 'S: +OK')).toThrow(ProtocolError)
  expect(() => play(listOne(1), 'S: +OK')).toThrow(ProtocolError)
  expect(() => play(uidlOne(1), 'S: +OK ')).toThrow(ProtocolError)
})

test('-ERR in the midst of a window is the error of that message alone', async () => {
  const { pop, server } = await connected()
  const [one, two, three] = [pop.retr(1), told(pop.retr(2)), pop.retr(3)]
  await turn()
  server.say('+OK\r\none\r\n.\r\n-ERR [SYS/TEMP] not now\r\n+OK\r\nthree\r\n.\r\n')
  expect(text(await one)).toBe('one\r\n')
  expect(await two).toBeInstanceOf(ReplyError)
  expect(await two).toMatchObject({ command: 'RETR 2', responseCode: 'SYS/TEMP', transient: true })
  expect(text(await three)).toBe('three\r\n')
  pop.close()
})

test('an identifier longer than its 70 octets is an identifier still', () => {
  const uid = 'x'.repeat(71)
  expect(play(uidl(), `S: +OK\nS: 1 ${uid}\nS: .`)).toEqual([{ number: 1, uid }])
})

test('an identifier longer than a line may be is a LimitError', async () => {
  const { pop, server } = await connected()
  const uid = told(pop.uidl(1))
  await turn()
  server.say(`+OK 1 ${'x'.repeat(1000)}\r\n`)
  expect(await uid).toBeInstanceOf(LimitError)
})

test('a list that never ends is a LimitError that names its limit', async () => {
  for (const [ask, limit] of [
    [(pop: Pop3Client) => pop.capa(), 'CAPA: its reply has more than 1000 octets (limits.reply)'],
    [(pop: Pop3Client) => pop.list(), 'the body has more than 1000 octets (limits.body, maxBytes)'],
    [(pop: Pop3Client) => pop.uidl(), 'the body has more than 1000 octets (limits.body, maxBytes)'],
    [(pop: Pop3Client) => pop.top(1, 1), 'the body has more than 1000 octets (limits.body, maxBytes)'],
  ] as const) {
    const { pop, server } = await connected()
    const list = told(ask(pop))
    await turn()
    server.say(`+OK\r\n${'1 2\r\n'.repeat(201)}`)
    expect(await list).toBeInstanceOf(LimitError)
    expect(await list).toMatchObject({ message: limit })
    expect(pop.closed).toBe(true)
  }
})

test('octet counts that lie, in STAT, LIST and RETR, change nothing about the message', async () => {
  const { pop, server } = await connected()
  const message = 'Subject: x\r\n\r\n0123456789\r\n'
  for (const octets of [0, 3, 999_999_999_999]) {
    const all: Promise<string[]> = (async () => {
      const bodies: string[] = []
      for await (const { body } of pop.retrieve()) bodies.push(await body.text())
      return bodies
    })()
    await turn()
    server.say(`+OK\r\n1 ${octets}\r\n.\r\n`)
    await turn()
    server.say(`+OK ${octets} octets\r\n${message}.\r\n`)
    expect(await all).toEqual([message])
  }
  pop.close()
})

test('a count beyond what a number can hold is a ProtocolError', () => {
  expect(play(stat(), 'S: +OK 1 4294967297').octets).toBe(4_294_967_297)
  expect(() => play(stat(), 'S: +OK 1 9007199254740993')).toThrow(ProtocolError)
})

test('a server that closes in mid-message takes no message for whole, and loses none that was', async () => {
  const { pop, server } = await connected()
  const got: string[] = []
  const reading = told(
    (async () => {
      for await (const { number, body } of pop.retrieve([1, 2, 3])) got.push(`${number} ${await body.text()}`)
    })(),
  )
  await turn()
  server.say('+OK\r\n1 5\r\n2 5\r\n3 5\r\n.\r\n')
  await turn()
  server.say('+OK\r\none\r\n.\r\n+OK\r\ntwo')
  await turn()
  server.close()
  expect(await reading).toMatchObject({ name: 'ConnectionError' })
  expect(got).toEqual(['1 one\r\n'])
  await expect(pop.stat()).rejects.toMatchObject({ code: 'ERR_CLOSED' })
})
