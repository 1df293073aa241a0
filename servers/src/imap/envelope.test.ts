import { expect, test } from 'vitest'
import { addressList, envelope } from './envelope.ts'
import { parsePart } from './mime.ts'

// RFC 3501 §8
const example = [
  'Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)',
  'From: Terry Gray <gray@cac.washington.edu>',
  'Subject: IMAP4rev1 WG mtg summary and minutes',
  'To: imap@cac.washington.edu',
  'cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>',
  'Message-Id: <B27397-0100000@cac.washington.edu>',
  'MIME-Version: 1.0',
  'Content-Type: TEXT/PLAIN; CHARSET=US-ASCII',
  '',
  '',
].join('\r\n')

test('the example of RFC 3501 §8', () => {
  const gray = '(("Terry Gray" NIL "gray" "cac.washington.edu"))'
  expect(envelope(parsePart(example).fields)).toBe(
    `("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev1 WG mtg summary and minutes" ${gray} ${gray} ${gray} ` +
      '((NIL NIL "imap" "cac.washington.edu")) ((NIL NIL "minutes" "CNRI.Reston.VA.US")' +
      '("John Klensin" NIL "KLENSIN" "MIT.EDU")) NIL NIL "<B27397-0100000@cac.washington.edu>")',
  )
})

test('what is missing is NIL, an empty subject is ""', () => {
  expect(envelope(parsePart('Subject:\r\n\r\n').fields)).toBe('(NIL "" NIL NIL NIL NIL NIL NIL NIL NIL)')
})

test.each([
  ['a@b', '((NIL NIL "a" "b"))'],
  ['"Doe, \\"J\\"" <j@d>', '(("Doe, \\"J\\"" NIL "j" "d"))'],
  ['Jane (the boss) Doe <j@d> (home)', '(("Jane Doe" NIL "j" "d"))'],
  ['<@relay,@two:a@b>', '((NIL "@relay,@two" "a" "b"))'],
  [
    'A Group: Ed <e@x>, j@y;, z@z',
    '((NIL NIL "A Group" NIL)("Ed" NIL "e" "x")(NIL NIL "j" "y")(NIL NIL NIL NIL)(NIL NIL "z" "z"))',
  ],
  ['Undisclosed recipients:;', '((NIL NIL "Undisclosed recipients" NIL)(NIL NIL NIL NIL))'],
  ['root', '((NIL NIL "root" ""))'],
  ['J\xfcrgen <j@d>', '(({6}\r\nJ\xfcrgen NIL "j" "d"))'],
  ['', 'NIL'],
  [undefined, 'NIL'],
])('addresses: %s', (value, expected) => {
  expect(addressList(value)).toBe(expected)
})
