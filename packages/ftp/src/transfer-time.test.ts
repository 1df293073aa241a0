import { type Body, TimeoutError } from '@linewire/wire'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type TransferLab, transferLab } from '../test/transfer-lab.ts'
import { retr } from './commands/retr.ts'
import { stor } from './commands/stor.ts'
import { receive } from './receive.ts'
import { type Sent, send } from './send.ts'

// The clock of the server's replies is 60 s: what counts beside them is that octets go over the data connection.
beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1000)

async function download(): Promise<TransferLab & { body: Body; over: Promise<unknown> }> {
  const lab = transferLab()
  let over: Promise<unknown> = Promise.resolve()
  const opened = new Promise<Body>((resolve) => {
    over = lab.engine.submit(receive(lab.state, retr('a'), resolve))
  })
  over.catch(() => {})
  await pass(0)
  lab.control.say('150 here it comes\r\n')
  return { ...lab, over, body: await opened }
}

test('a download may take as long as it likes while octets come', async () => {
  const { control, data, body } = await download()
  const text = body.text()
  for (let minute = 0; minute < 10; minute++) {
    await pass(50)
    data.say('x')
  }
  data.close()
  control.say('226 done\r\n')
  expect(await text).toBe('xxxxxxxxxx')
  expect(vi.getTimerCount()).toBe(0)
})

test('a server that sends no more is left a minute after its last octet', async () => {
  const { data, body } = await download()
  let failure: unknown
  body.text().catch((error: unknown) => {
    failure = error
  })
  await pass(50)
  data.say('x')
  await pass(59)
  expect(failure).toBeUndefined()
  await pass(1)
  expect(failure).toBeInstanceOf(TimeoutError)
  expect(vi.getTimerCount()).toBe(0)
})

test('a reader that is slow is no silence of the server; behind it the clock goes on', async () => {
  const { data, body } = await download()
  const reading = body[Symbol.asyncIterator]()
  data.say(Buffer.alloc(200_000))
  await reading.next()
  data.say(Buffer.alloc(200_000))
  await pass(600)
  expect(data.paused).toBe(true)
  expect((await reading.next()).done).toBe(false)
  const next = reading.next()
  next.catch(() => {})
  await pass(59)
  const after = vi.getTimerCount()
  await pass(1)
  await expect(next).rejects.toThrow(TimeoutError)
  expect(after).toBe(1)
})

async function upload(
  source: AsyncIterable<Uint8Array>,
  onProgress?: (octets: number) => void,
): Promise<TransferLab & { sent: Promise<Sent> }> {
  const lab = transferLab()
  const sent = lab.engine.submit(send(lab.state, stor('a'), source, onProgress)) as Promise<Sent>
  sent.catch(() => {})
  await pass(0)
  lab.control.say('150 let it come\r\n')
  return { ...lab, sent }
}

test('a source may take as long as it likes', async () => {
  const slowly = (async function* () {
    for (let minute = 0; minute < 10; minute++) {
      await new Promise((resolve) => setTimeout(resolve, 100_000))
      yield Buffer.from('x')
    }
  })()
  const { control, data, sent } = await upload(slowly)
  await pass(1000)
  expect(data.sent).toBe('xxxxxxxxxx[end]')
  control.say('226 I have it\r\n')
  expect(await sent).toMatchObject({ octets: 10 })
  expect(vi.getTimerCount()).toBe(0)
})

test('a server may take a large piece as slowly as it likes, while it takes some of it', async () => {
  const large = (async function* () {
    yield Buffer.alloc(1_000_000)
  })()
  const { control, data, sent } = await upload(large)
  data.full = true
  for (let minute = 0; minute < 8; minute++) {
    await pass(50)
    data.drain()
    data.full = true
  }
  data.drain()
  await pass(0)
  control.say('226 I have it\r\n')
  expect(await sent).toMatchObject({ octets: 1_000_000 })
})

test('of a fast server that has taken much the parts are large, and small again when it is slow', async () => {
  const [kibi, mebi] = [128 * 1024, 1024 * 1024]
  const sizes: number[] = []
  let before = 0
  const pieces = (async function* () {
    for (let index = 0; index < 22; index++) yield Buffer.alloc(mebi)
  })()
  const { control, data, sent } = await upload(pieces, (octets) => {
    sizes.push(octets - before)
    before = octets
    data.full = octets >= 20 * mebi
  })
  while (before < 22 * mebi) {
    await pass(2)
    data.drain()
  }
  await pass(1)
  control.say('226 I have it\r\n')
  expect(await sent).toMatchObject({ octets: 22 * mebi })
  // that a server has become slow is known behind the first part that it took slowly
  expect(sizes).toEqual([...Array(16 * 8).fill(kibi), ...Array(5).fill(mebi), ...Array(8).fill(kibi)])
})

test('a server that takes no more is left', async () => {
  const endless = (async function* () {
    for (;;) yield Buffer.alloc(1000)
  })()
  const { data, sent } = await upload(endless)
  data.full = true
  await pass(59)
  const before = vi.getTimerCount()
  await pass(2)
  await expect(sent).rejects.toThrow(TimeoutError)
  expect(before).toBe(1)
})
