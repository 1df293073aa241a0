import { expect, test } from 'vitest'
import { bodyStructure } from './body-structure.ts'
import { parsePart } from './mime.ts'

const message = (...lines: string[]): string => lines.join('\r\n')
const structure = (...lines: string[]): string => bodyStructure(parsePart(message(...lines)), true)

test('a message without a MIME header is text/plain in us-ascii', () => {
  expect(structure('Subject: x', '', 'one', 'two', '')).toBe(
    '("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 10 2 NIL NIL NIL NIL)',
  )
})

test('a message without a header, and one without a body', () => {
  expect(structure('', 'body')).toMatch(/"7BIT" 4 0 NIL/)
  expect(structure('Subject: x')).toMatch(/"7BIT" 0 0 NIL/)
})

test('a multipart with an attachment, with and without the extension data', () => {
  const lines = [
    'Content-Type: multipart/mixed; boundary="b 1"',
    'Content-Language: en, de',
    '',
    'preamble',
    '--b 1',
    '',
    'text',
    '--b 1',
    'Content-Type: application/pdf; name="a \\"b\\".pdf"',
    'Content-Transfer-Encoding: base64',
    'Content-ID: <1@x>',
    'Content-Description: the paper',
    'Content-MD5: Q2hlY2s=',
    'Content-Disposition: attachment; filename=a.pdf',
    'Content-Location: http://x/',
    '',
    'AAAA',
    '--b 1--',
    'epilogue',
  ]
  const pdf = '"APPLICATION" "PDF" ("NAME" "a \\"b\\".pdf") "<1@x>" "the paper" "BASE64" 4'
  expect(structure(...lines)).toBe(
    `(("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 4 0 NIL NIL NIL NIL)(${pdf} "Q2hlY2s=" ` +
      '("ATTACHMENT" ("FILENAME" "a.pdf")) NIL "http://x/") "MIXED" ("BOUNDARY" "b 1") NIL ("en" "de") NIL)',
  )
  expect(bodyStructure(parsePart(message(...lines)), false)).toBe(
    `(("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 4 0)(${pdf}) "MIXED")`,
  )
})

test('message/rfc822 carries an envelope, a structure and lines', () => {
  expect(structure('Content-Type: message/rfc822', '', 'Subject: inner', '', 'text', '')).toBe(
    '("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 24 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) ' +
      '("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 6 1 NIL NIL NIL NIL) 3 NIL NIL NIL NIL)',
  )
})

test('the parts of a digest are messages', () => {
  expect(
    structure('Content-Type: multipart/digest; boundary=x', '', '--x', '', 'Subject: s', '', 't', '--x--'),
  ).toMatch(/^\(\("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 15 \(NIL "s"/)
})

test('a multipart without a boundary, without parts or without an end still has one part', () => {
  const empty = '(("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 0 0) "MIXED")'
  const plain = (...lines: string[]): string => bodyStructure(parsePart(message(...lines)), false)
  expect(plain('Content-Type: multipart/mixed', '', 'x')).toBe(empty)
  expect(plain('Content-Type: multipart/mixed; boundary=x', '', 'no delimiter')).toBe(empty)
  expect(plain('Content-Type: multipart/mixed; boundary=x', '', '--x', '', 'open')).toMatch(/"7BIT" 4 0\) "MIXED"\)$/)
})

test('a boundary that another one begins with is not mistaken for it', () => {
  const inner = ['Content-Type: multipart/mixed; boundary=abc', '', '--abc', '', 'inner', '--abc--']
  expect(
    structure('Content-Type: multipart/mixed; boundary=ab', '', '--ab', ...inner, '--ab', '', 'last', '--ab--'),
  ).toMatch(/^\(\(\("TEXT" .* "MIXED" \("BOUNDARY" "abc"\) .*\)\("TEXT" .* 4 0 .*\) "MIXED" \("BOUNDARY" "ab"\)/)
})

test('a Content-Type that is none is text/plain', () => {
  expect(structure('Content-Type: text', '', 'x')).toMatch(/^\("TEXT" "PLAIN"/)
})
