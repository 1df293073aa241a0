import { expect, test } from 'vitest'
import type { Reading } from './dialect.ts'
import { nonstop } from './nonstop.ts'
import { WallClock } from './wall-clock.ts'

const parse = (line: string): Reading => nonstop(new WallClock({ now: new Date('2026-11-23T12:00:00Z') }), [])(line)

test('name, code, end of file, time, group and user, security', () => {
  const line = 'ALV           101             2522 27-Aug-02 13:57:10 155,106 "nnnn"'
  expect(parse(line)).toEqual({
    name: 'ALV',
    type: 'file',
    size: 2522,
    modified: new Date('2002-08-27T13:57:10Z'),
    precision: 'second',
    owner: '106',
    group: '155',
    facts: new Map(),
    raw: line,
  })
})

test.each([
  ['ALVO         1000             2048 27-Aug-02 13:57:22 155, 76 "nunu"', { owner: '76', group: '155' }],
  ['IARPTS        101 O          16354 18-Mar-2009 14:39:33 255,255 "NUNU"', { name: 'IARPTS', size: 16_354 }],
])('%s', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('the heading is none', () => {
  expect(parse('File         Code             EOF  Last Modification    Owner  RWEP')).toBe('skip')
})

test('a size that no number holds is left out', () => {
  expect(parse('A 101 18446744073709551615 27-Aug-02 13:57:10 1,2 "nnnn"')).not.toHaveProperty('size')
})

test.each([
  '',
  'ALV',
  'ALV           101             2522 27-Aug-02 13:57:10 155,106',
  'ALV           101             2522 27-08-02 13:57:10 155,106 "nnnn"',
  'ALV           101             much 27-Aug-02 13:57:10 155,106 "nnnn"',
  'ALV           101             2522 27-Aug-02 noon 155,106 "nnnn"',
])('%j is no such line', (line) => {
  expect(parse(line)).toBeUndefined()
})
