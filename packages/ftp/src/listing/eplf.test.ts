import { expect, test } from 'vitest'
import type { Reading } from './dialect.ts'
import { eplf } from './eplf.ts'
import { WallClock } from './wall-clock.ts'

const parse = (line: string): Reading => eplf(new WallClock(), [])(line)

test('facts, a tab, a name', () => {
  const line = '+i8388621.48594,m825718503,r,s280,\tdjb.html'
  expect(parse(line)).toEqual({
    name: 'djb.html',
    type: 'file',
    size: 280,
    modified: new Date('1996-03-01T22:15:03Z'),
    precision: 'second',
    facts: new Map(),
    raw: line,
  })
})

test.each([
  ['+i8388621.50690,m824255907,/,\t514', { name: '514', type: 'directory' }],
  ['+r,/,\tboth', { type: 'directory' }],
  ['+/,r,\tboth', { type: 'directory' }],
  ['+up644,r,\ta', { mode: 0o644 }],
  ['+\tnothing said', { name: 'nothing said', type: 'other' }],
  ['+r\tno comma, and\ttabs', { name: 'no comma, and\ttabs', type: 'file' }],
  ['+r,x,future facts,\t a ', { name: ' a ', type: 'file' }],
])('%j', (line, expected) => {
  expect(parse(line)).toMatchObject(expected)
})

test('facts that make no sense are left out', () => {
  const entry = parse('+m99999999999999,s18446744073709551615,up999,r,\ta')
  expect(entry).toEqual({
    name: 'a',
    type: 'file',
    facts: new Map(),
    raw: entry && typeof entry === 'object' ? entry.raw : '',
  })
  expect(parse('+mx,s-1,up,r,\ta')).toMatchObject({ name: 'a', type: 'file' })
})

test.each(['', '+', '+r,s280', '+r,\t', 'r,\ta'])('%j is no such line', (line) => {
  expect(parse(line)).toBeUndefined()
})
