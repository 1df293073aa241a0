import { expect, test } from 'vitest'
import { numberAtEnd } from './number-at-end.ts'

test.each([
  ['213 12', 12],
  ['12', 12],
  ['size: 12 \r\n', 12],
  ['0012', 12],
  ['12 octets', Number.NaN],
  ['', Number.NaN],
  ['x', Number.NaN],
])('%j', (text, number) => {
  expect(numberAtEnd(text)).toBe(number)
})
