import { expect, test } from 'vitest'
import type { Command, Turn } from './command.ts'
import { Engine } from './engine.ts'
import { TimeoutError } from './errors.ts'
import { inOrder } from './route.ts'
import { line, until } from './script.ts'
import { memoryTransport } from './testing/memory-transport.ts'

const plain = (text: string, turn: Turn = 'free'): Command<string> => ({
  line: text,
  turn,
  *talk({ input }) {
    return yield* line(input)
  },
})

/** A command with a second part behind the server's go-ahead, as DATA and POST are. */
const withBody = (pieces: Iterable<string>, turn: Turn): Command<string> => ({
  line: 'DATA',
  turn,
  *talk(io) {
    const { input, output } = io
    yield* line(input)
    yield* until(output.send(octets(pieces)))
    io.release()
    return yield* line(input)
  },
})

async function* octets(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece)
}

async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

for (const turn of ['last', 'alone'] as const) {
  test(`what waits behind a command of turn '${turn}' goes when all of that is written, before its reply`, async () => {
    const transport = memoryTransport()
    const engine = new Engine(transport, inOrder, { depth: 8 })
    const replies = Promise.all([engine.submit(withBody(['body.'], turn)), engine.submit(plain('NEXT', 'last'))])
    await settled()
    expect(transport.sent).toBe('DATA\r\n')
    transport.say('go on\r\n')
    await settled()
    expect(transport.sent).toBe('DATA\r\nbody.NEXT\r\n')
    transport.say('taken\r\nnext\r\n')
    expect(await replies).toEqual(['taken', 'next'])
  })
}

test('a release neither exceeds the depth nor lets a command go that wants to be alone', async () => {
  for (const [depth, turn] of [
    [1, 'free'],
    [8, 'alone'],
  ] as const) {
    const transport = memoryTransport()
    const engine = new Engine(transport, inOrder, { depth })
    const replies = Promise.all([engine.submit(withBody(['body.'], 'last')), engine.submit(plain('NEXT', turn))])
    await settled()
    transport.say('go on\r\n')
    await settled()
    expect(transport.sent).toBe('DATA\r\nbody.')
    transport.say('taken\r\n')
    await settled()
    expect(transport.sent).toBe('DATA\r\nbody.NEXT\r\n')
    transport.say('next\r\n')
    expect(await replies).toEqual(['taken', 'next'])
  }
})

test('a server that stops taking our data is given up as one that stops answering is', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder, { timeouts: { reply: 20 } })
  const sending = engine.submit(withBody(['one', 'two'], 'last'))
  await settled()
  transport.full = true
  transport.say('go on\r\n')
  await expect(sending).rejects.toThrow(TimeoutError)
  await expect(sending).rejects.toThrow('DATA: the server took none of our data for 20 ms')
  expect(transport.sent).toBe('DATA\r\none')
})

test('a server that takes it slowly is not', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder, { timeouts: { reply: 1000 } })
  const sending = engine.submit(withBody(['one', 'two'], 'last'))
  await settled()
  transport.full = true
  transport.say('go on\r\n')
  await settled()
  transport.drain()
  await settled()
  transport.say('taken\r\n')
  expect(await sending).toBe('taken')
})
