import { expect, test } from 'vitest'
import type { Reading } from './dialect.ts'
import { vms } from './vms.ts'
import { WallClock } from './wall-clock.ts'

const parse = (line: string): Reading => vms(new WallClock({ now: new Date('2026-11-23T12:00:00Z') }), [])(line)

test('what OpenVMS prints: blocks of 512 octets, owner, protection', () => {
  const line = '1-JUN.LIS;1              9/15          2-JUN-1998 07:32:04  [GROUP,OWNER]    (RWED,RWED,RE,R)'
  expect(parse(line)).toEqual({
    name: '1-JUN.LIS;1',
    type: 'file',
    size: 9 * 512,
    modified: new Date('1998-06-02T07:32:04Z'),
    precision: 'second',
    mode: 0o754,
    owner: 'OWNER',
    group: 'GROUP',
    facts: new Map(),
    raw: line,
  })
})

test('a directory is entered by its name, without ".DIR;1"', () => {
  expect(parse('DATA.DIR;1  1/9  2-JUN-1998 07:32:04  [TRANSLATED]  (,RWED,RWED,RE)')).toMatchObject({
    name: 'DATA',
    type: 'directory',
    owner: 'TRANSLATED',
    mode: 0o775,
  })
  expect(parse('.DIR;1  1/9  2-JUN-1998 07:32:04')).toMatchObject({ name: '.DIR;1', type: 'file' })
})

test.each([
  // MultiNet
  [
    '00README.TXT;1      2 30-DEC-1996 17:44 [SYSTEM] (RWED,RWED,RE,RE)',
    { name: '00README.TXT;1', size: 1024, modified: new Date('1996-12-30T17:44:00Z'), precision: 'minute' },
  ],
  ['A.;2   155   2-JUL-2003 10:30:13.64', { name: 'A.;2', modified: new Date('2003-07-02T10:30:13Z') }],
  [
    'A.TXT;12  2/8  15-JAN-2000  [IV2_XXX]  (RWED,RWED,RE,)',
    { modified: new Date('2000-01-15T00:00:00Z'), precision: 'day' },
  ],
  ['A.TXT;1  [SUMMARY]  1/3  2-AUG-2006 13:05  (RWE,RWE,RE,)', { size: 512, owner: 'SUMMARY', mode: 0o750 }],
  // cut short by the server
  ['A.TXT;1  27/36  16-FEB-1999 10:01:46  [AP_HTTPD,APACHE$WWW      (RWE,RWE,RE,RE)', { owner: 'APACHE$WWW' }],
  ['A.TXT;1  1/3  2-AUG-2006 13:05  [1,4]', { owner: '4', group: '1' }],
  ['my file;old.txt;7  1/3  2-AUG-2006 13:05', { name: 'my file;old.txt;7' }],
])('%s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('behind a long name the rest is on the next line', () => {
  expect(parse('UCX$REXECD_STARTUP.LOG;1098')).toBe('more')
  expect(parse('UCX$REXECD_STARTUP.LOG;1098 ')).toBe('more')
  expect(
    parse('UCX$REXECD_STARTUP.LOG;1098\n        4/15   24-FEB-2003 13:17:24  [POSTWARE,LP]  (RWED,RWED,RE,)'),
  ).toMatchObject({
    name: 'UCX$REXECD_STARTUP.LOG;1098',
    size: 2048,
    owner: 'LP',
    modified: new Date('2003-02-24T13:17:24Z'),
  })
})

test('of a file that we may not look at the name is known', () => {
  for (const failure of [
    '%RMS-E-PRV, insufficient privilege or file protection violation',
    'No privilege for attempted operation',
  ]) {
    const entry = parse(`SECRET.TXT;3  ${failure}`)
    expect(entry).toMatchObject({ name: 'SECRET.TXT;3', type: 'file' })
    expect(entry).not.toHaveProperty('modified')
  }
  expect(parse('SECRET.DIR;1\n   %SYSTEM-F-NOPRIV, no privilege')).toMatchObject({ name: 'SECRET', type: 'directory' })
})

test.each([
  'Directory USER1:[TEMP]',
  'Directory [A.B] ',
  'Total of 14 files, 60/75 blocks.',
  'Grand total of 2 directories',
])('%s is a heading or a sum', (line) => {
  expect(parse(line)).toBe('skip')
})

test('a size that no number holds, and protection that makes no sense, are left out', () => {
  const entry = parse('A.TXT;1  18446744073709551615  2-JUN-1998 07:32:04  (RWED,WHAT,RE,R)')
  expect(entry).toMatchObject({ name: 'A.TXT;1' })
  expect(entry).not.toHaveProperty('size')
  expect(entry).not.toHaveProperty('mode')
  expect(parse('A.TXT;1  1  2-JUN-1998 07:32:04  (RWED,RWED')).not.toHaveProperty('mode')
  expect(parse('A.TXT;1  1  2-JUN-1998 07:32:04  (RWED,RWED,R)')).not.toHaveProperty('mode')
})

test.each([
  '',
  'A.TXT',
  ';1  1/3  2-AUG-2006 13:05',
  'A.TXT;  1/3  2-AUG-2006 13:05',
  'A.TXT;1x  1/3  2-AUG-2006 13:05',
  'A.TXT;1  1/3  JUN-2-1998 07:32:04',
  'A.TXT;1  1/3  02-06-1998 07:32:04',
  'A.TXT;1  1/3',
])('%j is no such line', (line) => {
  expect(parse(line)).toBeUndefined()
})
