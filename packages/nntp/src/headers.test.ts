import { expect, test } from 'vitest'
import { ArticleHeaders } from './headers.ts'

const octets = Buffer.from(
  'From: =?UTF-8?Q?J=C3=BCrgen?= <j@x.test>\r\nReceived: a\r\nX-Raw: Gr\xfc\xdfe\r\nX-Utf8: Gr\xc3\xbc\xc3\x9fe\r\n' +
    'received: b\r\nSubject: one\r\n two\r\nno field\r\n\r\n',
  'latin1',
)
const headers = new ArticleHeaders(octets)

test('a field is found in any case, unfolded, its words decoded', () => {
  expect(headers.get('FROM')).toBe('Jürgen <j@x.test>')
  expect(headers.get('subject')).toBe('one two')
  expect(headers.get('Date')).toBeUndefined()
})

test('every field of a name, and all of them in order', () => {
  expect(headers.getAll('Received')).toEqual(['a', 'b'])
  expect([...headers].map(([name]) => name)).toEqual(['From', 'Received', 'X-Raw', 'X-Utf8', 'received', 'Subject'])
})

test('one field in Latin-1 does not spoil the others', () => {
  expect([headers.get('X-Raw'), headers.get('X-Utf8')]).toEqual(['Grüße', 'Grüße'])
})

test('its octets are as they came', () => expect(headers.bytes).toBe(octets))
