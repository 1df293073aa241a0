import { expect, test } from 'vitest'
import { digits, groupedDigits } from './digits.ts'

test('digits are a number', () => {
  const number = (text: string): number => digits(`9${text}9`, 1, 1 + text.length)
  expect(['0', '12', '007', '9007199254740991'].map(number)).toEqual([0, 12, 7, Number.MAX_SAFE_INTEGER])
  expect(['', '-1', '1x', ' 1', '1.5', '١'].map(number)).toEqual([-1, -1, -1, -1, -1, -1])
  // never one that looks exact and is not
  expect(number('9007199254740993')).toBeGreaterThan(Number.MAX_SAFE_INTEGER)
  expect(number('9'.repeat(70_000))).toBe(Number.POSITIVE_INFINITY)
})

test('thousands may have separators', () => {
  const number = (text: string): number => groupedDigits(text, 0, text.length, ",.'")
  expect(['12', '1,234', '1.234.567', "1'234"].map(number)).toEqual([12, 1234, 1_234_567, 1234])
  expect(['', ',1', '1,', '1,,2', '1 2', '-1'].map(number)).toEqual([-1, -1, -1, -1, -1, -1])
  expect(groupedDigits('1.2', 0, 3, ',')).toBe(-1)
})
