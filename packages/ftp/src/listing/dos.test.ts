import { expect, test } from 'vitest'
import { parseDos } from './dos.ts'

const context = { now: new Date('2026-11-23T12:00:00Z'), timezone: 'UTC' }
const parse = (line: string): ReturnType<typeof parseDos> => parseDos(line, context)

test('what IIS prints', () => {
  const line = '11-23-26  11:48PM                   12 a file.txt'
  expect(parse(line)).toEqual({
    name: 'a file.txt',
    type: 'file',
    size: 12,
    modified: new Date('2026-11-23T23:48:00Z'),
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
  ['02-29-20  12:01PM       <DIR>          b', { modified: new Date('2020-02-29T12:01:00Z') }],
  ['01-02-99  03:04PM  1,234,567 c', { size: 1_234_567, modified: new Date('1999-01-02T15:04:00Z') }],
  ['2020-02-29  15:04  9 d', { name: 'd', modified: new Date('2020-02-29T15:04:00Z') }],
  ['01-02-2020  03:04 PM  9 e', { modified: new Date('2020-01-02T15:04:00Z') }],
  ['01-02-2020  03:04PM  <JUNCTION>     old [C:\\new]', { name: 'old', type: 'symlink', target: 'C:\\new' }],
  ['01-02-2020  03:04PM  <SYMLINKD>     old', { name: 'old', type: 'symlink' }],
])('%s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('spaces at the beginning of a file’s name are its own', () => {
  expect(parse('11-23-26  11:48AM                   12   a')?.name).toBe('  a')
})

test.each(['', 'total 1', '-rw-r--r-- 1 a b 9 Jan 1 2020 x', '11-23-26  11:48AM  12', '11-23-26  noon 12 a'])(
  '%j is no such line',
  (line) => {
    expect(parse(line)).toBeUndefined()
  },
)
