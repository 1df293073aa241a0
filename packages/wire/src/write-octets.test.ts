import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
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
  const big = 'x'.repeat(300_000)
  expect(await writeOctets(file, octets('a', 'b', big, 'c'), { onWritten: (n) => seen.push(n) })).toBe(300_003)
  expect(seen).toEqual([300_002, 1])
  expect(await readFile(path, 'utf8')).toBe(`ab${big}c`)
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
