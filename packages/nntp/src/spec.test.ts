import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { type ArticleRange, bounds, messageId, rangeArgument, rowsArgument, word } from './spec.ts'

test('every way to say a range', () => {
  const ways: [ArticleRange, string][] = [
    [7, '7'],
    ['7', '7'],
    ['7-', '7-'],
    ['7-9', '7-9'],
    [{ from: 7 }, '7-'],
    [{ from: 7, to: 9 }, '7-9'],
    [{ from: 7, to: 7 }, '7'],
    [{ first: 7, last: 9 }, '7-9'],
    [{ first: 1, last: 0 }, '1-0'],
  ]
  for (const [range, argument] of ways) expect(rangeArgument(range)).toBe(argument)
  expect(bounds({ first: 0, last: -1 })).toEqual({ from: 0, to: -1 })
})

test('what is no range is refused', () => {
  for (const bad of ['', 'x', '7-x', '-7', '7 9', '7\r\nPOST', -1, 1.5, { from: -1 }, { from: 1, to: 1.5 }]) {
    expect(() => rangeArgument(bad)).toThrow(ArgumentError)
  }
})

test('a Message-ID has its brackets, no blanks, and at most 250 octets', () => {
  expect(messageId(`<${'x'.repeat(248)}>`)).toHaveLength(250)
  expect(rowsArgument('<a@b>')).toBe('<a@b>')
  for (const bad of ['a@b', '<a b>', '<a>b>', '<>', `<${'x'.repeat(249)}>`, '<a\0>', '<a\n>']) {
    expect(() => messageId(bad)).toThrow(ArgumentError)
  }
})

test('a word has no blanks and no line end', () => {
  expect(word('misc.café', 'the group name')).toBe('misc.café')
  for (const bad of ['', 'a b', 'a\tb', 'a\rb', 'a\nb', 'a\0b']) expect(() => word(bad, 'it')).toThrow(ArgumentError)
})
