import { afterEach, expect, test, vi } from 'vitest'
import { Engine } from '../engine.ts'
import { ConnectionError, TlsError } from '../errors.ts'
import { isLoopback } from '../options.ts'
import { inOrder } from '../route.ts'
import { line } from '../script.ts'
import { ask } from '../testing/sample.ts'
import { startTls } from '../tls.ts'
import type { Transport } from '../transport.ts'
import { FakeSocket } from './fake-socket.ts'
import { cloudflareTransport } from './transport.ts'

afterEach(() => {
  vi.useRealTimers()
})

const turn = (): Promise<void> => new Promise(setImmediate)

/** What a transport tells, in order. */
function heard(transport: Transport) {
  const told: string[] = []
  let error: Error | undefined
  transport.start({
    data: (chunk) => void told.push(chunk.toString()),
    drain: () => told.push('(drain)'),
    end: () => told.push('(end)'),
    close: (reason) => {
      told.push('(close)')
      error = reason
    },
  })
  return {
    told,
    get error() {
      return error
    },
  }
}

const begin = {
  line: 'STLS',
  turn: 'alone' as const,
  *talk(io: Parameters<typeof startTls>[0]) {
    yield* line(io.input)
    yield* startTls(io)
  },
}

test('octets go both ways, text as UTF-8', async () => {
  const socket = new FakeSocket().open()
  const transport = cloudflareTransport(socket)
  const { told } = heard(transport)
  expect(transport.write('CAPÄ\r\n')).toBe(true)
  expect(transport.write(Buffer.from([0xff]))).toBe(true)
  socket.say('+OK ')
  socket.say('hello\r\n')
  await turn()
  expect(Buffer.from(socket.sent, 'latin1')).toEqual(Buffer.concat([Buffer.from('CAPÄ\r\n'), Buffer.from([0xff])]))
  expect(told.join('')).toBe('+OK hello\r\n')
  expect(transport.secure).toBe(false)
})

test('where the peer is, is where connect() was told to go: a password in clear goes nowhere else', async () => {
  for (const [told, address, here] of [
    ['localhost:110', 'localhost', true],
    ['[::1]:110', '::1', true],
    ['mail.example:110', 'mail.example', false],
  ] as const) {
    const transport = cloudflareTransport(new FakeSocket().open(told))
    heard(transport)
    await turn()
    expect(transport.remoteAddress).toBe(address)
    expect(isLoopback(transport.remoteAddress as string)).toBe(here)
  }
})

test('who writes faster than the server takes is told, and told when it has all gone', async () => {
  const socket = new FakeSocket().open()
  const transport = cloudflareTransport(socket)
  const { told } = heard(transport)
  socket.hold()
  expect(transport.write(Buffer.alloc(65_535))).toBe(true)
  expect(transport.write('x')).toBe(false)
  expect(transport.write('y')).toBe(false)
  await turn()
  expect(told).toEqual([])
  socket.release()
  await turn()
  expect(told).toEqual(['(drain)'])
  expect(socket.sent).toHaveLength(65_537)
  expect(transport.write('z')).toBe(true)
})

test('a paused transport tells nothing, and loses nothing', async () => {
  const socket = new FakeSocket().open()
  const transport = cloudflareTransport(socket)
  const { told } = heard(transport)
  transport.pause()
  for (const word of ['one ', 'two ', 'three']) socket.say(word)
  socket.hangUp()
  await turn()
  expect(told).toEqual([])
  transport.resume()
  await turn()
  expect(told).toEqual(['one ', 'two ', 'three', '(end)', '(close)'])
})

test('a pause in the midst of what comes holds the rest back', async () => {
  const socket = new FakeSocket().open()
  const transport = cloudflareTransport(socket)
  const told: string[] = []
  transport.start({
    data: (chunk) => {
      told.push(chunk.toString())
      transport.pause()
    },
    drain: () => {},
    end: () => {},
    close: () => {},
  })
  for (const word of ['one', 'two']) socket.say(word)
  await turn()
  expect(told).toEqual(['one'])
  transport.resume()
  await turn()
  expect(told).toEqual(['one', 'two'])
})

test('STARTTLS: the command in clear, everything behind the go-ahead on the socket that TLS has made', async () => {
  const socket = new FakeSocket('starttls').open()
  const engine = new Engine(cloudflareTransport(socket), inOrder)
  const upgraded = engine.submit(begin)
  await turn()
  for (const part of ['+OK beg', 'in\r\n']) {
    socket.say(part)
    await turn()
  }
  await upgraded
  expect(engine.transport.secure).toBe(true)
  const reply = engine.submit(ask('PASS secret'))
  socket.secured?.say('+OK welcome\r\n')
  expect(await reply).toBe('+OK welcome')
  expect(socket.sent).toBe('STLS\r\n')
  expect(socket.secured?.sent).toBe('PASS secret\r\n')
  expect(engine.dead).toBeUndefined()
})

test('a handshake that fails is a TlsError, also when nothing but an end says so', async () => {
  for (const fail of [
    (secured: FakeSocket) => secured.fail(new Error('internal error')),
    (secured: FakeSocket) => secured.hangUp(),
  ]) {
    const socket = new FakeSocket('starttls').open()
    const engine = new Engine(cloudflareTransport(socket), inOrder)
    const upgraded = engine.submit(begin)
    socket.say('+OK\r\n')
    await upgraded
    const reply = engine.submit(ask('PASS secret'))
    await turn()
    fail(socket.secured as FakeSocket)
    await expect(reply).rejects.toThrow(TlsError)
    await expect(reply).rejects.toThrow('the TLS handshake failed: is the certificate trusted?')
  }
})

test('a socket that was not made for STARTTLS says so', async () => {
  const socket = new FakeSocket('off').open()
  const engine = new Engine(cloudflareTransport(socket), inOrder)
  const upgraded = engine.submit(begin)
  socket.say('+OK\r\n')
  await expect(upgraded).rejects.toThrow("secureTransport must be set to 'starttls'")
  await expect(upgraded).rejects.toThrow(TlsError)
})

test('a socket of TLS from the first octet on is secure', () => {
  expect(cloudflareTransport(new FakeSocket('on')).secure).toBe(true)
})

test('a connection that is not made says why', async () => {
  for (const [how, advice] of [
    ['off', 'no connection was made: check host and port (cannot connect)'],
    ['on', 'check host and port, and whether its certificate is trusted (cannot connect)'],
  ] as const) {
    const socket = new FakeSocket(how)
    const heardOf = heard(cloudflareTransport(socket))
    socket.refuse(new Error('cannot connect'))
    await turn()
    expect(heardOf.told).toEqual(['(close)'])
    expect(heardOf.error).toBeInstanceOf(ConnectionError)
    expect(heardOf.error?.message).toContain(advice)
  }
})

test('a connection that breaks says so once', async () => {
  const socket = new FakeSocket().open()
  const transport = cloudflareTransport(socket)
  const heardOf = heard(transport)
  socket.say('+OK')
  await turn()
  socket.fail(new Error('lost'))
  await turn()
  transport.write('x')
  await turn()
  expect(heardOf.told).toEqual(['+OK', '(close)'])
  expect(heardOf.error?.message).toBe('the connection broke: lost')
})

test('end() sends what is written, and destroy() behind it changes nothing', async () => {
  const socket = new FakeSocket().open()
  const transport = cloudflareTransport(socket)
  const { told } = heard(transport)
  socket.hold()
  transport.write('QUIT\r\n')
  transport.end()
  transport.destroy()
  socket.release()
  await turn()
  expect(socket.sent).toBe('QUIT\r\n')
  expect(socket.aborted).toBeUndefined()
  expect(told).toEqual(['(close)'])
})

test('end() does not wait for ever for a peer that reads nothing', async () => {
  vi.useFakeTimers()
  const socket = new FakeSocket().open()
  const transport = cloudflareTransport(socket)
  socket.hold()
  heard(transport)
  transport.write('QUIT\r\n')
  transport.end()
  await vi.advanceTimersByTimeAsync(999)
  expect(socket.aborted).toBeUndefined()
  await vi.advanceTimersByTimeAsync(1)
  expect(socket.aborted).toBeInstanceOf(Error)
})

test('destroy() goes at once, with what is still to be written and to be read', async () => {
  const socket = new FakeSocket().open()
  const transport = cloudflareTransport(socket)
  const heardOf = heard(transport)
  await turn()
  transport.pause()
  socket.say('nobody wants this')
  socket.hold()
  transport.write('half a message')
  transport.destroy()
  socket.release()
  await turn()
  expect(socket.aborted).toBeInstanceOf(Error)
  expect(transport.write('more')).toBe(true)
  expect(heardOf.told).toEqual(['(close)'])
  expect(heardOf.error).toBeUndefined()
})
