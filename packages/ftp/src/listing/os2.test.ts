import { expect, test } from 'vitest'
import type { Reading } from './dialect.ts'
import { os2 } from './os2.ts'
import { WallClock } from './wall-clock.ts'

const parse = (line: string): Reading => os2(new WallClock({ now: new Date('2026-11-23T12:00:00Z') }), [])(line)

test('size, attributes, date, time, name', () => {
  const line = ' 33280      A          02-09-97   13:49  OS2LDR'
  expect(parse(line)).toEqual({
    name: 'OS2LDR',
    type: 'file',
    size: 33_280,
    modified: new Date('1997-02-09T13:49:00Z'),
    precision: 'minute',
    facts: new Map(),
    raw: line,
  })
})

test.each([
  ['     0           DIR   12-30-97   12:32  jbrekke', { name: 'jbrekke', type: 'directory' }],
  ['     0           DIR   05-12-97   16:52  Maintenance Desktop', { name: 'Maintenance Desktop' }],
  ['  1123 DIR  A    10-05-100  23:38  a', { type: 'directory', modified: new Date('2000-10-05T23:38:00Z') }],
  ['587823    RSA          01-08-97   13:58  OS2KRNL', { type: 'file', size: 587_823 }],
  ['     9                 01-08-97   13:58  plain', { name: 'plain', type: 'file' }],
  // it counts its years from 1900
  [' 36611      A    04-23-103  10:57  a', { modified: new Date('2003-04-23T10:57:00Z') }],
  ['     0           DIR   05-19-2000 12:56  local', { modified: new Date('2000-05-19T12:56:00Z') }],
  [' 33280      A          02-09-97   13:49    two blanks', { name: '  two blanks' }],
  [' 33280      A          02-09-97   13:49 near', { name: 'near' }],
])('%s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('a day that does not exist, and a size that no number holds, are left out', () => {
  expect(parse('     0           DIR   13-05-97   12:49  MPTN')).not.toHaveProperty('modified')
  expect(parse('18446744073709551615  A  02-09-97   13:49  a')).not.toHaveProperty('size')
})

test.each([
  '',
  '                 DIR   12-30-97   12:32  jbrekke',
  '     0           dir   05-12-97   16:44  LANGUAGE',
  '     0           DIR   05-12-97   16:44',
  '     0           DIR   05-12   16:44  x',
  '     0           DIR   05-12-97   noon  x',
  '12-05-96  05:03PM       <DIR>          absoft2',
])('%j is no such line', (line) => {
  expect(parse(line)).toBeUndefined()
})
