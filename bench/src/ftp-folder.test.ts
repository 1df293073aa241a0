import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { seedFolder } from './ftp-folder.ts'

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
