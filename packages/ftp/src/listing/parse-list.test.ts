import { ArgumentError } from '@linewire/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseList } from './parse-list.ts'

const now = new Date('2026-11-23T12:00:00Z')
const unix = ['total 8', 'drwxr-xr-x 2 a b 4096 Nov 23 11:48 sub', '-rw-r--r-- 1 a b 12 Nov 23 11:48 a.txt']
const dos = ['11-23-26  11:48AM       <DIR>          sub', '11-23-26  11:48AM                   12 a.txt']
const mlsd = ['type=dir;modify=20261123114800; sub', 'type=file;size=12;modify=20261123114800; a.txt']

describe('the dialect is the one that reads the most lines', () => {
  test.each([
    ['unix', unix],
    ['dos', dos],
    ['mlsd', mlsd],
  ])('%s', (_, lines) => {
    const entries = parseList(lines, { now })
    expect(entries.map(({ name, type }) => [name, type])).toEqual([
      ['sub', 'directory'],
      ['a.txt', 'file'],
    ])
    expect(entries[1]).toMatchObject({ size: 12, modified: new Date('2026-11-23T11:48:00Z') })
    expect(parseList(lines.join('\r\n'), { now })).toEqual(entries)
  })
})

test('now and the zone are the caller’s to say', () => {
  const line = '-rw-r--r-- 1 a b 12 Nov 23 11:48 a.txt'
  const [entry] = parseList(line, { now: new Date('2001-02-03T00:00:00Z'), timezone: 'Asia/Tokyo' })
  expect(entry?.modified).toEqual(new Date('2000-11-23T02:48:00Z'))
  const [young] = parseList(line)
  expect(young!.modified!.getTime()).toBeLessThan(Date.now() + 86_400_000)
  expect(young!.modified!.getTime()).toBeGreaterThan(Date.now() - 366 * 86_400_000)
  expect(() => parseList(line, { timezone: 'Mars/Base' })).toThrow(ArgumentError)
  expect(() => parseList(line, { now: new Date('never') })).toThrow(ArgumentError)
})

test('a line that cannot be read is kept', () => {
  const entries = parseList([...unix, 'ls: cannot open directory: Permission denied'], { now })
  expect(entries).toHaveLength(3)
  expect(entries[2]).toMatchObject({ type: 'other', raw: 'ls: cannot open directory: Permission denied' })
})

test('a dialect may be given', () => {
  expect(parseList(unix, { dialect: 'dos', now }).every((entry) => entry.type === 'other')).toBe(true)
})

test('nothing is no entries', () => {
  expect(parseList('')).toEqual([])
  expect(parseList([])).toEqual([])
})

test('whatever a server says, nothing is thrown and no line is lost', () => {
  const anything = fc.array(fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '')))
  fc.assert(
    fc.property(anything, (lines) => {
      const kept = lines.filter((line) => line.trim() !== '')
      const raws = parseList(lines, { now }).map((entry) => entry.raw)
      // the first may be taken for a sum: "x 1"
      expect(kept.slice(kept.length - raws.length)).toEqual(raws)
      expect(kept.length - raws.length).toBeLessThanOrEqual(1)
    }),
  )
})
