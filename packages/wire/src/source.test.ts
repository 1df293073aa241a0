import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ArgumentError } from './errors.ts'
import { pieces, type Source, sizeOf } from './source.ts'

const text = 'Grüße\r\n'
const octets = Buffer.from(text)
const large = Buffer.alloc(1_600_000, 'x')

let folder = ''
let path = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linewire-source-'))
  path = join(folder, 'file')
  await writeFile(path, large)
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

async function read(source: Source): Promise<Buffer> {
  const found: Uint8Array[] = []
  for await (const piece of pieces(source)) found.push(piece)
  return Buffer.concat(found)
}

async function* mixed(): AsyncGenerator<Uint8Array | string> {
  yield 'Grü'
  yield Buffer.from('ße\r\n')
}

test('everything that can go out is pieces of octets, text as UTF-8', async () => {
  const web = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(octets)
      controller.close()
    },
  })
  for (const source of [
    text,
    octets,
    new Uint8Array(octets),
    new Blob([octets]),
    Readable.from([octets]),
    web,
    mixed(),
  ]) {
    expect((await read(source)).toString()).toBe(text)
  }
  expect(await read('')).toHaveLength(0)
  expect(await read(new Blob([]))).toHaveLength(0)
})

test('a file and a large Blob come in several pieces, and all of them', async () => {
  for (const source of [{ path }, new Blob([large])]) {
    const sizes: number[] = []
    for await (const piece of pieces(source)) sizes.push(piece.length)
    expect(sizes.length).toBeGreaterThan(1)
    expect((await read(source)).equals(large)).toBe(true)
  }
  expect(await read({ path, start: 1_599_990 })).toHaveLength(10)
})

test('a file is closed when its reader leaves', async () => {
  for await (const piece of pieces({ path })) {
    expect(piece.length).toBeGreaterThan(0)
    break
  }
  await rm(path)
  await expect(read({ path })).rejects.toMatchObject({ code: 'ENOENT' })
  await writeFile(path, large)
})

test('a stream that reads a file is a stream: it knows where it begins and ends', async () => {
  expect(await read(createReadStream(path, { start: 10, end: 19 }))).toHaveLength(10)
})

test('a stream that fails before it is read ends no process, and whoever reads it is told', async () => {
  const missing = createReadStream(join(folder, 'nothing'))
  const all = pieces(missing)
  await new Promise<void>((resolve) => missing.once('close', () => resolve()))
  await expect(all.next()).rejects.toMatchObject({ code: 'ENOENT' })
})

test('how much it is, where that can be known', async () => {
  expect(await sizeOf(text)).toBe(9)
  expect(await sizeOf(octets)).toBe(9)
  expect(await sizeOf(new Blob([octets]))).toBe(9)
  expect(await sizeOf({ path })).toBe(1_600_000)
  expect(await sizeOf({ path, start: 1_599_990 })).toBe(10)
  expect(await sizeOf({ path: '/dev/null' })).toBeUndefined()
  expect(await sizeOf(mixed())).toBeUndefined()
  expect(await sizeOf(new ReadableStream<Uint8Array>())).toBeUndefined()
})

test('what is no source, or gives no octets, is refused with a sentence', async () => {
  for (const wrong of [undefined, null, 7, {}, [octets], { path: 7 }] as unknown[]) {
    await expect(read(wrong as Source)).rejects.toThrow(ArgumentError)
    await expect(sizeOf(wrong as Source)).rejects.toThrow(ArgumentError)
  }
  async function* numbers(): AsyncGenerator<unknown> {
    yield 7
  }
  await expect(read(numbers() as Source)).rejects.toThrow('octets or text')
})
