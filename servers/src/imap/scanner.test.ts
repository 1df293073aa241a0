import { expect, test } from 'vitest'
import { Scanner, SyntaxFault } from './scanner.ts'
import { formatSequenceSet, parseSequenceSet } from './sequence-set.ts'

test('an astring is an atom, a quoted string or a literal', () => {
  expect(new Scanner('a]b rest').astring()).toBe('a]b')
  expect(new Scanner('"a \\"b\\" \\\\"').astring()).toBe('a "b" \\')
  expect(new Scanner('{3}\r\na\r\n rest').astring()).toBe('a\r\n')
  expect(new Scanner('{0+}\r\n').astring()).toBe('')
  expect(new Scanner('~{2}\r\n\0\xff').astring()).toBe('\0\xff')
})

test.each(['', '(', '"open', '"bad \\x"', '{3}', '{3}\rabc', '"a\r\nb"', '%'])('no astring: %j', (text) => {
  expect(() => new Scanner(text).astring()).toThrow(SyntaxFault)
})

test('a pattern may hold wildcards', () => {
  expect(new Scanner('a%/* ').listMailbox()).toBe('a%/*')
})

test('a list has single spaces between its items', () => {
  const flags = (text: string): string[] => {
    const scanner = new Scanner(text)
    return scanner.list(() => scanner.flag())
  }
  expect(flags('()')).toEqual([])
  expect(flags('(\\Seen $x)')).toEqual(['\\Seen', '$x'])
  expect(() => flags('(a  b)')).toThrow(SyntaxFault)
  expect(() => flags('(a b')).toThrow(SyntaxFault)
})

test('sequence sets: ranges in any direction, "*" for the largest', () => {
  const numbers = (text: string, largest: number): number[] => {
    const set = parseSequenceSet(text)
    return Array.from({ length: 10 }, (_, index) => index + 1).filter((number) => set.has(number, largest))
  }
  expect(numbers('2,4:7,9', 10)).toEqual([2, 4, 5, 6, 7, 9])
  expect(numbers('5:3', 10)).toEqual([3, 4, 5])
  expect(numbers('9:*', 10)).toEqual([9, 10])
  expect(numbers('*', 7)).toEqual([7])
  // RFC 9051 §9: 3291:* holds the last message even when there are fewer
  expect(numbers('9:*', 4)).toEqual([4, 5, 6, 7, 8, 9])
  expect(parseSequenceSet('1:7,*').highest).toBe(7)
})

test.each(['', '0', '1:', ':1', '1:2:3', '1,,2', '01', '-1', '12345678901', '$'])('no sequence set: %j', (text) => {
  expect(() => parseSequenceSet(text)).toThrow(SyntaxFault)
})

test('numbers as a set', () => {
  expect(formatSequenceSet([7, 1, 2, 3, 9, 10])).toBe('1:3,7,9:10')
  expect(formatSequenceSet([])).toBe('')
})
