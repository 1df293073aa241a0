import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from '../entry.ts'
import { unix } from './unix.ts'
import { ordinaryLine } from './unix-ordinary.ts'
import { WallClock } from './wall-clock.ts'
import { Words } from './words.ts'

const clock = new WallClock({ now: new Date('2026-11-23T12:00:00Z'), timezone: 'Europe/Berlin' })
const read = (line: string): Entry | undefined => ordinaryLine(line, new Words(), clock)

/** With a mark of ACLs, which only the patient way reads. */
function patiently(line: string): Partial<Entry> {
  const reading = unix(clock, [])(`${line.slice(0, 10)}+${line.slice(10)}`)
  if (typeof reading !== 'object') throw new Error(`not read: ${line}`)
  const { raw: _, ...rest } = reading
  return rest
}

const number = fc.oneof(fc.nat(40), fc.nat(3000), fc.nat()).map(String)
const word = fc.oneof(number, fc.constantFrom('alice', 'ftp', 'may', 'folder', 'Nov', 'total', 'a,', 'ü'))
const blanks = fc.constantFrom(' ', '  ', '     ')
const line = fc
  .tuple(
    fc.constantFrom('-rw-r--r--', 'drwxr-sr-x', '-rwsrwSrwT', 'lrwxrwxrwx'),
    fc.tuple(blanks, number, blanks, word, blanks, word),
    fc.tuple(blanks, fc.oneof(number, number, word)),
    fc.tuple(
      blanks,
      fc.constantFrom('Nov', 'mär', 'Feb', 'dez.', 'Foo'),
      blanks,
      fc.oneof(fc.integer({ min: 1, max: 31 }).map(String), number),
    ),
    fc.tuple(blanks, fc.constantFrom('11:48', '9:05', '24:00', '11:60', '2026', '1999', '0000', '11.48', '11:48:59')),
    fc.tuple(fc.constantFrom(' ', '  ', ''), fc.constantFrom('a', 'a b', ' ', '', '2020', '11:48 x', 'a -> b')),
  )
  .map((parts) => parts.flat(3).join(''))

test('what it reads is what the patient way reads', () => {
  let found = 0
  fc.assert(
    fc.property(line, (text) => {
      const entry = read(text)
      if (entry === undefined) return
      found++
      const { raw, ...rest } = entry
      expect(raw).toBe(text)
      expect(rest).toEqual(patiently(text))
    }),
    { numRuns: 3000 },
  )
  // or nothing was compared
  expect(found).toBeGreaterThan(30)
})

test.each([
  '-rw-r--r--   1 alice    ftp            12 Nov 23 11:48 a.txt',
  'drwxr-xr-x   5 alice    ftp          4096 Jan  1 09:30   b ',
  '-rw-r--r-- 1 0 0 9007199254740991 Feb 29 2020 c',
  '-rw-r--r-- 1 a b 9 Jan  1 00:00  ',
])('%j is ordinary', (text) => {
  const { raw: _, ...rest } = read(text)!
  expect(rest).toEqual(patiently(text))
})

test.each([
  '',
  '-',
  '-rw-r--r--',
  'lrwxrwxrwx 1 a b 1 Jan 1 2020 a -> b',
  '-rw-r--r--+ 1 a b 9 Jan 1 2020 a',
  '-rw-r--r--1 a b 9 Jan 1 2020 a',
  '-rw-r--r-- x a b 9 Jan 1 2020 a',
  '-rw-r--r-- 1 a b 9007199254740992 Jan 1 2020 a',
  '-rw-r--r-- 1 a b x Jan 1 2020 a',
  '-rw-r--r-- 1 a b 9 Foo 1 2020 a',
  '-rw-r--r-- 1 a b 9 Jan x 2020 a',
  '-rw-r--r-- 1 a b 9 Feb 30 2020 a',
  '-rw-r--r-- 1 a b 9 Jan 1 24:00 a',
  '-rw-r--r-- 1 a b 9 Jan 1 xx:xx a',
  '-rw-r--r-- 1 a b 9 Jan 1 9:05 a',
  '-rw-r--r-- 1 a b 9 Jan 1 11:48:59 2020 a',
  '-rw-r--r-- 1 a b 9 Jan 1 2020  a',
  '-rw-r--r-- 1 a b 9 Jan 1 2020',
  '-rw-r--r-- 1 a b 9 Jan 1 2020 ',
  '-rw-r--r-- 1 a b 9 Jan 1 11:48 ',
])('%j is not', (text) => {
  expect(read(text)).toBeUndefined()
})
