import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import type { Faults } from './faults.ts'
import { LineServer, type TlsMode } from './line-server.ts'
import { LineTooLong } from './reader.ts'
import type { Session } from './session.ts'

async function echo(session: Session): Promise<void> {
  await session.reply('200 hello')
  for (;;) {
    const line = await session.line(20).catch((error: unknown) => {
      if (error instanceof LineTooLong) return 'too long'
      throw error
    })
    if (line === 'QUIT') {
      await session.reply('205 bye')
      return
    }
    if (line === 'STARTTLS') await session.startTls('382 go')
    else if (line === 'BODY') await session.reply('222 body', 'one\r\ntwo\r\n.\r\n')
    else if (line === 'POST') await session.reply(`240 ${(await session.dotBlock()).toString('hex')}`)
    else if (line === 'READ') await session.reply(`250 ${(await session.read(3)).toString()}`)
    else await session.reply(`250 ${line}`)
  }
}

async function listen(faults: Faults = {}, tls: TlsMode = 'none'): Promise<LineServer> {
  return LineServer.listen({ tls, faults }, echo)
}

function dial(server: LineServer): Socket {
  return createConnection(server.port, server.host).on('error', () => {})
}

async function until(socket: Socket, end: string): Promise<string> {
  let text = ''
  while (!text.endsWith(end)) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    text += chunk.toString()
  }
  return text
}

async function all(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  await once(socket, 'close')
  return text
}

test('commands sent in one write are answered in order, and count as one flight', async () => {
  await using server = await listen()
  const socket = dial(server)
  await until(socket, 'hello\r\n')
  socket.write('a\r\nb\r\nREAD\r\nxyzQUIT\r\n')
  expect(await all(socket)).toBe('250 a\r\n250 b\r\n250 xyz\r\n205 bye\r\n')
  expect(server.flights).toBe(1)
  expect(server.transcript).toEqual([
    'S: 200 hello',
    'C: a',
    'S: 250 a',
    'C: b',
    'S: 250 b',
    'C: READ',
    'C: [3 octets]',
    'S: 250 xyz',
    'C: QUIT',
    'S: 205 bye',
  ])
})

test('a line ends at CR LF only, also when they come apart; too long a line is dropped whole', async () => {
  await using server = await listen()
  const socket = dial(server)
  await until(socket, 'hello\r\n')
  socket.write('a\nb\r')
  await new Promise(setImmediate)
  socket.write(`\n${'x'.repeat(21)}\r\n${'y'.repeat(20)}\r\nQUIT\r\n`)
  expect(await all(socket)).toBe(`250 a\nb\r\n250 too long\r\n250 ${'y'.repeat(20)}\r\n205 bye\r\n`)
})

test('a dot-block ends at a lone dot and loses its stuffing', async () => {
  await using server = await listen()
  const socket = dial(server)
  await until(socket, 'hello\r\n')
  socket.write('POST\r\n..a\r\n\r\n.\r\nPOST\r\n.\r\nQUIT\r\n')
  expect(await all(socket)).toBe('240 2e610d0a0d0a\r\n240 \r\n205 bye\r\n')
})

test('implicit TLS: the certificate fits localhost and the authority is enough', async () => {
  await using server = await listen({}, 'implicit')
  const socket: TLSSocket = connectTls({ host: server.host, port: server.port, ca: server.ca })
  await until(socket, 'hello\r\n')
  expect(socket.authorized).toBe(true)
  socket.write('QUIT\r\n')
  expect(await all(socket)).toBe('205 bye\r\n')
})

test('STARTTLS: what came in clear behind the command is forgotten', async () => {
  await using server = await listen({}, 'starttls')
  const socket = dial(server)
  await until(socket, 'hello\r\n')
  socket.write('STARTTLS\r\ninjected\r\n')
  await until(socket, 'go\r\n')
  const secured = connectTls({ socket, host: 'localhost', ca: server.ca })
  secured.write('QUIT\r\n')
  expect(await all(secured)).toBe('205 bye\r\n')
  expect(server.sessions[0]?.secure).toBe(true)
})

test('a client that does not speak TLS is let go, and close() leaves nothing behind', async () => {
  await using server = await listen({}, 'implicit')
  const socket = dial(server)
  socket.write('QUIT\r\nQUIT\r\nQUIT\r\n')
  await all(socket)
  dial(server)
})

const faults: [string, Faults, string][] = [
  ['split', { split: 1 }, '200 hello\r\n222 body\r\none\r\ntwo\r\n.\r\n205 bye\r\n'],
  ['delay', { delay: 1 }, '200 hello\r\n222 body\r\none\r\ntwo\r\n.\r\n205 bye\r\n'],
  ['close after the greeting', { closeAt: 0 }, '200 hello\r\n'],
  ['close before a reply', { closeAt: 1, closeWhen: 'before' }, '200 hello\r\n'],
  ['close in the middle of a body', { closeAt: 1, closeWhen: 'middle' }, '200 hello\r\n222 body\r\no'],
  ['a reply by its number', { replies: { 1: '430 no' } }, '200 hello\r\n430 no\r\n205 bye\r\n'],
  ['a reply by its command', { replies: { 'BODY#2': 'x', BODY: '430 no' } }, '200 hello\r\n430 no\r\n205 bye\r\n'],
  ['a reply by its verb', { replies: { BODY: '430 {tag}\r\n' } }, '200 hello\r\n430 BODY\r\n205 bye\r\n'],
]
for (const [name, fault, expected] of faults) {
  test(`fault: ${name}`, async () => {
    await using server = await listen(fault)
    const socket = dial(server)
    socket.write('BODY\r\nQUIT\r\n')
    expect(await all(socket)).toBe(expected)
  })
}

test('a command may have any name', async () => {
  await using server = await listen()
  const socket = dial(server)
  socket.write('constructor\r\nQUIT\r\n')
  expect(await all(socket)).toBe('200 hello\r\n250 constructor\r\n205 bye\r\n')
})

test('fault: split makes a write of each octet', async () => {
  await using server = await listen({ split: 1 })
  const socket = dial(server)
  const [first] = (await once(socket, 'data')) as [Buffer]
  expect(first.length).toBeLessThan('200 hello\r\n'.length)
})

test('fault: stall keeps the connection and never answers', async () => {
  await using server = await listen({ stallAt: 1 })
  const socket = dial(server)
  await until(socket, 'hello\r\n')
  socket.end('a\r\nQUIT\r\n')
  expect(await all(socket)).toBe('')
})

test('fault: garbage in place of a reply, then a good one', async () => {
  await using server = await listen({ garbageAt: 1 })
  const socket = dial(server)
  socket.write('a\r\nQUIT\r\n')
  const text = await all(socket)
  expect(text).toContain('\x00\x01\x02')
  expect(text.endsWith('\xff\r\n205 bye\r\n')).toBe(true)
})

test('fault: a line without an end lasts until the client leaves', async () => {
  await using server = await listen({ endlessAt: 0 })
  const socket = dial(server)
  let octets = 0
  for await (const chunk of socket) {
    octets += (chunk as Buffer).length
    if (octets > 1_000_000) break
  }
  expect(octets).toBeGreaterThan(1_000_000)
})

test('fault: octets in clear behind the STARTTLS go-ahead come with it', async () => {
  await using server = await listen({ afterStartTls: '250 evil\r\n' }, 'starttls')
  const socket = dial(server)
  await until(socket, 'hello\r\n')
  socket.write('STARTTLS\r\n')
  expect(await until(socket, '\r\n')).toBe('382 go\r\n250 evil\r\n')
})

test('fault: a reset', async () => {
  await using server = await listen({ closeAt: 1, closeWhen: 'before', closeHow: 'reset' })
  const socket = createConnection(server.port, server.host)
  const [error] = (await once(
    socket.on('connect', () => socket.write('a\r\n')),
    'error',
  )) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNRESET')
})

test('fault: a reset under TLS', async () => {
  await using server = await listen({ closeAt: 1, closeWhen: 'before', closeHow: 'reset' }, 'implicit')
  const socket = connectTls({ host: server.host, port: server.port, ca: server.ca })
  const failed = once(socket, 'error') as Promise<[NodeJS.ErrnoException]>
  await once(socket, 'data')
  socket.write('a\r\n')
  expect((await failed)[0].code).toBe('ECONNRESET')
})

test('fault: stall under TLS ends with the server', async () => {
  const server = await listen({ stallAt: 0 }, 'implicit')
  const socket = connectTls({ host: server.host, port: server.port, ca: server.ca }).on('error', () => {})
  await once(socket, 'secureConnect')
  const closed = once(socket, 'close')
  await server.close()
  await closed
})

test('5 MB in and out over TLS: nothing is lost', async () => {
  const block = Buffer.alloc(5_000_000, `${'x'.repeat(98)}\r\n`)
  await using server = await LineServer.listen({ tls: 'implicit' }, async (session) => {
    await session.line()
    const got = await session.dotBlock()
    await session.reply(`240 ${got.equals(block)}`, block)
  })
  const socket = connectTls({ host: server.host, port: server.port, ca: server.ca })
  socket.write('POST\r\n')
  socket.write(block)
  socket.write('.\r\n')
  const text = await all(socket)
  expect(text.slice(0, 10)).toBe('240 true\r\n')
  expect(text.length).toBe(block.length + 10)
})

test('faults may be for the first connections only', async () => {
  await using server = await listen({ closeAt: 0, connections: 1 })
  expect(await all(dial(server))).toBe('200 hello\r\n')
  const second = dial(server)
  second.write('QUIT\r\n')
  expect(await all(second)).toBe('200 hello\r\n205 bye\r\n')
})

test('a conversation that fails for a reason of its own makes close() reject', async () => {
  const server = await LineServer.listen({}, () => Promise.reject(new Error('a bug')))
  await all(dial(server))
  await expect(server.close()).rejects.toThrow('a session failed')
})
