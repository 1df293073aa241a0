import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import type { Command } from './command.ts'
import { ConnectionError } from './errors.ts'
import { line, until } from './script.ts'
import { ask, fetch, outcome, rig, settled } from './testing/sample.ts'

test('who has left before nothing is sent for', async () => {
  const { server, run } = rig()
  const reason = new Error('left before')
  expect(await outcome(run(ask('A'), AbortSignal.abort(reason)))).toBe(reason)
  expect(server.sent).toBe('')
})

test('a command that waits is taken out of the queue', async () => {
  const { server, run } = rig()
  const leaving = new AbortController()
  const first = run(ask('A'))
  const second = run(ask('B'), leaving.signal)
  const third = run(ask('C'))
  await settled()
  leaving.abort(new Error('left'))
  await expect(second).rejects.toThrow('left')
  server.say('a\r\n')
  await settled()
  server.say('c\r\n')
  expect([await first, await third]).toEqual(['a', 'c'])
  expect(server.sent).toBe('A\r\nC\r\n')
})

test('of a command that was sent the reply is read and dropped', async () => {
  const { server, run, engine } = rig({ depth: 2 })
  const leaving = new AbortController()
  const left = run(ask('A'), leaving.signal)
  const next = run(ask('B'))
  await settled()
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  server.say('NO to A\r\nyes to B\r\n')
  expect(await next).toBe('yes to B')
  expect(engine.dead).toBeUndefined()
})

test('a body that comes for somebody who has left is drained', async () => {
  const { server, run } = rig({ depth: 2 })
  const leaving = new AbortController()
  const left = run(fetch('RETR 1'), leaving.signal)
  const next = run(ask('B'))
  await settled()
  leaving.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  server.say('here\r\nbody\r\n.\r\nyes\r\n')
  expect(await next).toBe('yes')
})

test('abort in the middle of a body that comes in: its reader hears why, the rest is drained, the next goes on', async () => {
  const { server, run, engine } = rig()
  const leaving = new AbortController()
  const coming = run(fetch('RETR 1'), leaving.signal)
  await settled()
  server.say('here\r\nsome of it\r\n')
  const body = await coming
  const reading = body.bytes()
  await settled()
  const reason = new Error('left')
  leaving.abort(reason)
  expect(await outcome(reading)).toBe(reason)
  const next = run(ask('B'))
  server.say('the rest\r\n.\r\n')
  await settled()
  server.say('yes\r\n')
  expect(await next).toBe('yes')
  expect(engine.dead).toBeUndefined()
})

test('abort when the body is whole already changes nothing', async () => {
  const { server, run } = rig()
  const leaving = new AbortController()
  const coming = run(fetch('RETR 1'), leaving.signal)
  await settled()
  server.say('here\r\nall\r\n.\r\n')
  const body = await coming
  leaving.abort(new Error('left'))
  expect(await body.text()).toBe('all\r\n')
})

/** As SMTP's DATA: the go-ahead, the source, the reply. */
const data = (source: AsyncIterable<Uint8Array>): Command<string> => ({
  line: 'DATA',
  turn: 'alone',
  *talk({ input, output }) {
    yield* line(input)
    yield* until(output.send(source))
    return yield* line(input)
  },
})

test('abort in the middle of a body that goes out ends the connection, and everybody hears why', async () => {
  const { server, run, engine } = rig()
  const leaving = new AbortController()
  let left = false
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        yield Buffer.from('more')
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      left = true
    }
  }
  const sending = run(data(endless()), leaving.signal)
  const next = run(ask('NOOP'))
  const lost = expect(next).rejects.toThrow(
    'NOOP: not sent, for the connection was lost: aborted while its data went out',
  )
  await settled()
  server.say('354 go on\r\n')
  await server.written()
  const reason = new Error('left')
  leaving.abort(reason)
  await expect(sending).rejects.toBe(reason)
  await lost
  await settled()
  expect(engine.dead).toBeInstanceOf(ConnectionError)
  expect(engine.dead?.cause).toBe(reason)
  expect(server.destroyed).toBe(true)
  await new Promise((resolve) => setImmediate(resolve))
  await settled()
  expect(left).toBe(true)
})

test('neither a source that says nothing nor a full transport puts an abort off', async () => {
  for (const stalled of ['source', 'transport']) {
    const { server, run, engine } = rig()
    const leaving = new AbortController()
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first')
      if (stalled === 'source') await new Promise(() => {})
      for (;;) yield Buffer.from('next')
    }
    const sending = run(data(source()), leaving.signal)
    await settled()
    server.full = true
    server.say('354 go on\r\n')
    await settled()
    if (stalled === 'source') server.drain()
    await settled()
    leaving.abort(new Error('left'))
    await expect(sending).rejects.toThrow('left')
    await settled()
    expect(engine.dead?.message).toBe('aborted while its data went out')
  }
})

test('a connection that goes while the source says nothing lets the source go', async () => {
  const { server, run } = rig()
  let returned = false
  const source: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => {}),
      return: () => {
        returned = true
        return Promise.resolve({ done: true, value: undefined })
      },
    }),
  }
  const sending = run(data(source))
  await settled()
  server.say('354 go on\r\n')
  await settled()
  server.close()
  await expect(sending).rejects.toThrow(ConnectionError)
  await settled()
  expect(returned).toBe(true)
})

test('the signal of a script is aborted when its caller leaves and when the connection goes', async () => {
  for (const how of ['caller', 'connection']) {
    const { server, run } = rig()
    const leaving = new AbortController()
    let signal: AbortSignal | undefined
    const result = run(
      {
        line: 'SLOW',
        *talk(io) {
          signal = io.signal
          yield* until(new Promise(() => {}))
        },
      },
      leaving.signal,
    )
    const failed = expect(result).rejects.toThrow()
    await settled()
    expect(signal?.aborted).toBe(false)
    if (how === 'caller') leaving.abort()
    else server.close()
    await failed
    expect(signal?.aborted).toBe(true)
  }
})

test('who leaves one command of many keeps the others and the listeners of his signal do not pile up', async () => {
  const { server, run } = rig({ depth: 4 })
  const { signal } = new AbortController()
  for (let round = 0; round < 20; round++) {
    const all = [run(ask('A'), signal), run(fetch('B'), signal)] as const
    await settled()
    server.say('a\r\nb\r\nx\r\n.\r\n')
    expect(await all[0]).toBe('a')
    expect(await (await all[1]).text()).toBe('x\r\n')
  }
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})
