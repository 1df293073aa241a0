import { ArgumentError, type Body, Engine, inOrder } from '@linewire/wire'
import { memoryTransport } from '@linewire/wire/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type TransferLab, transferLab, turns } from '../test/transfer-lab.ts'
import { pwd } from './commands/pwd.ts'
import { retr } from './commands/retr.ts'
import { intervalOf, KeepAlive } from './keep-alive.ts'
import { receive } from './receive.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('an idle connection', () => {
  test('says NOOP behind each interval without a command', async () => {
    const server = memoryTransport()
    const engine = new Engine(server, inOrder)
    const keepAlive = new KeepAlive(engine, 1000)
    await vi.advanceTimersByTimeAsync(999)
    expect(server.sent).toBe('')
    await vi.advanceTimersByTimeAsync(1)
    expect(server.sent).toBe('NOOP\r\n')
    server.say('200 ok\r\n')
    keepAlive.used()
    const asked = engine.submit(pwd())
    await turns()
    server.say('257 "/"\r\n')
    await asked
    await vi.advanceTimersByTimeAsync(1000)
    expect(server.sent).toBe('NOOP\r\nPWD\r\nNOOP\r\n')
  })

  test('says nothing while a command is on its way, nor when it is gone', async () => {
    const server = memoryTransport()
    const engine = new Engine(server, inOrder, { timeouts: { reply: 0 } })
    const keepAlive = new KeepAlive(engine, 1000)
    keepAlive.used()
    const asked = engine.submit(pwd())
    await vi.advanceTimersByTimeAsync(5000)
    expect(server.sent).toBe('PWD\r\n')
    server.say('257 "/"\r\n')
    await asked
    engine.close()
    await vi.advanceTimersByTimeAsync(5000)
    expect(server.sent).toBe('PWD\r\n')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('that a NOOP is refused, or not answered, disturbs nobody', async () => {
    const server = memoryTransport()
    const engine = new Engine(server, inOrder)
    new KeepAlive(engine, 1000)
    await vi.advanceTimersByTimeAsync(1000)
    server.say('500 what?\r\n')
    await vi.advanceTimersByTimeAsync(1000)
    server.close()
    await turns()
    await expect(engine.submit(pwd())).rejects.toThrow('the server closed the connection')
  })
})

/** A download in whose midst two NOOPs are due, and `behind` is said when the data is in. */
async function download(
  ...[during, behind, answer = '257 "/not own"']: [during: string[], behind: string[], answer?: string]
): Promise<TransferLab & { text: Promise<string> }> {
  const lab = transferLab(1000)
  const { state, engine, control, data } = lab
  const body = new Promise<Body>((resolve, reject) => {
    engine.submit(receive(state, retr('a'), resolve)).catch(reject)
  })
  const text = body.then((opened) => opened.text())
  text.catch(() => {})
  await turns()
  control.say('150 here\r\n')
  await vi.advanceTimersByTimeAsync(2000)
  expect(control.sent).toBe('RETR a\r\nNOOP\r\nNOOP\r\n')
  for (const line of during) control.say(`${line}\r\n`)
  data.say('hello')
  data.close()
  for (const line of behind) control.say(`${line}\r\n`)
  await turns()
  // asked where some of them had no reply when the transfer was over
  if (control.sent.endsWith('PWD\r\n')) control.say(`${answer}\r\n`)
  await turns()
  expect(await text).toBe('hello')
  const next = engine.submit(pwd())
  await turns()
  control.say('257 "/own"\r\n')
  expect(await next).toBe('/own')
  expect(vi.getTimerCount()).toBe(0)
  return { ...lab, text }
}

describe('NOOP while a transfer is on: its replies are told from those to the transfer', () => {
  test('that come behind it, as of vsftpd and ProFTPD', async () => {
    await download([], ['226 done', '200 ok', '200 ok'])
  })

  test('that refuse it in the midst, as of Pure-FTPd', async () => {
    await download(['500 Unknown command', '500 Unknown command'], ['226 done'])
  })

  test('that come in the midst, and behind', async () => {
    await download(['200 ok'], ['226 done', '200 ok'])
  })

  test('that are one to several which came together, or none', async () => {
    await download(['500 Unknown command'], ['226 done'])
    await download([], ['226 done', '500 Unknown command'])
    await download([], ['226 done'])
  })

  test('where PWD is refused', async () => {
    await download([], ['226 done', '200 ok'], '550 not for you')
  })

  test('all of which are there ask for nothing', async () => {
    const { control } = await download(['200 ok', '200 ok'], ['226 done'])
    expect(control.sent.match(/PWD/g)).toHaveLength(1)
  })
})

test('an interval that is none is refused', () => {
  for (const noop of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => intervalOf({ noop })).toThrow(ArgumentError)
  expect(intervalOf({ noop: 1000 })).toBe(1000)
  expect(intervalOf()).toBeUndefined()
})
