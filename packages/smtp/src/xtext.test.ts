import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { originalRecipient, xtext } from './xtext.ts'

test('xtext hides "+", "=", blanks and what is no printable ASCII', () => {
  expect(xtext('QQ314159', 'envid')).toBe('QQ314159')
  expect(xtext('a+b=c d', 'envid')).toBe('a+2Bb+3Dc+20d')
  expect(xtext('ü', 'envid')).toBe('+C3+BC')
  expect(() => xtext('a\r\nDATA', 'envid')).toThrow(ArgumentError)
})

test('an original recipient carries the type of its address', () => {
  expect(originalRecipient('Bob+x@example.org')).toBe('rfc822;Bob+2Bx@example.org')
  expect(originalRecipient('jürgen@example.org')).toBe('utf-8;j\\x{FC}rgen@example.org')
})
