import { expect, test } from 'vitest'
import { parseUnix } from './unix.ts'

const context = { now: new Date('2026-11-23T12:00:00Z'), timezone: 'UTC' }
const parse = (line: string): ReturnType<typeof parseUnix> => parseUnix(line, context)

test('what /bin/ls prints', () => {
  const line = '-rw-r--r--   1 alice    ftp            12 Nov 23 11:48 a.txt'
  expect(parse(line)).toEqual({
    name: 'a.txt',
    type: 'file',
    size: 12,
    modified: new Date('2026-11-23T11:48:00Z'),
    precision: 'minute',
    mode: 0o644,
    owner: 'alice',
    group: 'ftp',
    facts: new Map(),
    raw: line,
  })
})

test('a year in place of the time: the day is all that is known', () => {
  expect(parse('-rw-r--r-- 1 a b 12 Feb 29  2020 a')).toMatchObject({
    modified: new Date('2020-02-29T00:00:00Z'),
    precision: 'day',
  })
})

test('a time without a year is in the past', () => {
  expect(parse('-rw-r--r-- 1 a b 12 Dec 24 18:00 a')?.modified).toEqual(new Date('2025-12-24T18:00:00Z'))
})

test('times are the server’s', () => {
  const line = '-rw-r--r-- 1 a b 12 Nov 23 11:48 a'
  expect(parseUnix(line, { ...context, timezone: 'Europe/Berlin' })?.modified).toEqual(new Date('2026-11-23T10:48:00Z'))
})

test.each([
  ['drwxr-xr-x 2 a b 4096 Jan 1 2020 folder', { name: 'folder', type: 'directory', mode: 0o755 }],
  ['lrwxrwxrwx 1 a b 7 Jan 1 2020 link -> to there', { name: 'link', type: 'symlink', target: 'to there' }],
  ['lrwxrwxrwx 1 a b 7 Jan 1 2020 link', { name: 'link', type: 'symlink' }],
  ['crw-rw---- 1 root tty 4, 1 Jan 1 2020 tty1', { name: 'tty1', type: 'other', owner: 'root', group: 'tty' }],
  ['prw------- 1 a b 0 Jan 1 2020 pipe', { name: 'pipe', type: 'other' }],
  ['-rwsr-xr-t 1 a b 1 Jan 1 2020 set', { name: 'set', mode: 0o5755 }],
  ['-rwSr--r-T 1 a b 1 Jan 1 2020 set', { name: 'set', mode: 0o5644 }],
  ['-rw-r--r--+ 1 a b 1 Jan 1 2020 acl', { name: 'acl', mode: 0o644 }],
  ['-rw-r--r--. 1 a b 1 Jan 1 2020 selinux', { name: 'selinux' }],
  ['-rw-r--r-- 1 a 9 Jan 1 2020 no group', { name: 'no group', owner: 'a', size: 9 }],
  ['-rw-r--r-- 9 Jan 1 2020 nobody', { name: 'nobody', size: 9 }],
  ['-rw-r--r-- 1 Domain Users staff 9 Jan 1 2020 x', { owner: 'Domain Users', group: 'staff' }],
  ['-rw-r--r--11 a b 9 Jan 1 2020 glued', { name: 'glued', owner: 'a', group: 'b' }],
  ['-rw-r--r-- 1 a b 9 1 Jan 2020 day first', { name: 'day first' }],
  ['-rw-r--r-- 1 a b 9 23. Nov 11.48 german', { name: 'german', modified: new Date('2026-11-23T11:48:00Z') }],
  ['-rw-r--r-- 1 a b 9 2020-02-29 12:34 iso', { name: 'iso', modified: new Date('2020-02-29T12:34:00Z') }],
  ['-rw-r--r-- 1 a b 9 11月 23日 11:48 japanese', { name: 'japanese', modified: new Date('2026-11-23T11:48:00Z') }],
  ['-rw-r--r-- 1 a b 5000000000 Jan 1 2020 big', { size: 5_000_000_000 }],
])('%s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('spaces belong to the name, all but the first', () => {
  expect(parse('-rw-r--r-- 1 a b 9 Jan  1 11:48   two  and more ')?.name).toBe('  two  and more ')
})

test('a name may look like a date', () => {
  expect(parse('-rw-r--r-- 1 a b 9 Jan 1 2020 7 Feb 2 2021 x')?.name).toBe('7 Feb 2 2021 x')
})

test('a size beyond what numbers can hold is left out', () => {
  expect(parse('-rw-r--r-- 1 a b 18446744073709551615 Jan 1 2020 x')).not.toHaveProperty('size')
})

test('a day that does not exist is left out, and the entry is kept', () => {
  const entry = parse('-rw-r--r-- 1 a b 9 Feb 31 2020 x')
  expect(entry?.name).toBe('x')
  expect(entry).not.toHaveProperty('modified')
})

test.each(['', 'total 12', 'drwxr-xr-x', '-rw-r--r-- 1 a b 9 Jan 1 2020', 'xrw-r--r-- 1 a b 9 Jan 1 2020 x'])(
  '%j is no such line',
  (line) => {
    expect(parse(line)).toBeUndefined()
  },
)
