import { ConnectionError, Engine, inOrder, LimitError, ProtocolError, type Reply } from '@linewire/wire'
import { everySplit, type MemoryTransport, memoryTransport, play } from '@linewire/wire/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { command } from './commands/command.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function asked(
  limits: { line?: number; reply?: number } = {},
): Promise<{ server: MemoryTransport; engine: Engine; reply: Promise<Reply> }> {
  const server = memoryTransport()
  const engine = new Engine(server, inOrder, { limits })
  const reply = engine.submit(command('STAT')) as Promise<Reply>
  reply.catch(() => {})
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  return { server, engine, reply }
}

const lines = (...said: string[]): string => said.map((line) => `${line}\r\n`).join('')

describe('RFC 959 §4.2: a reply of several lines', () => {
  test('ends where its code stands before a blank, whatever else its lines look like', async () => {
    for (const chunks of everySplit(lines('123-First', 'Second', '  234 A line', '234 numbers', '123 last'), 2)) {
      const { server, reply } = await asked()
      for (const chunk of chunks) server.say(chunk)
      server.say(lines('211 ok'))
      expect(await reply).toMatchObject({ code: 211 })
    }
  })

  test('may be of three digits alone', () => {
    expect(play(command('STAT'), 'S: 200')).toEqual({ code: 200, lines: [''], text: '' })
  })

  test('may end its lines in LF alone', async () => {
    const { server, reply } = await asked()
    server.say('211-one\n two\n211 end\n')
    expect(await reply).toMatchObject({ lines: ['one', ' two', 'end'] })
  })

  test('may be as long as the limit, and no longer', async () => {
    const long = await asked()
    const line = ` ${'x'.repeat(1022)}`
    long.server.say(lines('211-help', ...Array<string>(200).fill(line), '211 end'))
    expect((await long.reply).lines).toHaveLength(202)
    const longer = await asked({ reply: 1000 })
    longer.server.say(lines('211-help', line, '211 end'))
    await expect(longer.reply).rejects.toThrow(LimitError)
  })
})

describe('a reply that ends in another code than it began with', () => {
  test('is over when the server is silent behind it', async () => {
    const { server, reply } = await asked()
    server.say(lines('230-Welcome', '220 logged in'))
    await vi.advanceTimersByTimeAsync(4999)
    let over = false
    void reply.then(() => {
      over = true
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(over).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await reply).toEqual({ code: 230, lines: ['Welcome', '220 logged in'], text: 'Welcome\n220 logged in' })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('goes on when more comes', async () => {
    const { server, reply } = await asked()
    server.say(lines('211-Status', '226 transfers'))
    await vi.advanceTimersByTimeAsync(3000)
    server.say(lines('211 end'))
    expect(await reply).toMatchObject({ lines: ['Status', '226 transfers', 'end'] })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('leaves no timer behind when the connection goes', async () => {
    const { server, reply } = await asked()
    server.say(lines('211-Status', '226 transfers'))
    server.close()
    await expect(reply).rejects.toThrow(ConnectionError)
    expect(vi.getTimerCount()).toBe(0)
  })
})

test('421 in place of any reply ends the connection, and is the reason that all others hear', async () => {
  const { server, engine, reply } = await asked()
  const next = engine.submit(command('NOOP'))
  next.catch(() => {})
  server.say(lines('421-Idle', '421 for too long'))
  await expect(reply).rejects.toMatchObject({
    name: 'ConnectionError',
    message: 'STAT: the server closes the connection: 421 Idle for too long',
    cause: { code: '421', transient: true },
  })
  await expect(next).rejects.toThrow(/not sent, for the connection was lost: .*421 Idle for too long/)
  expect(engine.dead).toBeInstanceOf(ConnectionError)
})

test.each(['HTTP/1.1 400 Bad Request', '99 x', '2000 x', '', '\0\0\0'])('%j is no reply', (line) => {
  expect(() => play(command('STAT'), `S: ${line}`)).toThrow(ProtocolError)
})
