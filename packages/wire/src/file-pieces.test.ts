import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, open, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pieces } from './source.ts'

/** How often this process has a file open; only Linux tells. */
async function opened(file: string): Promise<number> {
  const all = await readdir('/proc/self/fd').catch(() => [])
  const places = await Promise.all(all.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')))
  return places.filter((place) => place === file).length
}

const whole = randomBytes(4_000_000)
let folder = ''
let path = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linewire-pieces-'))
  path = join(folder, 'file')
  await writeFile(path, whole)
})
afterAll(() => rm(folder, { recursive: true }))

test('a piece that its reader keeps stays as it was', async () => {
  const kept: Uint8Array[] = []
  for await (const piece of pieces({ path })) kept.push(piece)
  expect(Buffer.concat(kept).equals(whole)).toBe(true)
  expect(new Set(kept.map(({ buffer }) => buffer)).size).toBe(kept.length)
})

test('the memory of a piece that is given back is read into again', async () => {
  const source = pieces({ path, start: 1 })
  const memories = new Set<ArrayBufferLike>()
  const copies: Buffer[] = []
  for await (const piece of source) {
    copies.push(Buffer.from(piece))
    memories.add(piece.buffer)
    source.recycle!(piece)
  }
  expect(Buffer.concat(copies).equals(whole.subarray(1))).toBe(true)
  // one is used, one is being read
  expect(memories.size).toBeLessThanOrEqual(3)
})

test('what is given back but none of its own is not read into', async () => {
  const source = pieces({ path })
  const strange = Buffer.alloc(10)
  for await (const _ of source) source.recycle!(strange)
  expect(strange.equals(Buffer.alloc(10))).toBe(true)
})

test('what has been begun can be gone on with, and ends once', async () => {
  const source = pieces({ path })
  const first = await source.next()
  const rest: Uint8Array[] = []
  for await (const piece of pieces(source)) rest.push(piece)
  expect(Buffer.concat([first.value!, ...rest]).equals(whole)).toBe(true)
  expect(await source.next()).toEqual({ done: true, value: undefined })
})

test.each([0, 1, 2])(
  'left while a piece is awaited, behind %i others, it is closed when nobody reads it',
  async (behind) => {
    const source = pieces({ path })
    for (let index = 0; index < behind; index++) await source.next()
    const next = source.next()
    await source.return()
    expect((await next).value).toHaveLength(1024 * 1024)
    expect(await source.next()).toEqual({ done: true, value: undefined })
    expect(await opened(path)).toBe(0)
  },
)

test('a pipe is read when it is asked for, and left', async () => {
  const pipe = join(folder, 'pipe')
  await promisify(execFile)('mkfifo', [pipe])
  const source = pieces({ path: pipe })
  const first = source.next()
  await using writer = await open(pipe, 'w')
  await writer.write('one')
  expect((await first).value?.toString()).toBe('one')
  // nothing more comes, and nobody waits for it
  await source.return()
  expect((await source.next()).done).toBe(true)
})
