import { expect, test } from 'vitest'
import type { Body } from './body.ts'
import type { Command } from './command.ts'
import { dotFraming } from './dot.ts'
import { ConnectionError } from './errors.ts'
import { literalFraming } from './literal.ts'
import { line, until } from './script.ts'
import { everySplit } from './testing/every-split.ts'
import { ask, fetch, outcome, rig, settled } from './testing/sample.ts'

const big = `${'x'.repeat(1022)}\r\n`.repeat(100)

test('a body is followed by the next reply, wherever the chunks are cut', async () => {
  for (const chunks of everySplit('here\r\nline\r\n..\r\n.\r\nNO more\r\nyes\r\n')) {
    const { server, run } = rig({ depth: 8 })
    const all = [run(fetch('RETR 1')), run(fetch('RETR 2')), run(ask('NOOP'))] as const
    const refused = expect(all[1]).rejects.toThrow('RETR 2: NO more')
    await settled()
    for (const chunk of chunks) server.say(chunk)
    expect(await (await all[0]).text()).toBe('line\r\n.\r\n')
    await refused
    expect(await all[2]).toBe('yes')
  }
})

test('a small body need not be read before the next command goes on', async () => {
  const { server, run } = rig({ depth: 2 })
  const [first, next] = [run(fetch('RETR 1')), run(ask('NOOP'))]
  await settled()
  server.say('here\r\nsmall\r\n.\r\nyes\r\n')
  expect(await next).toBe('yes')
  expect(await (await first).text()).toBe('small\r\n')
})

test('a slow reader pauses the transport, and reading on resumes it', async () => {
  const { server, run } = rig()
  const coming = run(fetch('RETR 1'))
  await settled()
  server.say('here\r\n')
  server.say(big)
  expect(server.paused).toBe(true)
  const body = await coming
  let length = 0
  const reading = (async () => {
    for await (const piece of body) length += piece.length
  })()
  await settled()
  expect(server.paused).toBe(false)
  server.say(`${big}.\r\n`)
  await reading
  expect(length).toBe(2 * big.length)
})

test('a break drains the rest, and the next command goes on', async () => {
  const { server, run, engine } = rig()
  const coming = run(fetch('RETR 1'))
  await settled()
  server.say(`here\r\n${big}`)
  for await (const _ of await coming) break
  expect(server.paused).toBe(false)
  const next = run(ask('NOOP'))
  server.say(`${big}.\r\n`)
  await settled()
  server.say('yes\r\n')
  expect(await next).toBe('yes')
  expect(engine.dead).toBeUndefined()
})

test('an abandoned body of exactly limits.drain is drained; one octet more ends the connection', async () => {
  for (const [extra, survives] of [
    [0, true],
    [1, false],
  ] as const) {
    const { server, run, engine } = rig({ limits: { drain: 1000 } })
    const coming = run(fetch('RETR 1'))
    await settled()
    server.say('here\r\n')
    const body = await coming
    body.cancel()
    server.say(`${'x'.repeat(998 + extra)}\r\n.\r\n`)
    expect(engine.dead === undefined).toBe(survives)
    if (!survives) expect(engine.dead?.message).toMatch(/^RETR 1: its body was abandoned .*limits\.drain/)
  }
})

test('a connection that goes in the middle of a body: the reader gets what has come, and then why', async () => {
  const { server, run } = rig({ depth: 2 })
  const coming = run(fetch('RETR 1'))
  const behind = run(ask('NOOP'))
  const lost = expect(behind).rejects.toThrow('NOOP: the connection was lost before its reply came')
  await settled()
  server.say('here\r\npart\r\n')
  const body = await coming
  server.close()
  const iterator = body[Symbol.asyncIterator]()
  expect(Buffer.from((await iterator.next()).value as Uint8Array).toString()).toBe('part\r\n')
  await expect(iterator.next()).rejects.toThrow(ConnectionError)
  await lost
})

test('a server that closes behind a body which waits for its reader does not take it away', async () => {
  const { server, run, engine } = rig()
  const coming = run(fetch('RETR 1'))
  await settled()
  server.say('here\r\n')
  server.say(big)
  expect(server.paused).toBe(true)
  server.say(`${big}.\r\n`)
  const body = await coming
  server.close()
  expect((await body.bytes()).length).toBe(2 * big.length)
  await settled()
  expect(engine.dead).toBeInstanceOf(ConnectionError)
})

test('a script may hand out a body and go on behind it', async () => {
  for (const chunks of everySplit('{5}\r\nhello)\r\n')) {
    const { server, run } = rig()
    let body: Body | undefined
    const literal: Command<string> = {
      line: 'FETCH 1',
      *talk(io) {
        yield* line(io.input)
        body = io.body(literalFraming(5))
        yield
        return yield* line(io.input)
      },
    }
    const result = run(literal)
    await settled()
    for (const chunk of chunks) server.say(chunk)
    expect(await result).toBe(')')
    expect(await body?.text()).toBe('hello')
  }
})

test('a script that hands out a body and waits for something slow goes on when both are over', async () => {
  for (const first of ['body', 'promise']) {
    const { server, run } = rig()
    let give: (text: string) => void = () => {}
    const slow = new Promise<string>((resolve) => {
      give = resolve
    })
    const result = run({
      line: 'BOTH',
      *talk(io) {
        yield* line(io.input)
        const body = io.body(dotFraming())
        const value = yield* until(slow)
        return [value, body, yield* line(io.input)] as const
      },
    })
    await settled()
    server.say('here\r\n')
    if (first === 'promise') give('slow')
    await settled()
    server.say('body\r\n.\r\nend\r\n')
    expect(await outcome(result)).toEqual(first === 'promise' ? ['slow', expect.anything(), 'end'] : 'pending')
    give('slow')
    const [value, body, end] = await result
    expect([value, await body.text(), end]).toEqual(['slow', 'body\r\n', 'end'])
  }
})
