import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { save } from './save.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linewire-save-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function* octets(...texts: (string | Error)[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const text of texts) {
    if (text instanceof Error) throw text
    yield Buffer.from(text)
  }
}

test('what has arrived is kept in the partial file when something fails', async () => {
  const partial = { path: join(folder, 'a.part'), offset: 0 }
  await expect(save(octets('one', new Error('broken')), join(folder, 'a'), { partial })).rejects.toThrow('broken')
  expect(await readdir(folder)).toEqual(['a.part'])
  expect(await readFile(partial.path, 'utf8')).toBe('one')
})

test('the next try goes on behind it, and renames at the end', async () => {
  const partial = { path: join(folder, 'a.part'), offset: 3 }
  await writeFile(partial.path, 'one, and a torn end')
  const seen: number[] = []
  const onProgress = (n: number): void => void seen.push(n)
  expect(await save(octets('two', 'three'), join(folder, 'a'), { partial, onProgress })).toBe(8)
  expect(seen).toEqual([11])
  expect(await readdir(folder)).toEqual(['a'])
  expect(await readFile(join(folder, 'a'), 'utf8')).toBe('onetwothree')
})

test('a partial file of no octets is not left behind', async () => {
  const partial = { path: join(folder, 'a.part'), offset: 0 }
  await expect(save(octets(new Error('at once')), join(folder, 'a'), { partial })).rejects.toThrow('at once')
  expect(await readdir(folder)).toEqual([])
})
