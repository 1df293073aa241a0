import { expect, test, vi } from 'vitest'
import type { Command } from './command.ts'
import { Engine } from './engine.ts'
import { ArgumentError, TimeoutError } from './errors.ts'
import { inOrder } from './route.ts'
import { line } from './script.ts'
import { memoryTransport } from './testing/memory-transport.ts'
import type { TraceEvent } from './trace.ts'

/** Ends when its reply and something beside the connection are both there. */
const both = (beside: { there: boolean; wake?: () => void }): Command<string> => ({
  line: 'FETCH',
  *talk(io) {
    beside.wake = () => io.wake()
    const text = yield* line(io.input)
    while (!beside.there) {
      io.owed = false
      yield
    }
    return text
  },
})

test('a script waits for octets and for something beside them, in either order', async () => {
  for (const first of ['octets', 'beside']) {
    const transport = memoryTransport()
    const engine = new Engine(transport, inOrder)
    const beside: Parameters<typeof both>[0] = { there: false }
    const result = engine.submit(both(beside))
    await Promise.resolve()
    if (first === 'octets') transport.say('done\r\n')
    beside.there = true
    beside.wake!()
    if (first === 'beside') transport.say('done\r\n')
    expect(await result).toBe('done')
  }
})

test('the clock stands still while the server owes nothing', async () => {
  vi.useFakeTimers()
  try {
    const transport = memoryTransport()
    const engine = new Engine(transport, inOrder, { timeouts: { reply: 1000 } })
    const beside: Parameters<typeof both>[0] = { there: false }
    const result = engine.submit(both(beside))
    await Promise.resolve()
    transport.say('done\r\n')
    await vi.advanceTimersByTimeAsync(10_000)
    beside.there = true
    beside.wake!()
    expect(await result).toBe('done')

    const silent = engine.submit(both(beside))
    const failed = expect(silent).rejects.toThrow(TimeoutError)
    await vi.advanceTimersByTimeAsync(1001)
    await failed
  } finally {
    vi.useRealTimers()
  }
})

const rename = (to: string): Command<string> => ({
  line: undefined,
  name: 'RENAME a',
  *talk(io) {
    io.output.line('RNFR a')
    yield* line(io.input)
    io.output.line(`RNTO ${to}`)
    return yield* line(io.input)
  },
})

test('the lines of one command are traced, and messages say its name', async () => {
  const transport = memoryTransport()
  const events: TraceEvent[] = []
  const engine = new Engine(transport, inOrder, { trace: (event) => events.push(event), timeouts: { reply: 1000 } })
  const result = engine.submit(rename('b'))
  await Promise.resolve()
  transport.say('350 ready\r\n')
  transport.say('250 renamed\r\n')
  expect(await result).toBe('250 renamed')
  expect(transport.sent).toBe('RNFR a\r\nRNTO b\r\n')
  expect(events).toContainEqual(expect.objectContaining({ from: 'client', text: 'RNTO b' }))
  expect(events).toContainEqual(expect.objectContaining({ kind: 'exchange', verb: 'RENAME a' }))
})

test('a later line is checked as the first one is', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const result = engine.submit(rename('b\r\nDELE c'))
  const failed = expect(result).rejects.toThrow(ArgumentError)
  await Promise.resolve()
  transport.say('350 ready\r\n')
  await failed
  expect(transport.sent).toBe('RNFR a\r\n')
})

test('a command knows whether others wait behind it', async () => {
  const engine = new Engine(memoryTransport(), inOrder)
  const seen: boolean[] = []
  const looks: Command<void> = {
    line: 'LOOK',
    *talk(io) {
      seen.push(io.contended)
      yield* line(io.input)
    },
  }
  engine.submit(looks).catch(() => {})
  await Promise.resolve()
  await Promise.resolve()
  expect(seen).toEqual([false])
  engine.submit(looks).catch(() => {})
  expect(engine.waiting).toBe(2)
  engine.close()
})

test('text goes out and comes in by the charset of the connection', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const latin1 = {
    encode: (text: string): Uint8Array => Buffer.from(text, 'latin1'),
    decode: (octets: Buffer): string => octets.toString('latin1'),
  }
  engine.charset = latin1
  const echo: Command<string> = {
    line: 'CWD é',
    *talk(io) {
      io.output.line('PWD ü')
      return yield* line(io.input)
    },
  }
  const result = engine.submit(echo)
  await Promise.resolve()
  await Promise.resolve()
  transport.say(Buffer.from('257 Ã©\r\n', 'latin1'))
  expect(transport.sent).toBe('CWD é\r\nPWD ü\r\n')
  expect(await result).toBe('257 Ã©')
})
