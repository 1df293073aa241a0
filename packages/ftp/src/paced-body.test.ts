import { ArgumentError, Body } from '@linewire/wire'
import { expect, test } from 'vitest'
import { ftpServer } from '../../../servers/src/index.ts'
import { FtpClient } from './client.ts'
import { pacedBody } from './paced-body.ts'
import { RateLimit } from './rate.ts'

/** A limit whose time passes when it is waited for, and how long that was in all. */
function limitOf(octetsPerSecond: number): { limit: RateLimit; waited: () => number } {
  let [time, waited] = [0, 0]
  const wait = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    time += ms
    waited += ms
  }
  return { limit: new RateLimit(octetsPerSecond, { now: () => time, wait }), waited: () => waited }
}

function sourceOf(): { source: Body; cancelled: () => boolean; resumed: () => number } {
  let [cancelled, resumed] = [false, 0]
  const source = new Body({
    resume: () => {
      resumed++
    },
    cancel: () => {
      cancelled = true
    },
  })
  return { source, cancelled: () => cancelled, resumed: () => resumed }
}

test('all of it comes, in its time', async () => {
  const { limit, waited } = limitOf(100_000)
  const whole = Buffer.from('octets '.repeat(30_000))
  expect(Buffer.from(await pacedBody(Body.of(whole), limit).bytes()).equals(whole)).toBe(true)
  // but for the tenth of a second that is given
  expect(waited()).toBeCloseTo(2000, 0)
})

test('a reader that is behind holds up what it is fed from', async () => {
  const { limit } = limitOf(1e9)
  const { source, resumed } = sourceOf()
  const body = pacedBody(source, limit)
  for (let i = 0; i < 10; i++) source.push(Buffer.alloc(50_000))
  expect(source.full).toBe(true)
  await new Promise((resolve) => setImmediate(resolve))
  expect(source.full).toBe(true)
  const reading = body[Symbol.asyncIterator]()
  let octets = 0
  while (octets < 500_000) octets += (await reading.next()).value!.length
  expect(source.full).toBe(false)
  expect(resumed()).toBeGreaterThan(0)
  source.finish()
  expect((await reading.next()).done).toBe(true)
})

test('who leaves it leaves that too', async () => {
  const { source, cancelled } = sourceOf()
  const body = pacedBody(source, limitOf(1000).limit)
  source.push(Buffer.alloc(10))
  for await (const _ of body) break
  expect(cancelled()).toBe(true)
})

test('what it fails of is told behind what has come, and so is a signal', async () => {
  const { source } = sourceOf()
  const body = pacedBody(source, limitOf(1000).limit)
  source.push(Buffer.from('some'))
  source.fail(new Error('cut'))
  const reading = body[Symbol.asyncIterator]()
  expect(String((await reading.next()).value)).toBe('some')
  await expect(reading.next()).rejects.toThrow('cut')

  const left = AbortSignal.abort(new Error('left'))
  const slow = pacedBody(Body.of(Buffer.alloc(1000)), limitOf(10).limit, left)
  await expect(slow.bytes()).rejects.toThrow('left')
})

test('get(), put() and what else stores take a rate', async () => {
  await using server = await ftpServer({ files: { a: 'x'.repeat(50_000) } })
  const auth = { user: 'alice', password: 'wonderland' }
  await using ftp = await FtpClient.connect('127.0.0.1', { port: server.port, tls: 'none', auth })
  const { limit, waited } = limitOf(100_000)
  expect(await (await ftp.get('a', { rate: limit })).bytes()).toHaveLength(50_000)
  expect(waited()).toBeCloseTo(400, 0)
  await ftp.put('y'.repeat(50_000), 'b', { rate: limit })
  await ftp.append('z'.repeat(10_000), 'b', { rate: limit })
  await ftp.putLines(['line'], 'c', { rate: limit })
  expect(waited()).toBeGreaterThan(990)
  expect(await ftp.size('b')).toBe(60_000)
  expect(() => ftp.get('a', { rate: 0 })).toThrow(ArgumentError)
})
