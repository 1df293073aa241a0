import { expect, test } from 'vitest'
import { monthNumber } from './months.ts'

test.each([
  ['Jan', 1],
  ['mär', 3],
  ['Mrz', 3],
  ['août', 8],
  ['déc.', 12],
  ['11月', 11],
])('%s is month %i', (word, number) => {
  expect(monthNumber(word)).toBe(number)
})

test('other words are none', () => {
  expect(monthNumber('foo')).toBeUndefined()
  expect(monthNumber('')).toBeUndefined()
})
