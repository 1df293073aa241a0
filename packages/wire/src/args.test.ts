import { expect, test } from 'vitest'
import { argument, checkLine, wholeNumber } from './args.ts'
import { ArgumentError } from './errors.ts'

test('CR, LF and NUL are refused wherever they stand, and the message does not repeat the argument', () => {
  for (const bad of ['\r', '\n', '\0']) {
    for (const value of [bad, `hunter2${bad}`, `${bad}hunter2`, `hun${bad}ter2`]) {
      expect(() => argument(value, 'the password')).toThrow(ArgumentError)
      expect(() => argument(value, 'the password')).toThrow(/^the password must not contain CR, LF or NUL$/)
      expect(() => checkLine(`PASS ${value}`, { name: 'PASS' })).toThrow(
        /^PASS: an argument must not contain CR, LF or NUL$/,
      )
      expect(() => checkLine(Buffer.from(`PASS ${value}`), { name: 'PASS' })).toThrow(ArgumentError)
    }
  }
})

test('nothing else is: people have such passwords and file names', () => {
  for (const value of ['', ' ', '\t', '"\\%', 'Grüße', '\x7f', '\u2028']) {
    expect(argument(value, 'x')).toBe(value)
    checkLine(value, { name: 'X' })
    checkLine(Buffer.from(value), { name: 'X' })
  }
})

test('what is no string at all is refused and not sent as "undefined"', () => {
  for (const value of [undefined, null, 7] as unknown[]) {
    expect(() => argument(value as string, 'the user name')).toThrow('the user name must be a string')
  }
})

test('a number is whole, safe and not too small', () => {
  expect([wholeNumber(1, 'n'), wholeNumber(0, 'n', 0), wholeNumber(Number.MAX_SAFE_INTEGER, 'n')]).toHaveLength(3)
  for (const value of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    expect(() => wholeNumber(value, 'the message number')).toThrow(ArgumentError)
  }
  expect(() => wholeNumber('1\r\nDELE 2' as unknown as number, 'n')).toThrow(ArgumentError)
})
