import { expect, test } from 'vitest'
import type { Reading } from './dialect.ts'
import { mac } from './mac.ts'
import { WallClock } from './wall-clock.ts'

const parse = (line: string): Reading => mac(new WallClock({ now: new Date('2026-11-23T12:00:00Z') }), [])(line)

test('a file: its forks, their sum, the date', () => {
  const line = '-------r--         326  1391972  1392298 Nov 22  1995 MegaPhone.sit'
  expect(parse(line)).toEqual({
    name: 'MegaPhone.sit',
    type: 'file',
    size: 1_392_298,
    modified: new Date('1995-11-22T00:00:00Z'),
    precision: 'day',
    mode: 0o004,
    facts: new Map(),
    raw: line,
  })
})

test('a folder: how much is in it is no size', () => {
  const entry = parse('drwxrwxr-x               folder        2 May 10  1996 network')
  expect(entry).toMatchObject({ name: 'network', type: 'directory', mode: 0o775 })
  expect(entry).not.toHaveProperty('size')
  expect(entry).not.toHaveProperty('owner')
})

test('blanks belong to the name', () => {
  expect(parse('-rw-r--r--    78440       49231   127671 Jul 22 14:51  with blanks.jpg ')).toMatchObject({
    name: ' with blanks.jpg ',
    size: 127_671,
  })
})

test.each([
  '',
  'drwxrwxr-x',
  'drwxrwxr-x folder',
  'drwxrwxr-x folder 2 May 10  1996',
  'drwxr-xr-x    123       folder        0 Jan  4 14:49 Steak',
  '-rw-r--r--   1 1        3518644 May 25 12:12 std',
  '-rw-r--r--   1 alice    ftp            12 Nov 23 11:48 a.txt',
  'lrwxr-xr-x  1 2 3 Jan  4 14:49 a',
  '-rwzr-xr-x  1 2 3 Jan  4 14:49 a',
])('%j is no such line', (line) => {
  expect(parse(line)).toBeUndefined()
})
