import { expect, test } from 'vitest'
import type { Reading } from './dialect.ts'
import { unix } from './unix.ts'
import { WallClock } from './wall-clock.ts'

const now = new Date('2026-11-23T12:00:00Z')
const parse = (line: string, timezone = 'UTC'): Reading => unix(new WallClock({ now, timezone }), [])(line)

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

test('times are the server’s', () => {
  expect(parse('-rw-r--r-- 1 a b 12 Nov 23 11:48 a', 'Europe/Berlin')).toMatchObject({
    modified: new Date('2026-11-23T10:48:00Z'),
  })
})

test.each([
  ['drwxr-xr-x 2 a b 4096 Jan 1 2020 folder', { name: 'folder', type: 'directory', mode: 0o755 }],
  ['crw-rw---- 1 root tty 4, 1 Jan 1 2020 tty1', { name: 'tty1', type: 'other', owner: 'root', group: 'tty' }],
  // FreeBSD, Solaris
  ['crw-r----- 1 root kmem 0, 27 Jan 30 11:42 kmem', { name: 'kmem', owner: 'root', group: 'kmem' }],
  ['crw-------   1 root     sys      109,767 Jul  2  2004 pci@1c,600000:devctl', { name: 'pci@1c,600000:devctl' }],
  ['brw-rw---- 1 root disk 8, 0 Jan 1 2020 sda', { name: 'sda', type: 'other' }],
  ['prw------- 1 a b 0 Jan 1 2020 pipe', { name: 'pipe', type: 'other' }],
  ['srwx------ 1 a b 0 Jan 1 2020 socket', { type: 'other' }],
  ['Drwx------ 1 a b 0 Jan 1 2020 door', { type: 'other' }],
  // z/OS: an external link; Cray: a migrated file
  ['erwxrwxrwx 1 BPXROOT SYS1 7 Jan 1 2020 cat -> SYS1.CAT', { name: 'cat', type: 'symlink', target: 'SYS1.CAT' }],
  ['mrw-r--r-- 1 a b 9 Jan 1 2020 migrated', { type: 'file' }],
  ['-rwsr-xr-t 1 a b 1 Jan 1 2020 set', { name: 'set', mode: 0o5755 }],
  ['-rwSr-lr-T 1 a b 1 Jan 1 2020 set', { name: 'set', mode: 0o7644 }],
  ['-rw-r--r--+ 1 a b 1 Jan 1 2020 acl', { name: 'acl', mode: 0o644 }],
  ['-rw-r--r--. 1 a b 1 Jan 1 2020 selinux', { name: 'selinux', owner: 'a' }],
  ['-rw-r--r--@ 1 a b 1 Jan 1 2020 attributes', { name: 'attributes', owner: 'a' }],
  ['-rw-r--r-- 1 a 9 Jan 1 2020 no group', { name: 'no group', owner: 'a', size: 9 }],
  ['-rw-r--r--   1 1        3518644 May 25 12:12 std', { name: 'std', owner: '1', size: 3_518_644 }],
  ['-rw-r--r-- 1 9 Jan 1 2020 links only', { name: 'links only', size: 9 }],
  ['-rw-r--r-- 9 Jan 1 2020 nobody', { name: 'nobody', size: 9 }],
  ['-rw-r--r--11 a b 9 Jan 1 2020 glued', { name: 'glued', owner: 'a', group: 'b' }],
  ['drwxr-x---+1464 chrism   chrism     41472 Feb 25 13:17 20090225', { name: '20090225', owner: 'chrism' }],
  // a size that is as wide as its column, and more
  ['-r-xr-xr-x longowner longgroup123456 Feb 12 17:20 glued', { name: 'glued', owner: 'longowner' }],
  ['-rw-r--r-- 1 a b 5000000000 Jan 1 2020 big', { size: 5_000_000_000 }],
  ['-rw-r--r-- 1 a b 1,234,567 Jan 1 2020 grouped', { size: 1_234_567 }],
])('%s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test.each([
  ['-rw-r--r-- 1 maxm Domain Users 512 Oct 2 10:59 x', 'maxm', 'Domain Users'],
  ['drwxr-xr-x   2 john smith     group         4096 Mar  2 15:13 x', 'john smith', 'group'],
  ['drwxr-xr-x   2 john smith     test group         4096 Mar  2 15:13 x', 'john smith', 'test group'],
  [
    '-rw-r--r--   1 ftp      group with spaces in it as allowed in cygwin see bug 38634   83853 Jan 22  2001 x',
    'ftp',
    'group with spaces in it as allowed in cygwin see bug 38634',
  ],
  ['-rwxr-xr-x   2 user     my group 500        5000000000 Mar  2 15:13 x', 'user', 'my group 500'],
  ['-rw-r--r-- 1 may 10 2048 Jan 1 2020 x', 'may', '10'],
])('names of people have blanks: %s', (line, owner, group) => {
  expect(parse(line)).toMatchObject({ name: 'x', owner, group })
})

test('the target of a link stands behind an arrow', () => {
  expect(parse('lrwxrwxrwx 1 a b 8 Jan 1 2020 link -> to there')).toMatchObject({
    name: 'link',
    type: 'symlink',
    target: 'to there',
  })
  expect(parse('lrwxrwxrwx 1 a b 7 Jan 1 2020 link')).toMatchObject({ name: 'link', type: 'symlink' })
  // its length is the size of the link
  expect(parse('lrwxrwxrwx 1 a b 1 Jan 1 2020 a -> b -> c')).toMatchObject({ name: 'a -> b', target: 'c' })
  expect(parse('lrwxrwxrwx 1 a b 6 Jan 1 2020 a -> b -> c')).toMatchObject({ name: 'a', target: 'b -> c' })
  expect(parse('lrwxrwxrwx 1 a b 9 Jan 1 2020 a -> b -> c')).toMatchObject({ name: 'a', target: 'b -> c' })
})

test('an arrow in the name of a file is a part of it', () => {
  const entry = parse('-rw-r--r-- 1 a b 9 Jan 1 2020 a -> b')
  expect(entry).toMatchObject({ name: 'a -> b', type: 'file' })
  expect(entry).not.toHaveProperty('target')
})

test.each([
  ['-rw-r--r-- 1 a b 9 Jan  1 11:48   two  and more ', '  two  and more '],
  ['-rw-r--r-- 1 a b 9 Jan  1  2020  one', ' one'],
  ['-rw-r--r-- 1 a b 9 Jan 1 2020 7 Feb 2 2021 x', '7 Feb 2 2021 x'],
  ['-rw-r--r-- 1 a b 9 Jan 1 2020 2021-02-03 12:00', '2021-02-03 12:00'],
  ['-rw-r--r-- 1 a b 9 Jan 1 11:48 2021', '2021'],
  ['-rw-r--r-- 1 a b 9 Jan 1 2020 11:48', '11:48'],
  ['-rw-r--r-- 1 a b 9 Jan 1 2020 .hidden', '.hidden'],
  ['-rw-r--r-- 1 a b 9 Jan 1 2020 ..', '..'],
  ['-rwxrwx---   1 ftp      ftp-admin 816026400 Oct  5  2008 bloplab 7 cd1.img', 'bloplab 7 cd1.img'],
  ['-rw-rw-rw-   1 user group 5840 Mar 19 09:34 123 456 abc.csv', '123 456 abc.csv'],
])('one blank ends the date, and all behind it is the name: %s', (line, name) => {
  expect(parse(line)).toMatchObject({ name })
})

test('IBM i widens the year to the right: its blank is not the name’s (NET-745)', () => {
  expect(parse('-rwx---rwx   1 QTMFTP   0       122 Sep 14 2020  a.txt')).toMatchObject({ name: 'a.txt' })
  expect(parse('-rwx---rwx   1 QTMFTP   0       122 Sep 14 2020    a.txt')).toMatchObject({ name: '  a.txt' })
  expect(parse('-rwx---rwx   1 QTMFTP   0       122 Sep 14 11:48 a.txt')).toMatchObject({ name: 'a.txt' })
})

test.each(['18446744073709551615', '9007199254740992', '-2147483648', '34.5k'])(
  'a size of %s is none that can be told in octets, and the entry is kept',
  (size) => {
    const entry = parse(`-rw-r--r-- 1 a b ${size} Jan 1 2020 x`)
    expect(entry).toMatchObject({ name: 'x', owner: 'a', group: 'b' })
    expect(entry).not.toHaveProperty('size')
  },
)

test.each(['Feb 31 2020', 'Jan 1 30:01', '2020-13-01 12:00'])('%s is no day, and the entry is kept', (date) => {
  const entry = parse(`-rw-r--r-- 1 a b 9 ${date} x`)
  expect(entry).toMatchObject({ name: 'x', size: 9 })
  expect(entry).not.toHaveProperty('modified')
})

test('the first line may be a sum, in any language', () => {
  for (const sum of ['total 12', 'insgesamt 12', '合計 12', 'total 0']) expect(parse(sum)).toBe('skip')
  const listing = unix(new WallClock({ now }), [])
  listing('-rw-r--r-- 1 a b 9 Jan 1 2020 x')
  expect(listing('total 12')).toBeUndefined()
})

test.each([
  '',
  'total',
  'drwxr-xr-x',
  '-rw-r--r-- 1 a b 9 Jan 1 2020',
  '-rw-r--r-- 1 a b 9 Jan 1 2020 ',
  'zrw-r--r-- 1 a b 9 Jan 1 2020 x',
  'dxrwr-xr-x 2 a b 9 Jan 1 2020 x',
  '-rw-r--r--x 1 a b 9 Jan 1 2020 x',
  '-rw-r--r-- 1 a b 9 Jam 4 00:03 x',
  '-rw-r--r-- 1 a b 9 Aug 22  x',
])('%j is no such line', (line) => {
  expect(parse(line)).toBeUndefined()
})
