import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePath, safeFileName } from '../src/safe-file-name.ts'
import { Stage } from './stage.ts'

test.each([
  ['report.pdf', 'report.pdf'],
  ['Grüße 你好.txt', 'Grüße 你好.txt'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\system32\\calc.exe', 'calc.exe'],
  ['.bashrc', 'bashrc'],
  ['-rf', 'rf'],
  ['a\r\nb\0c.txt', 'a__b_c.txt'],
  ['invoice\u202egpj.exe', 'invoice_gpj.exe'],
  ['CON.txt', '_CON.txt'],
  ['trailing. . ', 'trailing'],
  ['..', 'attachment'],
  ['', 'attachment'],
  [undefined, 'attachment'],
])('%j is saved as %j', (name, safe) => {
  expect(safeFileName(name)).toBe(safe)
})

test('a name of any length fits, its suffix kept, no character cut in two', () => {
  const safe = safeFileName(`${'ü'.repeat(300)}.pdf`)
  expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200)
  expect(safe).toMatch(/^ü+\.pdf$/)
  expect(Buffer.byteLength(safeFileName(`x.${'y'.repeat(5000)}`))).toBeLessThanOrEqual(200)
})

test('a file that is there is never written over', async () => {
  using stage = new Stage()
  expect(await freePath(stage.folder, 'a.txt')).toBe(join(stage.folder, 'a.txt'))
  for (const name of ['a.txt', 'a-2.txt']) writeFileSync(join(stage.folder, name), '')
  expect(await freePath(stage.folder, 'a.txt')).toBe(join(stage.folder, 'a-3.txt'))
})
