import { ArgumentError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { astring, atom, joinParts, needsLiteral, nstring, string } from './quote.ts'

describe('an astring is', () => {
  test.each([
    ['INBOX', 'INBOX'],
    ['a]b', 'a]b'],
    ['', '""'],
    ['NIL', '"NIL"'],
    ['nil', '"nil"'],
    ['a b', '"a b"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['a{3}', '"a{3}"'],
    ['100%', '"100%"'],
    ['(x)', '"(x)"'],
    ['a\tb', '"a\tb"'],
  ])('%j → %s', (text, wire) => {
    expect(astring(text)).toBe(wire)
    expect(needsLiteral(text)).toBe(false)
  })

  test.each(['a\r\nA2 LOGOUT', 'a\n', 'ü', 'x'.repeat(1001)])('a literal when quotes cannot hold it: %j', (text) => {
    expect(needsLiteral(text)).toBe(true)
    expect(astring(text)).toEqual({ literal: Buffer.from(text) })
  })

  test('UTF-8 within quotes when the session allows it', () => {
    expect(astring('Entwürfe', { utf8: true })).toBe('"Entwürfe"')
    expect(astring('ü\n', { utf8: true })).toEqual({ literal: Buffer.from('ü\n') })
  })

  test.each(['a\0b', '\ud800', 'x\udfff'])('refused when no form can hold it: %j', (text) => {
    expect(() => astring(text)).toThrow(ArgumentError)
    expect(() => string(text, { utf8: true })).toThrow(ArgumentError)
  })
})

test('a string is quoted even if it could be an atom; null is NIL', () => {
  expect(string('x')).toBe('"x"')
  expect(nstring(null)).toBe('NIL')
  expect(nstring('NIL')).toBe('"NIL"')
})

test('an atom is an atom or an error', () => {
  expect(atom('CONDSTORE')).toBe('CONDSTORE')
  for (const text of ['', 'a b', 'a\r\n', 'a{1}', 'ü', 'a]']) expect(() => atom(text)).toThrow(ArgumentError)
})

test('texts in a row become one', () => {
  const literal = { literal: Buffer.from('x') }
  expect(joinParts(['a', ' ', 'b', literal, ' ', 'c'])).toEqual(['a b', literal, ' c'])
})
