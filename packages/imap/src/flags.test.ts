import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { canonicalFlag, checkFlag, checkKeyword, flagList } from './flags.ts'

test('system flags are case-insensitive, keywords stay as they are', () => {
  expect(canonicalFlag('\\seen')).toBe('\\Seen')
  expect(canonicalFlag('\\FLAGGED')).toBe('\\Flagged')
  expect(canonicalFlag('\\Custom')).toBe('\\Custom')
  expect(canonicalFlag('$Forwarded')).toBe('$Forwarded')
  expect(canonicalFlag('seen')).toBe('seen')
})

test('a list of flags names each once', () => {
  expect(flagList(['\\seen', '$Label1', '\\Seen'])).toBe('(\\Seen $Label1)')
  expect(flagList([])).toBe('()')
})

test.each(['', '\\', '\\*', 'a b', 'a)', '(', '"x"', 'a\r\nb', 'a\0', 'ü', '{3}', '%', '*', 'a]', '\\\\x', '\\Se\\en'])(
  '%j is no flag',
  (flag) => {
    expect(() => checkFlag(flag)).toThrow(ArgumentError)
    expect(() => flagList([flag])).toThrow(ArgumentError)
  },
)

test('\\Recent cannot be set, and is no keyword', () => {
  expect(() => flagList(['\\recent'])).toThrow('server alone')
  expect(() => checkKeyword('\\Seen')).toThrow('system flag')
  expect(checkKeyword('$Junk')).toBe('$Junk')
})
