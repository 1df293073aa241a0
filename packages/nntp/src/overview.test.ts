import { expect, test } from 'vitest'
import { type Overview, parseOverview } from './overview.ts'

const overview = (...fields: string[]): Overview => parseOverview(fields.join('\t'))!

test('the seven fields of every overview (RFC 3977 §8.3.3)', () => {
  const row = overview(
    ...['3000234', 'I am just a test article', '"Demo User" <nobody@example.com>', '6 Oct 1998 04:38:40 -0500'],
    ...['<45223423@example.com>', '<45454@example.net> <9@example.net>', '1234', '17', 'Xref: a b:1', 'Lines-X: 3'],
  )
  expect({ ...row.toJSON() }).toEqual({
    number: 3000234,
    subject: 'I am just a test article',
    from: '"Demo User" <nobody@example.com>',
    date: '6 Oct 1998 04:38:40 -0500',
    id: '<45223423@example.com>',
    references: ['<45454@example.net>', '<9@example.net>'],
    bytes: 1234,
    lines: 17,
  })
  expect(row.get('XREF')).toBe('a b:1')
  expect(row.get(':bytes')).toBe('1234')
  expect(row.get('Message-ID')).toBe('<45223423@example.com>')
  expect(row.get('Keywords')).toBeUndefined()
})

test('empty and missing fields', () => {
  const row = overview('5', '', 'me', '', '<a@b>', '', '', '')
  expect(row.subject).toBe('')
  expect(row.get('Subject')).toBeUndefined()
  expect([row.references, row.bytes, row.lines]).toEqual([[], undefined, undefined])
  expect(overview('5', 'cut short').id).toBe('')
})

test('encoded words are decoded', () => {
  expect(overview('1', '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=', '=?UTF-8?Q?J=C3=BCrgen?= <j@x>').subject).toBe('Grüße')
})

test('a line that begins with no number is none', () => {
  for (const line of ['', 'x\ty', '\tSubject', '1.5\tx']) expect(parseOverview(line)).toBeUndefined()
})
