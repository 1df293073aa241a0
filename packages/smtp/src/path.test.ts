import { ArgumentError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { needsUtf8, path, reversePath } from './path.ts'

test('an address is written in angle brackets', () => {
  for (const address of [
    'Jones@XYZ.COM',
    'user+detail@example.org',
    "o'neil!#$%&*/=?^_`{|}~.@example.org",
    '"a b@c"@example.org',
    '"a\\"b"@example.org',
    'me@[192.0.2.1]',
    'me@[IPv6:2001:db8::1]',
    'Postmaster',
  ]) {
    expect(path(address, 'the recipient')).toBe(`<${address}>`)
  }
})

test('nobody is <>', () => {
  expect(reversePath(null)).toBe('<>')
  expect(reversePath('')).toBe('<>')
  expect(reversePath('a@b.example')).toBe('<a@b.example>')
})

test('what is not one plain address is refused before anything is written', () => {
  for (const address of [
    '',
    'alice',
    '@example.org',
    'alice@',
    'a@b@c.example',
    'a@b> SIZE=1',
    'a@b SIZE=1',
    'a@b>\r\nRCPT TO:<c@d',
    'a\0@b',
    'a\x7f@b',
    'a@b\x85',
    'a@b\u2028',
    '<a@b>',
    'A <a@b>',
    'a@b, c@d',
    '"a@b',
    '"a>b"@c',
    '"a"b"@c',
    'a@[1.2.3.4',
    'a@[x] SIZE=1]',
  ]) {
    expect(() => path(address, 'the recipient'), address).toThrow(ArgumentError)
  }
})

test('a domain beyond ASCII goes out in A-labels, unless the transaction has SMTPUTF8', () => {
  expect(path('j@bücher.example', 'the recipient')).toBe('<j@xn--bcher-kva.example>')
  expect(path('jürgen@bücher.example', 'the recipient', true)).toBe('<jürgen@bücher.example>')
  expect(() => path('a@\u00ad', 'the recipient')).toThrow(ArgumentError)
})

test('only a local part beyond ASCII needs SMTPUTF8', () => {
  expect(needsUtf8('jürgen@example.org')).toBe(true)
  expect(needsUtf8('j@bücher.example')).toBe(false)
  expect(needsUtf8(null)).toBe(false)
})
