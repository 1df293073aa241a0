import { describe, expect, test } from 'vitest'
import { SaslError } from './mechanism.ts'
import { saslprep } from './saslprep.ts'

const prepare = (text: string) => saslprep(text, 'password')

describe('SASLprep', () => {
  test.each([
    ['I\u00adX', 'IX', 'the soft hyphen is mapped to nothing'],
    ['user', 'user', 'no change'],
    ['USER', 'USER', 'case is kept'],
    ['\u00aa', 'a', 'the output is NFKC'],
    ['\u2168', 'IX', 'the output is NFKC'],
  ])('RFC 4013 §3: %j is %j (%s)', (text, prepared) => {
    expect(prepare(text)).toBe(prepared)
  })

  test.each([
    ['\u0007', 'a control character'],
    ['\u06271', 'right-to-left first, but not last'],
  ])('RFC 4013 §3: %j is an error (%s)', (text) => {
    expect(() => prepare(text)).toThrow(SaslError)
  })

  test('spaces of every width become one kind', () => {
    expect(prepare('a\u00a0b\u1680c\u2003d\u200be\u202ff\u205fg\u3000h')).toBe('a b c d e f g h')
  })

  test('joiners, variation selectors and the byte order mark vanish', () => {
    expect(prepare('a\u200c\u200d\u2060\ufe0f\ufeff\u034f\u1806b')).toBe('ab')
  })

  test('a letter and its accent are one letter', () => {
    expect(prepare('e\u0301')).toBe('\u00e9')
    expect(prepare('\uff41\ufb01')).toBe('afi')
  })

  test.each([
    '\x7fé',
    '\u0085',
    '\u2028',
    '\ue000',
    '\u{f0000}',
    '\ufdd0',
    '\u{1fffe}',
    '\ud800',
    '\udc00a',
    '\ufffd',
    '\u2ff0',
    '\u200e',
    '\u202e',
    '\u{e0041}',
    '\u{1d173}',
  ])('%j is prohibited', (text) => {
    expect(() => prepare(text)).toThrow('SASLprep')
  })

  test('a right-to-left text may hold digits, but no letter of the other direction', () => {
    expect(prepare('\u05d0\u05d11\u05d2')).toBe('\u05d0\u05d11\u05d2')
    expect(() => prepare('\u05d0a\u05d1')).toThrow('right-to-left')
    expect(() => prepare('1\u05d0')).toThrow('right-to-left')
  })

  test('characters younger than Unicode 3.2 pass', () => {
    expect(prepare('\u{1F600}')).toBe('\u{1F600}')
  })

  test('the message names what was wrong, and does not repeat it', () => {
    expect(() => saslprep('hunter2\u0007', 'password')).toThrow(/^The password contains a character that SASLprep/)
    expect(() => saslprep('hunter2\u0007', 'user name')).toThrow(/^The user name contains a character that SASLprep/)
  })
})
