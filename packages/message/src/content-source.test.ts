import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { ReadableStream } from 'node:stream/web'
import { expect, test } from 'vitest'
import { type Content, type ContentSource, contentOf } from './content-source.ts'

const refuse = (reason: string, cause?: unknown): Error => new Error(`refused: ${reason}`, { cause })
const of = (source: ContentSource): Content => contentOf(source, refuse)

const read = async (content: Content): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of content.open()) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

async function* generator(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('gr')
  yield Buffer.from('ün')
}

test('strings, octets and Blobs can be read again', async () => {
  for (const source of ['grün', Buffer.from('grün'), new Uint8Array(Buffer.from('grün')), new Blob(['grün'])]) {
    const content = of(source)
    expect(content.repeatable).toBe(true)
    expect([await read(content), await read(content)]).toEqual(['grün', 'grün'])
  }
})

test('a file can be read again, and a missing one is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'linewire-message-'))
  try {
    const path = join(folder, 'a.txt')
    await writeFile(path, 'grün')
    const content = of({ path })
    expect([await read(content), await read(content)]).toEqual(['grün', 'grün'])
    await expect(read(of({ path: join(folder, 'none.txt') }))).rejects.toThrow(/refused: ENOENT.*none\.txt/)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a stream is read once, and says so', async () => {
  const web = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from('grün'))
      controller.close()
    },
  })
  const text = Readable.from(['gr', 'ün'])
  for (const source of [generator(), Readable.from(generator()), text, web]) {
    const content = of(source)
    expect(content.repeatable).toBe(false)
    expect(await read(content)).toBe('grün')
    await expect(read(content)).rejects.toThrow(/refused: a stream can be read once/)
  }
})

test('large octets come in slices', async () => {
  const sizes: number[] = []
  for await (const chunk of of(new Uint8Array(200_000)).open()) sizes.push(chunk.length)
  expect(sizes).toEqual([65536, 65536, 65536, 3392])
})

test('what is no source is refused at once, what yields no octets when it does', async () => {
  for (const value of [undefined, null, 7, {}, { path: 7 }, []]) {
    expect(() => Reflect.apply(contentOf, undefined, [value, refuse])).toThrow(/^refused: is not a string/)
  }
  const numbers = Readable.from([1, 2])
  await expect(read(of(numbers))).rejects.toThrow(/something else than octets/)
})

test("a stream's own error is passed on", async () => {
  const broken = new Error('disk on fire')
  async function* fails(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('a')
    throw broken
  }
  await expect(read(of(fails()))).rejects.toBe(broken)
})
