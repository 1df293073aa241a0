import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setImmediate as tick } from 'node:timers/promises'
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Body } from './body.ts'
import type { Command } from './command.ts'
import { dial } from './connect.ts'
import { dotFraming } from './dot.ts'
import { Engine, type EngineOptions } from './engine.ts'
import { ConnectionError, LimitError, ProtocolError, TimeoutError, TlsError } from './errors.ts'
import { literalFraming } from './literal.ts'
import { inOrder } from './route.ts'
import { collect, line, until } from './script.ts'
import { everySplit } from './testing/every-split.ts'
import { type MemoryTransport, memoryTransport } from './testing/memory-transport.ts'

const flushed = { finishFlush: constants.Z_SYNC_FLUSH }

/** What a server says after its go-ahead: each call is a flight of its own. */
const deflated = (octets: string | Uint8Array): Buffer => deflateRawSync(octets, flushed)

const compress: Command<void> = {
  line: 'COMPRESS DEFLATE',
  turn: 'alone',
  *talk(io) {
    yield* line(io.input)
    yield* until(io.compress())
  },
}

const ask = (text: string): Command<string> => ({ line: text, talk: ({ input }) => line(input) })

const open = (text: string, size?: number): Command<Body> => ({
  line: text,
  *talk(io) {
    yield* line(io.input)
    return io.body(size === undefined ? dotFraming() : literalFraming(size))
  },
})

async function compressed(options: EngineOptions<Command<unknown>> = {}): Promise<{
  engine: Engine
  transport: MemoryTransport
  run<T>(command: Command<T>): Promise<T>
  /** what the client has said since, inflated, once there is something new */
  heard(): Promise<string>
}> {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder, { depth: 8, ...options })
  const run = <T>(command: Command<T>): Promise<T> => engine.submit(command as Command<unknown>) as Promise<T>
  const agreed = run(compress)
  await transport.written()
  const clear = transport.sent.length
  expect(transport.sent).toBe('COMPRESS DEFLATE\r\n')
  transport.say('206 go\r\n')
  await agreed
  expect(engine.compressed).toBe(true)
  const inflated = (): string => inflateRawSync(Buffer.from(transport.sent.slice(clear), 'latin1'), flushed).toString()
  let before = ''
  return {
    engine,
    transport,
    run,
    async heard() {
      while (inflated() === before) await transport.written()
      before = inflated()
      return before
    },
  }
}

test('a flight leaves as one write, whole and flushed, and its replies are inflated in order', async () => {
  const { run, heard, transport } = await compressed()
  const writes = transport.writes
  const replies = Promise.all(['GROUP a', 'STAT 1', 'DATE'].map((text) => run(ask(text))))
  expect(await heard()).toBe('GROUP a\r\nSTAT 1\r\nDATE\r\n')
  expect(transport.writes).toBe(writes + 1)
  transport.say(deflated('211 a\r\n223 1\r\n111 now\r\n'))
  expect(await replies).toEqual(['211 a', '223 1', '111 now'])
  const last = run(ask('QUIT'))
  expect(await heard()).toBe('GROUP a\r\nSTAT 1\r\nDATE\r\nQUIT\r\n')
  transport.say(deflated('205 bye\r\n'))
  expect(await last).toBe('205 bye')
})

test('octets behind the go-ahead are the first compressed ones, wherever the stream is cut', async () => {
  const greeted: Command<string[]> = {
    ...compress,
    *talk(io) {
      yield* compress.talk(io)
      const first = yield* line(io.input)
      const size = Number(yield* line(io.input))
      const literal = yield* collect(io.input, literalFraming(size))
      return [first, literal.toString(), yield* line(io.input)]
    },
  } as Command<string[]>
  const said = Buffer.concat([Buffer.from('206 go\r\n'), deflated('hello\r\n13\r\nhello, hello!'), deflated('bye\r\n')])
  for (const pieces of everySplit(said)) {
    const transport = memoryTransport()
    const engine = new Engine(transport, inOrder)
    const result = engine.submit(greeted as Command<unknown>)
    await transport.written()
    for (const piece of pieces) transport.say(piece)
    expect(await result).toEqual(['hello', 'hello, hello!', 'bye'])
    engine.close()
  }
})

test('every split of a compressed dot-stuffed body', async () => {
  const said = deflated('220 article\r\n..one\r\ntwo\r\n.\r\n111 now\r\n')
  for (const pieces of everySplit(said)) {
    const { run, transport, heard, engine } = await compressed()
    const [body, date] = [run(open('ARTICLE')), run(ask('DATE'))]
    await heard()
    for (const piece of pieces) transport.say(piece)
    expect(await (await body).text()).toBe('.one\r\ntwo\r\n')
    expect(await date).toBe('111 now')
    engine.close()
  }
})

describe('backpressure', () => {
  test('a slow reader pauses the transport, and loses nothing', async () => {
    const { run, transport, heard } = await compressed()
    const size = 4 * 1024 * 1024
    const octets = Buffer.alloc(size, 'all work and no play ')
    const opened = run(open('GET', size))
    await heard()
    const stream = Buffer.concat([deflated('222 here\r\n'), deflated(octets)])
    transport.say(stream.subarray(0, 64))
    transport.say(stream.subarray(64))
    const body = await opened
    while (!transport.paused) await tick()
    // time enough to inflate all of it, if nothing held it back
    for (let i = 0; i < 200; i++) await tick()
    expect(transport.paused).toBe(true)
    let seen = 0
    for await (const piece of body) {
      expect(octets.subarray(seen, seen + piece.length).equals(piece)).toBe(true)
      seen += piece.length
    }
    expect(seen).toBe(size)
    expect(transport.paused).toBe(false)
  })

  test('an inflater that is behind pauses the transport until it has caught up', async () => {
    const { run, transport, heard } = await compressed()
    const noise = randomBytes(512 * 1024)
    const got = run({
      line: 'GET',
      *talk(io) {
        return yield* collect(io.input, literalFraming(noise.length))
      },
    } as Command<Buffer>)
    await heard()
    const stream = deflated(noise)
    for (let at = 0; at < stream.length; at += 16_384) transport.say(stream.subarray(at, at + 16_384))
    expect(transport.paused).toBe(true)
    expect((await got).equals(noise)).toBe(true)
    while (transport.paused) await tick()
  })

  test('a peer that takes nothing stops the source, and is left when it takes nothing for too long', async () => {
    const { run, transport } = await compressed()
    let asked = 0
    async function* source(): AsyncGenerator<Uint8Array> {
      for (; asked < 64; asked++) yield randomBytes(64 * 1024)
    }
    const posted = run({
      line: 'POST',
      turn: 'alone',
      *talk(io) {
        yield* until(io.output.send(source()))
        return yield* line(io.input)
      },
    } as Command<string>)
    transport.full = true
    for (let i = 0; i < 200; i++) await tick()
    expect(asked).toBeLessThan(8)
    // drain() says that there is room from now on
    transport.drain()
    while (asked < 64) await tick()
    transport.say(deflated('240 thanks\r\n'))
    expect(await posted).toBe('240 thanks')

    const stuck = await compressed({ timeouts: { reply: 100 } })
    stuck.transport.full = true
    asked = 0
    const never = stuck.run({
      line: 'POST',
      turn: 'alone',
      *talk(io) {
        yield* until(io.output.send(source()))
        return yield* line(io.input)
      },
    } as Command<string>)
    await expect(never).rejects.toThrow(TimeoutError)
  })
})

describe('a server that means harm, or breaks', () => {
  test('a bomb: more octets out of one than limits.inflation allows', async () => {
    const bomb = deflated(Buffer.alloc(20 * 1024 * 1024))
    const { run, transport, heard, engine } = await compressed()
    const opened = run(open('GET', 1e9))
    await heard()
    transport.say(Buffer.concat([deflated('222 here\r\n'), bomb]))
    const drained = (async () => {
      for await (const _ of await opened);
    })()
    await expect(drained).rejects.toThrow(LimitError)
    await expect(drained).rejects.toThrow(/limits\.inflation/)
    expect(engine.dead).toBeInstanceOf(LimitError)
    expect(transport.destroyed).toBe(true)
  })

  test('what inflates as much as it may is no bomb', async () => {
    const size = 20 * 1024 * 1024
    const { run, transport, heard } = await compressed({ limits: { inflation: 1100 } })
    const opened = run(open('GET', size))
    await heard()
    transport.say(Buffer.concat([deflated('222 here\r\n'), deflated(Buffer.alloc(size))]))
    expect((await (await opened).bytes()).length).toBe(size)
  })

  test('a line that has no end is counted as it is inflated', async () => {
    const { run, transport, heard } = await compressed({ limits: { line: 1000 } })
    const reply = run(ask('DATE'))
    await heard()
    transport.say(deflated('1'.repeat(1_000_000)))
    await expect(reply).rejects.toThrow(/limits\.line/)
  })

  test('octets that are no DEFLATE', async () => {
    const { run, transport, heard } = await compressed()
    const replies = [run(ask('DATE')), run(ask('HELP'))]
    await heard()
    transport.say(deflated('111 now\r\n'))
    expect(await replies[0]).toBe('111 now')
    transport.say(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    await expect(replies[1]).rejects.toThrow(ProtocolError)
    await expect(replies[1]).rejects.toThrow(/compressed data is corrupt/)
    expect(transport.destroyed).toBe(true)
  })

  test.each(Array.from(deflated('111 now\r\n'), (_, at) => at))(
    'a stream that is cut off after %i octets',
    async (at) => {
      const { run, transport, heard } = await compressed()
      const replies = [run(ask('DATE')), run(ask('HELP'))]
      await heard()
      transport.say(deflated('111 now\r\n').subarray(0, at))
      transport.close()
      const [date, help] = await Promise.allSettled(replies)
      // RFC 1951: what has arrived of a block may be all of the line
      if (date!.status === 'rejected') expect(date!.reason).toBeInstanceOf(ConnectionError)
      else expect(date!.value).toBe('111 now')
      expect(help).toMatchObject({ status: 'rejected', reason: expect.any(ConnectionError) })
    },
  )

  test('what it says before it closes is heard', async () => {
    const { run, transport, heard } = await compressed()
    const replies = [run(ask('QUIT')), run(ask('DATE'))]
    await heard()
    transport.say(deflated('205 bye\r\n400 closing\r\n'))
    transport.close()
    expect(await Promise.all(replies)).toEqual(['205 bye', '400 closing'])
  })

  test('a body that has arrived is read to its end though the server has closed', async () => {
    const { run, transport, heard } = await compressed()
    const size = 1024 * 1024
    const opened = run(open('GET', size))
    await heard()
    transport.say(Buffer.concat([deflated('222 here\r\n'), deflated(Buffer.alloc(size, 'abc'))]))
    transport.close()
    expect((await (await opened).bytes()).length).toBe(size)
  })

  test('it ends its stream, and says no more', async () => {
    const { run, transport, heard } = await compressed()
    const replies = [run(ask('QUIT')), run(ask('DATE'))]
    await heard()
    transport.say(Buffer.concat([deflateRawSync('205 bye\r\n'), Buffer.from('clear\r\n')]))
    expect(await replies[0]).toBe('205 bye')
    await expect(replies[1]).rejects.toThrow(ConnectionError)
  })

  test('the connection breaks', async () => {
    const { run, transport, heard } = await compressed()
    const reply = run(ask('DATE'))
    await heard()
    transport.close(new ConnectionError('the connection broke: ECONNRESET', 'ECONNRESET'))
    await expect(reply).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('it agrees twice', async () => {
    const { run, transport, heard } = await compressed()
    const again = run(compress)
    await heard()
    transport.say(deflated('206 go\r\n'))
    await expect(again).rejects.toThrow(/what is compressed already/)
  })

  test('it goes while the connection is being compressed', async () => {
    const transport = memoryTransport()
    const engine = new Engine(transport, inOrder)
    const agreed = engine.submit(compress as Command<unknown>)
    await transport.written()
    transport.say('206 go\r\n')
    transport.close(new ConnectionError('the connection broke', 'ECONNRESET'))
    await expect(agreed).rejects.toMatchObject({ code: 'ECONNRESET' })
  })
})

test('TLS cannot follow', async () => {
  const { engine } = await compressed()
  await expect(engine.upgrade()).rejects.toThrow(TlsError)
})

test('what is written when the client leaves still goes out', async () => {
  const { run, engine, transport, heard } = await compressed()
  const lost = run(ask('QUIT'))
  await Promise.resolve()
  engine.close()
  await expect(lost).rejects.toThrow(ConnectionError)
  expect(await heard()).toBe('QUIT\r\n')
  while (!transport.destroyed) await tick()
})

test('over a real socket, 8 MiB', async () => {
  const noise = randomBytes(8 * 1024 * 1024)
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write(Buffer.concat([Buffer.from('206 go\r\n'), deflated(noise)])))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const engine = new Engine(await dial({ host: '127.0.0.1', port, tls: 'none' }), inOrder)
  const got = engine.submit({
    ...compress,
    *talk(io) {
      yield* compress.talk(io)
      return yield* collect(io.input, literalFraming(noise.length))
    },
  } as Command<unknown>)
  expect(noise.equals((await got) as Buffer)).toBe(true)
  expect(engine.transport.remoteAddress).toBe('127.0.0.1')
  engine.close()
  server.close()
  await once(server, 'close')
})
