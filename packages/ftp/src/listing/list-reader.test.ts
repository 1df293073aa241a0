import { describe, expect, test } from 'vitest'
import type { Entry } from '../entry.ts'
import type { ListDialect } from './dialect.ts'
import { ListReader } from './list-reader.ts'
import { WallClock } from './wall-clock.ts'

const clock = new WallClock({ now: new Date('2026-11-23T12:00:00Z') })
const unix = (name: string): string => `-rw-r--r-- 1 a b 12 Nov 23 11:48 ${name}`
const dos = (name: string): string => `11-23-26  11:48AM                   12 ${name}`
const many = (line: (name: string) => string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => line(`${index}`))

function read(lines: string[], dialect?: ListDialect): Entry[] {
  const reader = new ListReader(clock, dialect)
  return [...lines.flatMap((line) => reader.read([line])), ...reader.end()]
}

/** what could not be read */
const unread = (entries: Entry[]): string[] => entries.filter(({ name, raw }) => name === raw).map(({ raw }) => raw)

describe('the first hundred lines decide', () => {
  test('they are held back, and the rest comes as it comes', () => {
    const reader = new ListReader(clock)
    const counts = many(unix, 150).map((line) => reader.read([line]).length)
    expect(counts.slice(0, 99)).toEqual(Array(99).fill(0))
    expect(counts[99]).toBe(100)
    expect(counts.slice(100)).toEqual(Array(50).fill(1))
    expect(reader.end()).toEqual([])
  })

  test('a listing that is shorter is read at its end', () => {
    const reader = new ListReader(clock)
    expect(reader.read(many(unix, 99))).toEqual([])
    expect(reader.end()).toHaveLength(99)
  })

  test('blank lines are none', () => {
    const reader = new ListReader(clock)
    expect(reader.read(['', ' ', '\t', ...many(unix, 99)])).toEqual([])
    expect(reader.read([unix('a')])).toHaveLength(100)
  })
})

describe('a line that the chosen dialect cannot read', () => {
  test('is read in another', () => {
    const entries = read([...many(unix, 120), dos('stray'), unix('z')])
    expect(entries.slice(-2).map(({ name, size }) => [name, size])).toEqual([
      ['stray', 12],
      ['z', 12],
    ])
  })

  test('is kept as it is when it is none of theirs either', () => {
    const lines = ['ls: cannot open directory: Permission denied', ...many(unix, 3), 'the end']
    const entries = read(lines)
    expect(unread(entries)).toEqual([lines[0], 'the end'])
    expect(entries[0]).toMatchObject({ type: 'other', raw: lines[0] })
  })

  test('is not taken for a heading of another', () => {
    expect(unread(read([...many(unix, 3), 'Directory DISK:[A]', 'Total of 3 files']))).toEqual([
      'Directory DISK:[A]',
      'Total of 3 files',
    ])
  })

  test('a dialect that is given is the only one', () => {
    expect(unread(read([unix('a'), dos('b')], 'dos'))).toEqual([unix('a')])
    expect(unread(read([unix('a'), dos('b')], 'unix'))).toEqual([dos('b')])
  })
})

describe('ties and mixtures', () => {
  test('as many lines of two dialects: each line is read all the same', () => {
    const entries = read([unix('a'), dos('b'), unix('c'), dos('d')])
    expect(entries.map(({ name, size }) => [name, size])).toEqual([
      ['a', 12],
      ['b', 12],
      ['c', 12],
      ['d', 12],
    ])
  })

  test('a hundred lines that mean nothing decide nothing', () => {
    const nothing = many((name) => `nothing ${name} at all`, 100)
    const entries = read([...nothing, unix('a'), dos('b')])
    expect(unread(entries)).toEqual(nothing)
    expect(entries.slice(-2).map(({ name }) => name)).toEqual(['a', 'b'])
  })

  test('headings alone are no entries', () => {
    expect(read(['total 0'])).toEqual([])
    expect(read([' Name     VV.MM   Created       Changed      Size  Init   Mod   Id'])).toEqual([])
    expect(read(['Directory USER1:[TEMP]', 'Total of 0 files'])).toEqual([])
  })

  test('a word alone is no member of a dataset in a listing of Unix', () => {
    expect(unread(read([...many(unix, 3), 'HELLO']))).toEqual(['HELLO'])
  })

  test('a line that begins with a blank is none of MLSD, unless MLSD was asked for', () => {
    expect(unread(read([...many(unix, 3), ' a b']))).toEqual([' a b'])
    expect(read([' a b'], 'mlsd')[0]).toMatchObject({ name: 'a b', type: 'other' })
    expect(unread(read(['x=y; z']))).toEqual(['x=y; z'])
  })

  test('a line of Unix with numbers for names is none of a Mac', () => {
    expect(read(['-rw-r--r-- 1 1000 9 Jan 1 2020 a', '-rw-r--r-- 1 8 9 Jan 1 2020 b'])).toMatchObject([
      { owner: '1000', size: 9 },
      { owner: '8', size: 9 },
    ])
  })

  test('a record over two lines, interrupted', () => {
    const entries = read(['A.TXT;1', unix('a'), 'B.TXT;1', '   1/3  2-AUG-2006 13:05', 'C.TXT;1'], 'vms')
    expect(entries.map(({ raw }) => raw)).toEqual([
      'A.TXT;1',
      unix('a'),
      'B.TXT;1\n   1/3  2-AUG-2006 13:05',
      'C.TXT;1',
    ])
  })
})

describe('the directory itself and the one above it', () => {
  test('are no entries, whatever lists them', () => {
    expect(read([unix('.'), unix('..'), unix('...')]).map(({ name }) => name)).toEqual(['...'])
    expect(read(['type=cdir; /a', 'type=dir; ..', 'type=file; b']).map(({ name }) => name)).toEqual(['b'])
    expect(read(['11-23-26  11:48AM       <DIR>          ..'])).toEqual([])
  })

  test('but they are something', () => {
    const reader = new ListReader(clock)
    reader.read([unix('.')])
    expect(reader.empty).toBe(true)
    reader.end()
    expect(reader.empty).toBe(false)
    const sum = new ListReader(clock)
    sum.read(['total 0'])
    sum.end()
    expect(sum.empty).toBe(true)
  })
})
