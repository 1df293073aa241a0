import { randomBytes } from 'node:crypto'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Body } from './body.ts'
import { writeOctets } from './write-octets.ts'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linewire-write-'))
  path = join(folder, 'file')
})
afterEach(() => rm(folder, { recursive: true }))

async function* octets(...texts: (string | Error)[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const text of texts) {
    if (text instanceof Error) throw text
    yield Buffer.from(text)
  }
}

test('small pieces are written as one, large ones as they come', async () => {
  await using file = await open(path, 'wx')
  const seen: number[] = []
  const big = 'x'.repeat(1_200_000)
  expect(await writeOctets(file, octets('a', 'b', big, 'c'), { onWritten: (n) => seen.push(n) })).toBe(1_200_003)
  expect(seen).toEqual([2, 1_200_000, 1])
  expect(await readFile(path, 'utf8')).toBe(`ab${big}c`)
})

test('what comes slowly is written as it comes', async () => {
  await using file = await open(path, 'wx')
  const seen: number[] = []
  const slowly = (async function* () {
    yield Buffer.from('one')
    await new Promise((resolve) => setTimeout(resolve, 150))
    yield Buffer.from('two')
    await expect.poll(() => seen).toEqual([6])
    yield Buffer.from('three')
  })()
  await writeOctets(file, slowly, { onWritten: (n) => seen.push(n) })
  expect(seen).toEqual([6, 5])
})

/** A body whose feeder puts what it can where the reader wants it, as a socket does. */
function fed(whole: Buffer, pieces: readonly number[], strange: (index: number) => boolean = () => false) {
  const seen = { strange: 0, waits: 0, memories: new Set<ArrayBufferLike>() }
  const feed = async (): Promise<void> => {
    let at = 0
    for (const [index, size] of pieces.entries()) {
      while (body.full) {
        seen.waits++
        await new Promise(setImmediate)
      }
      const memory = strange(index) ? undefined : body.memory
      const piece = memory?.subarray(0, size) ?? Buffer.alloc(size)
      if (memory) seen.memories.add(memory.buffer)
      else seen.strange++
      at += whole.copy(piece, 0, at)
      const kept = body.push(piece)
      // memory of ours that nobody keeps is written over at once, as a socket would
      if (!memory && !kept) piece.fill(0xff)
      if (index % 7 === 0) await new Promise(setImmediate)
    }
    body.push(Buffer.from(whole.subarray(at)))
    body.finish()
  }
  const body = new Body({ resume: () => {}, cancel: () => {} })
  return { body, seen, feed }
}

describe('a body', () => {
  const whole = randomBytes(20_000_000)

  test('is read straight into what is written, which is written over again', async () => {
    await using file = await open(path, 'wx')
    const { body, seen, feed } = fed(whole, Array(110).fill(180_000))
    const [written] = await Promise.all([writeOctets(file, body), feed()])
    expect(written).toBe(whole.length)
    expect((await readFile(path)).equals(whole)).toBe(true)
    // the first came before anybody read
    expect(seen.strange).toBeLessThanOrEqual(2)
    expect(seen.memories.size).toBeLessThanOrEqual(4)
    expect(seen.waits).toBeGreaterThan(0)
  })

  test('is written whole wherever its pieces lie', async () => {
    await using file = await open(path, 'wx')
    const sizes = Array.from({ length: 300 }, (_, index) => [1, 16_384, 65_536, 3, 100_000][index % 5]!)
    const { body, feed } = fed(whole, sizes, (index) => index % 3 === 0)
    const [written] = await Promise.all([writeOctets(file, body), feed()])
    expect(written).toBe(whole.length)
    expect((await readFile(path)).equals(whole)).toBe(true)
  })

  test('that breaks leaves what came before', async () => {
    await using file = await open(path, 'wx')
    const { body } = fed(whole, [])
    const writing = writeOctets(file, body)
    for (let at = 0; at < 3_000; at += 1000) {
      const memory = body.memory!.subarray(0, 1000)
      whole.copy(memory, 0, at)
      body.push(memory)
    }
    body.fail(new Error('cut'))
    await expect(writing).rejects.toThrow('cut')
    expect((await readFile(path)).equals(whole.subarray(0, 3000))).toBe(true)
  })

  test('whose file takes no more is left, and the failure told', async () => {
    await using file = await open('/dev/full', 'w')
    const { body, feed } = fed(whole, Array(110).fill(180_000))
    const fails = expect(writeOctets(file, body)).rejects.toMatchObject({ code: 'ENOSPC' })
    await Promise.all([fails, feed()])
  })
})

test('a position is where the first octet goes; what lies around it stays', async () => {
  await using file = await open(path, 'w+')
  await file.write('one two three')
  expect(await writeOctets(file, octets('T', 'WO'), { position: 4 })).toBe(3)
  expect(await readFile(path, 'utf8')).toBe('one TWO three')
})

test('a source of nothing writes nothing', async () => {
  await using file = await open(path, 'wx')
  expect(await writeOctets(file, octets())).toBe(0)
})

test('what came before a failure is written, and reported', async () => {
  await using file = await open(path, 'wx')
  const seen: number[] = []
  const broken = octets('one', new Error('broken'))
  await expect(writeOctets(file, broken, { onWritten: (n) => seen.push(n) })).rejects.toThrow('broken')
  expect(seen).toEqual([3])
  expect(await readFile(path, 'utf8')).toBe('one')
})

test('an abort ends it at the next piece', async () => {
  await using file = await open(path, 'wx')
  const leaving = new AbortController()
  const source = (async function* () {
    yield Buffer.from('one')
    leaving.abort(new Error('left'))
    yield Buffer.from('two')
  })()
  await expect(writeOctets(file, source, { signal: leaving.signal })).rejects.toThrow('left')
  expect(await readFile(path, 'utf8')).toBe('one')
})
