import { expect, test } from 'vitest'
import { fetchItems } from './fetch-item.ts'
import { parsePart } from './mime.ts'
import { Scanner, SyntaxFault } from './scanner.ts'
import { section } from './section.ts'

// the shape of the example of RFC 9051 §6.4.5.1: part 3 is a message, part 3.2 of it a multipart
const raw = [
  'Subject: outer',
  'From: a@b',
  'Content-Type: multipart/mixed; boundary=o',
  '',
  '--o',
  '',
  'part one',
  '--o',
  'Content-Type: application/octet-stream',
  '',
  'part two',
  '--o',
  'Content-Type: message/rfc822',
  '',
  'Subject: inner',
  'Content-Type: multipart/mixed; boundary=i',
  '',
  '--i',
  '',
  'part 3.1',
  '--i',
  'Content-Type: text/html',
  '',
  '<p>part 3.2',
  '--i--',
  '--o--',
  '',
].join('\r\n')

const read = (text: string, message = raw): string | undefined =>
  section(new Scanner(`${text}]`)).read(parsePart(message))

test.each([
  ['1', 'part one'],
  ['1.MIME', '\r\n'],
  ['2', 'part two'],
  ['2.MIME', 'Content-Type: application/octet-stream\r\n\r\n'],
  ['3.HEADER', 'Subject: inner\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n'],
  ['3.HEADER.FIELDS (SUBJECT)', 'Subject: inner\r\n\r\n'],
  ['3.1', 'part 3.1'],
  ['3.2', '<p>part 3.2'],
  ['3.2.MIME', 'Content-Type: text/html\r\n\r\n'],
  ['HEADER.FIELDS (from x-none)', 'From: a@b\r\n\r\n'],
  ['HEADER.FIELDS.NOT ("From" Content-Type)', 'Subject: outer\r\n\r\n'],
  ['4', undefined],
  ['1.1', undefined],
  ['1.HEADER', undefined],
])('BODY[%s]', (text, expected) => {
  expect(read(text)).toBe(expected)
})

test('BODY[] is all, BODY[HEADER] and BODY[TEXT] its two halves', () => {
  expect(read('')).toBe(raw)
  expect(`${read('HEADER')}${read('TEXT')}`).toBe(raw)
  expect(read('3.TEXT')).toMatch(/^--i\r\n\r\npart 3\.1[\s\S]*--i--$/)
})

test('part 1 of a message without parts is its text', () => {
  expect(read('1', 'Subject: x\r\n\r\nhello')).toBe('hello')
  expect(read('1.MIME', 'Subject: x\r\n\r\nhello')).toBe('Subject: x\r\n\r\n')
  expect(read('2', 'Subject: x\r\n\r\nhello')).toBeUndefined()
})

test('BODY[section]<offset.octets> names its first octet', () => {
  const item = (text: string): string =>
    fetchItems(new Scanner(text))[0]!.render(
      { uid: 1, raw: Buffer.from(raw), date: new Date(), flags: new Set() },
      () => parsePart(raw),
      '()',
    )
  expect(item('BODY[1]<5.2>')).toBe('BODY[1]<5> {2}\r\non')
  expect(item('BODY.PEEK[1]<5.100>')).toBe('BODY[1]<5> {3}\r\none')
  expect(item('BODY[1]<99.1>')).toBe('BODY[1]<99> {0}\r\n')
  expect(item('BODY[9]')).toBe('BODY[9] NIL')
  expect(item('BODY[HEADER.FIELDS (Date "a b")]')).toBe('BODY[HEADER.FIELDS (Date "a b")] {2}\r\n\r\n')
})

test.each(['MIME]', '1.]', '0]', 'HEADER.FIELDS ()]', 'HEADER.FIELDS]', 'TEXT.MIME]'])(
  'BODY[%s is no section',
  (text) => {
    expect(() => fetchItems(new Scanner(`BODY[${text}`))).toThrow(SyntaxFault)
  },
)
