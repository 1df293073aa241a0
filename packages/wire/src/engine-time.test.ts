import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Body } from './body.ts'
import { Clock } from './clock.ts'
import type { Command } from './command.ts'
import { TimeoutError } from './errors.ts'
import { literalFraming } from './literal.ts'
import { line, until } from './script.ts'
import { ask, fetch, rig } from './testing/sample.ts'
import { startTls } from './tls.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
const big = `${'x'.repeat(1022)}\r\n`.repeat(100)

test('a server that owes an answer and says nothing is given up', async () => {
  const { server, run, engine } = rig({ timeouts: { reply: 1000 }, depth: 2 })
  const all = [run(ask('A')), run(ask('B'))] as const
  const failed = [
    expect(all[0]).rejects.toThrow('A: the server sent nothing for 1000 ms (timeout.reply)'),
    expect(all[1]).rejects.toMatchObject({ code: 'ERR_CLOSED', cause: expect.any(TimeoutError) }),
  ]
  await pass(999)
  expect(engine.dead).toBeUndefined()
  await pass(1)
  await Promise.all(failed)
  expect(server.destroyed).toBe(true)
  await expect(run(ask('C'))).rejects.toThrow('C: A: the server sent nothing')
})

test('every octet is a sign of life', async () => {
  const { server, run } = rig({ timeouts: { reply: 1000 } })
  const reply = run(ask('A'))
  for (const octet of 'yes\r\n') {
    await pass(900)
    server.say(octet)
  }
  expect(await reply).toBe('yes')
})

test('our own commands are not', async () => {
  const { run, engine } = rig({ timeouts: { reply: 1000 }, depth: 100 })
  for (let i = 0; i < 4; i++) {
    run(ask(`KEEP ${i}`)).catch(() => {})
    await pass(300)
  }
  expect(engine.dead).toBeInstanceOf(TimeoutError)
})

test('a connection that owes nothing may be silent for ever', async () => {
  const { server, run, engine } = rig({ timeouts: { reply: 1000 } })
  await pass(100_000)
  const reply = run(ask('A'))
  await pass(500)
  server.say('yes\r\n')
  await reply
  await pass(100_000)
  expect(engine.dead).toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
})

test('the clock does not run while the consumer has paused, and runs when he reads on', async () => {
  const { server, run, engine } = rig({ timeouts: { reply: 1000 } })
  const coming = run(fetch('RETR 1'))
  await pass(1)
  server.say('here\r\n')
  server.say(big)
  expect(server.paused).toBe(true)
  await pass(100_000)
  expect(engine.dead).toBeUndefined()
  const failed = expect((await coming).bytes()).rejects.toThrow('RETR 1: the server sent nothing for 1000 ms')
  await pass(1000)
  await failed
})

test('a server that stops in the middle of a body is named with that body, whatever waits behind it', async () => {
  const { server, run } = rig({ timeouts: { reply: 1000 }, depth: 2 })
  const coming = run(fetch('RETR 1'))
  const behind = run(ask('B', { timeout: 50 }))
  const lost = expect(behind).rejects.toThrow(
    'B: the connection was lost before its reply came: RETR 1: the server sent',
  )
  await pass(1)
  server.say('here\r\npart\r\n')
  const failed = expect((await coming).bytes()).rejects.toThrow('RETR 1: the server sent nothing for 1000 ms')
  await pass(1000)
  await Promise.all([lost, failed])
})

test('a command may have a time of its own; 0 is no limit', async () => {
  const { server, run, engine } = rig({ timeouts: { reply: 1000 } })
  const idle = run(ask('IDLE', { timeout: 0 }))
  await pass(1_000_000)
  server.say('done\r\n')
  expect(await idle).toBe('done')
  const failed = expect(run(ask('QUIT', { timeout: 20 }))).rejects.toThrow('for 20 ms')
  await pass(20)
  await failed
  expect(engine.dead).toBeInstanceOf(TimeoutError)
})

test('a greeting that does not come is a hint at TLS', async () => {
  const { run } = rig({ timeouts: { reply: 1000 } })
  const failed = expect(run({ ...ask(''), line: undefined, timeout: 300 })).rejects.toThrow(
    "greeting: the server sent nothing for 300 ms (timeout.greeting); if it speaks TLS from the first octet on, use tls: 'implicit'",
  )
  await pass(300)
  await failed
})

test('a body left unread while others wait fails alone, with a message that names it, and the others go on', async () => {
  const { server, run, engine } = rig({ timeouts: { body: 1000 } })
  const coming = run(fetch('RETR 1'))
  await pass(1)
  server.say('here\r\n')
  server.say(big)
  const body = await coming
  await pass(100_000)
  const next = run(ask('NOOP'))
  await pass(999)
  // asking again does not put it off
  const other = run(ask('STAT'))
  await pass(1)
  expect(server.paused).toBe(false)
  server.say('.\r\n')
  await pass(1)
  server.say('yes\r\n')
  await pass(1)
  server.say('two\r\n')
  expect([await next, await other]).toEqual(['yes', 'two'])
  expect(engine.dead).toBeUndefined()
  const error = await body.bytes().catch((error: unknown) => error)
  expect(error).toBeInstanceOf(TimeoutError)
  expect(String(error)).toContain(
    'RETR 1: its body was left unread for 1000 ms while other commands wait (timeout.body)',
  )
})

test('a command does not wait for its own body', async () => {
  const { server, run, engine } = rig({ timeouts: { body: 1000 } })
  let body: Body | undefined
  const result = run({
    line: 'FETCH 1 BODY[]',
    *talk(io) {
      yield* line(io.input)
      body = io.body(literalFraming(big.length))
      yield
      return yield* line(io.input)
    },
  })
  await pass(1)
  server.say('{102400}\r\n')
  server.say(big)
  server.say('done\r\n')
  await pass(100_000)
  expect((await body?.bytes())?.length).toBe(big.length)
  expect(await result).toBe('done')
  expect(engine.dead).toBeUndefined()
})

test('nobody who has left waits for a body', async () => {
  const { server, run } = rig({ timeouts: { body: 1000 } })
  const coming = run(fetch('RETR 1'))
  await pass(1)
  server.say('here\r\n')
  server.say(big)
  const leaving = new AbortController()
  const failed = expect(run(ask('NOOP'), leaving.signal)).rejects.toThrow('left')
  await pass(500)
  leaving.abort(new Error('left'))
  await failed
  await pass(100_000)
  const body = await coming
  server.say('.\r\n')
  expect((await body.bytes()).length).toBe(big.length)
})

test('a reader who reads now and then keeps his body', async () => {
  const { server, run, engine } = rig({ timeouts: { body: 1000, reply: 1000 } })
  const coming = run(fetch('RETR 1'))
  const next = run(ask('NOOP'))
  await pass(1)
  server.say('here\r\n')
  for (let i = 0; i < 3; i++) server.say(big)
  let length = 0
  for await (const piece of await coming) {
    length += piece.length
    await pass(900)
    if (length === 3 * big.length) server.say('.\r\n')
  }
  server.say('yes\r\n')
  expect(await next).toBe('yes')
  expect(engine.dead).toBeUndefined()
})

test('a script that waits for something of its own has all the time it wants', async () => {
  const { server, run } = rig({ timeouts: { reply: 1000 } })
  let give: () => void = () => {}
  const slow = new Promise<void>((resolve) => {
    give = resolve
  })
  const result = run({
    line: 'AUTH',
    *talk({ input }) {
      yield* until(slow)
      return yield* line(input)
    },
  })
  await pass(100_000)
  give()
  await pass(1)
  const failed = expect(result).rejects.toThrow('AUTH: the server sent nothing for 1000 ms')
  await pass(1000)
  await failed
  expect(server.destroyed).toBe(true)
})

test('a TLS handshake that never ends is given up', async () => {
  const { server, run } = rig({ timeouts: { reply: 1000 } })
  server.onUpgrade = () => new Promise(() => {})
  const stls: Command<void> = {
    line: 'STLS',
    turn: 'alone',
    *talk(io) {
      yield* line(io.input)
      yield* startTls(io)
    },
  }
  const failed = expect(run(stls)).rejects.toThrow('STLS: the server did not finish the TLS handshake for 1000 ms')
  await pass(1)
  server.say('go on\r\n')
  await pass(1000)
  await failed
})

test('what goes out behind a line may be slow: the server owes nothing until all of it is there', async () => {
  const { server, run } = rig({ timeouts: { reply: 1000 } })
  let give: () => void = () => {}
  const slow = new Promise<void>((resolve) => {
    give = resolve
  })
  async function* source(): AsyncGenerator<Uint8Array> {
    await slow
    yield Buffer.from('chunk')
  }
  const reply = run(
    ask('BDAT 5', {
      follow: async (output) => {
        await output.send(source())
      },
    }),
  )
  await pass(100_000)
  give()
  await pass(1)
  expect(server.sent).toBe('BDAT 5\r\nchunk')
  const failed = expect(reply).rejects.toThrow(TimeoutError)
  await pass(1000)
  await failed
})

test('a clock takes 0 and what Node cannot count to for no limit', async () => {
  const late = vi.fn()
  const clock = new Clock(late)
  for (const ms of [0, -1, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 31]) {
    clock.start(ms)
    expect(clock.running).toBe(false)
  }
  clock.start(10)
  await pass(5)
  clock.start(10)
  await pass(9)
  expect(late).not.toHaveBeenCalled()
  await pass(1)
  expect(late).toHaveBeenCalledOnce()
  expect(clock.running).toBe(false)
})
