import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Command, Turn } from './command.ts'
import { Engine } from './engine.ts'
import { ArgumentError, ReplyError } from './errors.ts'
import { line, type Script, until } from './script.ts'
import { memoryTransport } from './testing/memory-transport.ts'
import { ask, outcome, rig, settled } from './testing/sample.ts'
import type { Charset } from './text.ts'

test('commands of one tick go out in one write, and replies find them in their order', async () => {
  const { server, run } = rig({ depth: 8 })
  const replies = Promise.all([run(ask('A')), run(ask('B')), run(ask('C'))])
  await settled()
  expect(server.sent).toBe('A\r\nB\r\nC\r\n')
  expect(server.writes).toBe(1)
  server.say('one\r\ntwo\r\nthr')
  server.say('ee\r\n')
  expect(await replies).toEqual(['one', 'two', 'three'])
})

test('what a script says in one go leaves in one write', async () => {
  const { server, run } = rig()
  const twice: Command<string[]> = {
    line: 'A',
    *talk(io) {
      const first = yield* line(io.input)
      io.output.line('B')
      io.output.line('C')
      return [first, yield* line(io.input), yield* line(io.input)]
    },
  }
  const said = run(twice)
  await settled()
  server.say('a\r\n')
  expect(server.sent).toBe('A\r\nB\r\nC\r\n')
  expect(server.writes).toBe(2)
  server.say('b\r\nc\r\n')
  expect(await said).toEqual(['a', 'b', 'c'])
})

describe('a charset that has no octets for everything', () => {
  const narrow: Charset = {
    encode: (text) => {
      if (text.includes('€')) throw new ArgumentError('no €')
      return Buffer.from(text.replace('§', '\n'), 'latin1')
    },
    decode: (octets) => octets.toString('latin1'),
  }

  test('refuses a command before it is sent, and a line end in its octets is none of the text’s alone', async () => {
    const { server, engine, run } = rig()
    engine.charset = narrow
    await expect(run(ask('A€'))).rejects.toThrow('no €')
    await expect(run(ask('A§'))).rejects.toThrow('must not contain CR, LF or NUL')
    const good = run(ask('é'))
    await settled()
    expect(server.sent).toBe('é\r\n')
    server.say('yes\r\n')
    expect(await good).toBe('yes')
  })

  test('fails a command in the midst of its talk, and nothing else', async () => {
    const { server, engine, run } = rig()
    engine.charset = narrow
    const both = [
      run({
        line: 'A',
        *talk(io): Script<void> {
          yield* line(io.input)
          io.output.line('B€')
        },
      }),
      run(ask('C')),
    ]
    const outcomes = Promise.allSettled(both)
    await settled()
    server.say('a\r\n')
    await settled()
    expect(server.sent).toBe('A\r\nC\r\n')
    server.say('c\r\n')
    expect(await outcomes).toMatchObject([{ reason: { code: 'ERR_ARGUMENT' } }, { value: 'c' }])
  })
})

test('a refusal fails its own command alone', async () => {
  const { server, run } = rig({ depth: 8 })
  const [a, b] = [run(ask('A')), run(ask('B'))]
  await settled()
  server.say('NO such thing\r\nyes\r\n')
  await expect(a).rejects.toThrow(ReplyError)
  await expect(a).rejects.toMatchObject({ verb: 'A', text: 'such thing', code: 'NO' })
  expect(await b).toBe('yes')
})

test('no more than depth are in flight, and each reply lets one more go', async () => {
  const { server, run } = rig({ depth: 2 })
  const all = ['A', 'B', 'C', 'D'].map((text) => run(ask(text)))
  await settled()
  expect(server.sent).toBe('A\r\nB\r\n')
  server.say('a\r\n')
  await settled()
  expect(server.sent).toBe('A\r\nB\r\nC\r\n')
  server.say('b\r\nc\r\n')
  await settled()
  expect(server.sent).toBe('A\r\nB\r\nC\r\nD\r\n')
  server.say('d\r\n')
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
})

test('depth 1 is one command at a time', async () => {
  const { server, run } = rig()
  const all = [run(ask('A')), run(ask('B'))]
  await settled()
  expect(server.sent).toBe('A\r\n')
  server.say('a\r\n')
  await settled()
  expect(server.sent).toBe('A\r\nB\r\n')
  server.say('b\r\n')
  await Promise.all(all)
})

test('turn last goes behind others and has nothing behind it', async () => {
  const { server, run } = rig({ depth: 8 })
  const all = [run(ask('A')), run(ask('L', { turn: 'last' })), run(ask('B'))]
  await settled()
  expect(server.sent).toBe('A\r\nL\r\n')
  server.say('a\r\n')
  await settled()
  expect(server.sent).toBe('A\r\nL\r\n')
  server.say('l\r\n')
  await settled()
  expect(server.sent).toBe('A\r\nL\r\nB\r\n')
  server.say('b\r\n')
  await Promise.all(all)
})

test('turn alone waits for all before it and holds all after it', async () => {
  const { server, run } = rig({ depth: 8 })
  const all = [run(ask('A')), run(ask('S', { turn: 'alone' })), run(ask('B'))]
  await settled()
  expect(server.sent).toBe('A\r\n')
  server.say('a\r\n')
  await settled()
  expect(server.sent).toBe('A\r\nS\r\n')
  server.say('s\r\n')
  await settled()
  expect(server.sent).toBe('A\r\nS\r\nB\r\n')
  server.say('b\r\n')
  await Promise.all(all)
})

test('whatever the turns and the depth, each command gets its own reply and the rules are kept', async () => {
  const turn = fc.constantFrom<Turn>('free', 'last', 'alone')
  await fc.assert(
    fc.asyncProperty(
      fc.array(turn, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (turns, depth) => {
        const { server, run } = rig({ depth })
        const all = turns.map((turn, i) => run(ask(`${i}`, { turn })))
        for (let answered = 0; answered < turns.length; answered++) {
          await settled()
          const flight = server.sent.split('\r\n').slice(answered, -1).map(Number)
          expect(flight.length).toBeGreaterThan(0)
          expect(flight.length).toBeLessThanOrEqual(depth)
          for (const [at, i] of flight.entries()) {
            if (turns[i] === 'alone') expect(flight).toEqual([i])
            if (turns[i] === 'last') expect(at).toBe(flight.length - 1)
          }
          server.say(`r${flight[0]}\r\n`)
        }
        expect(await Promise.all(all)).toEqual(turns.map((_, i) => `r${i}`))
      },
    ),
  )
})

test('a thousand commands pass through the queue', async () => {
  const { server, run, engine } = rig({ depth: 300 })
  const all = Array.from({ length: 1000 }, (_, i) => run(ask(`${i}`)))
  for (let answered = 0; answered < 1000; ) {
    await settled()
    const flight = server.sent.split('\r\n').slice(answered, -1)
    answered += flight.length
    server.say(flight.map((text) => `${text}\r\n`).join(''))
  }
  expect(await Promise.all(all)).toEqual(Array.from({ length: 1000 }, (_, i) => `${i}`))
  expect(engine.waiting).toBe(0)
})

test('replies that come out of order free their places on the wire at once', async () => {
  const transport = memoryTransport()
  type Asked = Command<unknown>
  const engine = new Engine<Asked>(
    transport,
    function* (engine): Script<never> {
      for (;;) {
        const text = yield* line(engine.input)
        for (const exchange of engine.sent()) if (exchange.command.line === text) engine.settle(exchange, text)
      }
    },
    { depth: 2 },
  )
  const all = ['A', 'B', 'C', 'D'].map((text) => engine.submit(ask(text)))
  for (const text of ['B', 'C', 'D', 'A']) {
    await settled()
    expect(transport.sent).toContain(`${text}\r\n`)
    transport.say(`${text}\r\n`)
  }
  expect(await Promise.all(all)).toEqual(['A', 'B', 'C', 'D'])
})

test('CR, LF and NUL are refused before anything is written, in text and in octets', async () => {
  const { server, run } = rig()
  for (const bad of ['\r', '\n', '\0', '\r\nDELE 1']) {
    await expect(run(ask(`RETR 1${bad}`))).rejects.toThrow(ArgumentError)
    const octets: Command<string> = { ...ask(''), line: Buffer.from(`RETR 1${bad}`) }
    await expect(run(octets)).rejects.toThrow(ArgumentError)
  }
  await settled()
  expect(server.sent).toBe('')
  const next = run(ask('NOOP'))
  await settled()
  server.say('fine\r\n')
  expect(await next).toBe('fine')
})

test('the refusal of a secret argument does not repeat it', async () => {
  const { run } = rig()
  const error = await outcome(run(ask('PASS hunter2\r\n', { secret: true })))
  expect(String(error)).not.toContain('hunter2')
})

test('a script goes on when the promise that it waits for is there, and octets wait meanwhile', async () => {
  const { server, run } = rig()
  let give: (text: string) => void = () => {}
  const slow = new Promise<string>((resolve) => {
    give = resolve
  })
  const both = run({
    line: 'SLOW',
    *talk({ input }) {
      const first = yield* line(input)
      return [first, yield* until(slow), yield* line(input), yield* line(input)]
    },
  })
  await settled()
  server.say('one\r\n')
  server.say('three\r\n')
  server.say('four\r\n')
  expect(await outcome(both)).toBe('pending')
  give('two')
  expect(await both).toEqual(['one', 'two', 'three', 'four'])
})

test('a promise that fails is thrown inside the script, which may go on', async () => {
  const { server, run } = rig()
  const result = run({
    line: 'SLOW',
    *talk({ input }) {
      try {
        yield* until(Promise.reject(new Error('no data connection')))
      } catch (error) {
        return `${(error as Error).message}: ${yield* line(input)}`
      }
      return ''
    },
  })
  await settled()
  server.say('425 too bad\r\n')
  expect(await result).toBe('no data connection: 425 too bad')
})

test('a server that says much while a script is busy is made to wait', async () => {
  const { server, run } = rig()
  let give: () => void = () => {}
  const slow = new Promise<void>((resolve) => {
    give = resolve
  })
  const result = run({
    line: 'SLOW',
    *talk({ input }) {
      yield* until(slow)
      return yield* line(input)
    },
  })
  await settled()
  const chunk = `${'x'.repeat(1022)}\r\n`
  for (let i = 0; i < 256; i++) server.say(chunk)
  expect(server.paused).toBe(false)
  server.say(chunk)
  expect(server.paused).toBe(true)
  give()
  expect((await result).length).toBe(1022)
  expect(server.paused).toBe(false)
})

test('the prefix goes before a line, by its exchange: IMAP tags', async () => {
  const transport = memoryTransport()
  const engine = new Engine<Command<unknown>>(
    transport,
    function* (): Script<never> {
      for (;;) yield
    },
    { depth: 2, prefix: ({ id }) => `A${id} ` },
  )
  for (const text of ['NOOP', 'CHECK']) engine.submit(ask(text)).catch(() => {})
  engine.submit({ ...ask(''), line: Buffer.from('LAST') }).catch(() => {})
  await settled()
  expect(transport.sent).toBe('A1 NOOP\r\nA2 CHECK\r\n')
  engine.close()
})
