import { expect, test } from 'vitest'
import type { Reading } from './dialect.ts'
import { netware } from './netware.ts'
import { WallClock } from './wall-clock.ts'

const parse = (line: string): Reading => netware(new WallClock({ now: new Date('2026-11-23T12:00:00Z') }), [])(line)

test('rights, owner, size, date, name', () => {
  const line = '- [RWCEAFMS] rhesus             214059       Oct 20 15:27    cx.exe'
  expect(parse(line)).toEqual({
    name: 'cx.exe',
    type: 'file',
    size: 214_059,
    modified: new Date('2026-10-20T15:27:00Z'),
    precision: 'minute',
    owner: 'rhesus',
    facts: new Map(),
    raw: line,
  })
})

test.each([
  ['d [R----F--] supervisor            512       Jan 16 18:53    login', { name: 'login', type: 'directory' }],
  ['d [----AF--]          0                        512 Feb 22 17:32 _ADMIN', { name: '_ADMIN', owner: '0', size: 512 }],
  ['d [RWCEAFMS] Robert Winston                    512 Nov 24  2005 Favorites', { owner: 'Robert Winston' }],
  ['d[RWCEAFMS] a 512 Nov 24  2005 b', { name: 'b', precision: 'day' }],
  ['- [RF] 512 Nov 24  2005 nobody', { name: 'nobody', size: 512 }],
  ['- [RWCEAFMS] a 19968 Mar 12 15:20 Executive Summary.doc', { name: 'Executive Summary.doc' }],
])('%s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('a size that no number holds is left out', () => {
  expect(parse('- [RF] a 18446744073709551615 Nov 24  2005 b')).not.toHaveProperty('size')
})

test.each([
  '',
  'd',
  'd [',
  'd [] a 512 Nov 24  2005 b',
  'd [RWX] a 512 Nov 24  2005 b',
  'd [RWCEAFMSR] a 512 Nov 24  2005 b',
  'a [-----F--] SYS                         512 Apr 13 23:52 SYS',
  'd [----AF--]          0                        512 10-04-2001',
  'd [----AF--]          0                        512 Nov 24  2005   ',
  'drwxr-xr-x 2 a b 4096 Jan 1 2020 folder',
])('%j is no such line', (line) => {
  expect(parse(line)).toBeUndefined()
})
