import { expect, test } from 'vitest'
import type { Reading } from './dialect.ts'
import { dos } from './dos.ts'
import { WallClock } from './wall-clock.ts'

const clock = new WallClock({ now: new Date('2026-11-23T12:00:00Z') })
const parse = (line: string, sample: string[] = [line]): Reading => dos(clock, sample)(line)

test('what IIS prints', () => {
  const line = '11-23-26  11:48AM                   12 a file.txt'
  expect(parse(line)).toEqual({
    name: 'a file.txt',
    type: 'file',
    size: 12,
    modified: new Date('2026-11-23T11:48:00Z'),
    precision: 'minute',
    facts: new Map(),
    raw: line,
  })
})

test.each([
  [
    '02-29-2020  12:00AM       <DIR>          folder one',
    { name: 'folder one', type: 'directory', modified: new Date('2020-02-29T00:00:00Z') },
  ],
  ['02-29-20  12:01PM       <DIR>          1400', { name: '1400', modified: new Date('2020-02-29T12:01:00Z') }],
  ['01-02-99  03:04PM  1,234,567 c', { size: 1_234_567, modified: new Date('1999-01-02T15:04:00Z') }],
  ['01-02-99  03:04PM  1.234.567 c', { size: 1_234_567 }],
  ['2020-02-29  15:04  9 d', { name: 'd', modified: new Date('2020-02-29T15:04:00Z') }],
  ['2020/02/29  15:04  9 d', { modified: new Date('2020-02-29T15:04:00Z') }],
  ['01-02-2020  03:04 PM  9 e', { modified: new Date('2020-01-02T15:04:00Z') }],
  ['12/05/96  05:03p       <DIR>          absoft2', { modified: new Date('1996-12-05T17:03:00Z') }],
  // German
  ['05.12.2020  17:03       <DIR>          f', { modified: new Date('2020-12-05T17:03:00Z') }],
  // Windows CE
  ['09-13-10  20:08       <DIR>          Recycled', { modified: new Date('2010-09-13T20:08:00Z') }],
  ['01-02-2020  03:04:59PM  9 f', { modified: new Date('2020-01-02T15:04:59Z'), precision: 'second' }],
  ['01-02-2020  03:04PM    <JUNCTION>     old [C:\\new]', { name: 'old', type: 'symlink', target: 'C:\\new' }],
  ['01-02-2020  03:04PM    <SYMLINKD>     old', { name: 'old', type: 'symlink' }],
  ['01-02-2020  03:04PM    <SYMLINK>      old [..\\a [b]]', { name: 'old', target: '..\\a [b]' }],
  ['01-02-2020  03:04PM    <WORM>         odd', { name: 'odd', type: 'other' }],
  ['01-02-2020  03:04PM    <DIR> near', { name: 'near', type: 'directory' }],
])('%s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('blanks at the beginning of a name are its own', () => {
  expect(parse('11-23-26  11:48AM                   12   a')).toMatchObject({ name: '  a' })
  expect(parse('11-23-26  11:48AM       <DIR>            a')).toMatchObject({ name: '  a' })
})

test('a day that does not exist is left out, and the entry is kept', () => {
  for (const date of ['02-30-26  11:48AM', '11-23-26  13:48PM', '11-23-26  25:00']) {
    const entry = parse(`${date}  12 a`)
    expect(entry).toMatchObject({ name: 'a', size: 12 })
    expect(entry).not.toHaveProperty('modified')
  }
})

test('whether the month or the day comes first, the whole listing tells', () => {
  const line = '04-03-24  11:48AM  12 a'
  expect(parse(line)).toMatchObject({ modified: new Date('2024-04-03T11:48:00Z') })
  expect(parse(line, [line, '23-10-12  11:48AM  12 b'])).toMatchObject({ modified: new Date('2024-03-04T11:48:00Z') })
  // a date that would be in the future says as much
  const future = '03-12-26  11:48AM  12 b'
  expect(parse(line, [line, future])).toMatchObject({ modified: new Date('2024-04-03T11:48:00Z') })
  expect(parse(line, [line, '12-03-26  11:48AM  12 b'])).toMatchObject({ modified: new Date('2024-03-04T11:48:00Z') })
})

test.each(['18446744073709551615', '9,007,199,254,740,992'])('a size of %s is left out', (size) => {
  const entry = parse(`11-23-26  11:48AM  ${size} a`)
  expect(entry).toMatchObject({ name: 'a' })
  expect(entry).not.toHaveProperty('size')
})

test.each([
  '',
  'total 1',
  '-rw-r--r-- 1 a b 9 Jan 1 2020 x',
  '11-23-26  11:48AM  12',
  '11-23-26  11:48AM  12 ',
  '11-23-26  noon 12 a',
  '11-23  11:48AM 12 a',
  '11-23-26  11:48AM  <DIR>',
  '11-23-26  11:48AM  <DIR  a',
  '11-23-26  11:48AM  twelve a',
  '11-23-26  11:48AM  ,12 a',
  '     0           DIR   05-19-97   12:56  local',
])('%j is no such line', (line) => {
  expect(parse(line)).toBeUndefined()
})
