import { expect, test } from 'vitest'
import type { Beside, Command, Talk } from './command.ts'
import { Engine } from './engine.ts'
import { ConnectionError } from './errors.ts'
import { inOrder } from './route.ts'
import { line, type Script, until } from './script.ts'
import { memoryTransport } from './testing/memory-transport.ts'

/** Reads a go-ahead, says more, and reads what came of it. */
const twoSteps = (say: (io: Talk & Beside) => Script<unknown>): Command<string> => ({
  line: 'DATA',
  turn: 'alone',
  *talk(io) {
    yield* line(io.input)
    yield* say(io)
    return yield* line(io.input)
  },
})

async function* message(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('hello\r\n.\r\n')
}

const ways: Record<string, (io: Talk & Beside) => Script<unknown>> = {
  *line(io) {
    io.output.line('hello')
  },
  *write(io) {
    io.output.write('hello\r\n')
  },
  *send(io) {
    yield* until(io.output.send(message()))
  },
}

test.each(Object.entries(ways))('what came before the second step is no reply to it: %s', async (_, say) => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const result = engine.submit(twoSteps(say))
  await Promise.resolve()
  transport.say('354 go ahead\r\n250 taken\r\n')
  await expect(result).rejects.toThrow('the server said "250 taken" without being asked')
  await expect(result).rejects.toThrow(ConnectionError)
  expect(transport.sent).toBe('DATA\r\n')
  expect(transport.destroyed).toBe(true)
})

test.each(Object.entries(ways))('a server that waits is answered: %s', async (_, say) => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const result = engine.submit(twoSteps(say))
  await Promise.resolve()
  transport.say('354 go ahead\r\n')
  while (!transport.sent.endsWith('hello\r\n') && !transport.sent.endsWith('.\r\n')) await Promise.resolve()
  transport.say('250 taken\r\n')
  expect(await result).toBe('250 taken')
})

test('an interruption goes out though the server has more to say', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const result = engine.submit(
    twoSteps(function* (io) {
      io.interrupt('ABOR')
    }),
  )
  await Promise.resolve()
  transport.say('150 here it comes\r\n226 that was all\r\n')
  expect(await result).toBe('226 that was all')
  expect(transport.sent).toBe('DATA\r\nABOR\r\n')
})
