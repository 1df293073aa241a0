import { ArgumentError } from '@linewire/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeMailbox, encodeMailbox } from './modified-utf7.ts'

test.each([
  // RFC 3501 §5.1.3
  ['~peter/mail/台北/日本語', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
  ['INBOX', 'INBOX'],
  ['Tom & Jerry', 'Tom &- Jerry'],
  ['&', '&-'],
  ['Entwürfe', 'Entw&APw-rfe'],
  ['☺!', '&Jjo-!'],
  ['💩', '&2D3cqQ-'],
  ['a\tb', 'a&AAk-b'],
  ['', ''],
])('%j is %s on the wire', (name, wire) => {
  expect(encodeMailbox(name)).toBe(wire)
  expect(decodeMailbox(wire)).toBe(name)
})

test.each(['\ud800', 'a\udc00b'])('half a character is refused: %j', (name) => {
  expect(() => encodeMailbox(name)).toThrow(ArgumentError)
})

test.each([
  ['a run without its end', 'Entw&APw'],
  ['octets that are no base64', '&#-'],
  ['an odd number of octets', '&AA-'],
  ['half a character', '&2D0-'],
  // RFC 3501 §5.1.3 forbids it; "a" is another mailbox
  ['printable ASCII in base64', '&AGE-'],
  ['two runs in a row', '&Jjo-&Jjo-'],
  ['text beyond ASCII next to a run', 'ü&-'],
])('%s stays as it is', (_, wire) => {
  expect(decodeMailbox(wire)).toBe(wire)
})

test('every name comes back from the wire', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const wire = encodeMailbox(name)
      expect(wire).toMatch(/^[\x20-\x7e]*$/)
      expect(decodeMailbox(wire)).toBe(name)
    }),
  )
})

test('any text can be decoded', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (wire) => typeof decodeMailbox(wire) === 'string'))
})
