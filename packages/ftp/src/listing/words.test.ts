import { expect, test } from 'vitest'
import { Words } from './words.ts'

const words = new Words()
const all = (line: string, from = 0): string[] => {
  words.read(line, from)
  return Array.from({ length: words.count }, (_, index) => words.text(index))
}

test('words have blanks between them, of any kind and number', () => {
  expect(all('  one  two\tthree\nfour ')).toEqual(['one', 'two', 'three', 'four'])
  expect(all('one two', 3)).toEqual(['two'])
  expect(all('')).toEqual([])
  expect(all('  ')).toEqual([])
})

test('several words with what is between them', () => {
  words.read('john  smith users')
  expect(words.text(0, 1)).toBe('john  smith')
})

test('a word is this one, or not', () => {
  words.read('one two')
  expect([words.is(0, 'one'), words.is(0, 'on'), words.is(0, 'ones'), words.is(1, 'one'), words.is(2, 'one')]).toEqual([
    true,
    false,
    false,
    false,
    false,
  ])
  words.read('x')
  expect(words.is(1, 'two')).toBe(false)
})

test('of a line without an end no more than 24 are found', () => {
  expect(all('x '.repeat(100_000))).toHaveLength(24)
})
