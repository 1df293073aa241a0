import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hollow, seedFolder, seedSmall } from './ftp-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'linewire-bench-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the sums are those of the files', () => {
  const sum = seedFolder(join(folder, 'many'), 25)
  const names = readdirSync(join(folder, 'many'))
  const files = names.map((name) => statSync(join(folder, 'many', name)))
  expect(sum).toEqual({
    files: names.length,
    octets: files.reduce((total, { size }) => total + size, 0),
    names: names.reduce((total, name) => total + name.length, 0),
  })
  expect(new Set(files.map(({ mtimeMs }) => mtimeMs)).size).toBe(25)
})

test('a hollow file has its size and takes no room', () => {
  hollow(join(folder, 'large'), 1 << 30)
  const { size, blocks } = statSync(join(folder, 'large'))
  expect(size).toBe(1 << 30)
  expect(blocks * 512).toBeLessThan(1 << 20)
})

test('small files are named by their numbers, and each has all its octets', () => {
  seedSmall(join(folder, 'small'), 3, 1024)
  expect(readdirSync(join(folder, 'small')).sort()).toEqual(['0', '1', '2'])
  for (const name of ['0', '1', '2']) {
    expect(readFileSync(join(folder, 'small', name)).equals(Buffer.alloc(1024, Number(name)))).toBe(true)
  }
})
