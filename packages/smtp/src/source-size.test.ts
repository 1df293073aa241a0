import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { known } from './source-size.ts'

test('text and octets are known whole', () => {
  expect(known('abc')).toEqual({ size: 3, eightBit: false })
  expect(known('ü')).toEqual({ size: 2, eightBit: true })
  expect(known(Buffer.from([0x41, 0x80]))).toEqual({ size: 2, eightBit: true })
})

test('of a Blob and a file the size is known, of a stream nothing', () => {
  expect(known(new Blob(['abc']))).toEqual({ size: 3 })
  expect(known(Readable.from(['abc']))).toEqual({})
  expect(known(new Blob(['abc']).stream())).toEqual({})
  const folder = mkdtempSync(join(tmpdir(), 'linewire-'))
  try {
    writeFileSync(join(folder, 'message.eml'), 'four')
    expect(known({ path: join(folder, 'message.eml') })).toEqual({ size: 4 })
    expect(() => known({ path: join(folder, 'none') })).toThrow('ENOENT')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
