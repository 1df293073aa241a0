import { expect, test } from 'vitest'
import { replyCharset } from './reply-charset.ts'

const octets = (text: string): Buffer => Buffer.from(text, 'latin1')

test('what is UTF-8 is UTF-8, though its octets might be pairs of GBK', () => {
  for (const text of ['+OK', '请登录', 'Größe', 'öß']) expect(replyCharset.decode(Buffer.from(text))).toBe(text)
})

test('an error text in GBK is read as GBK', () => {
  expect(replyCharset.decode(octets('-ERR \xc7\xeb\xb5\xc7\xc2\xbc, error 535'))).toBe('-ERR 请登录, error 535')
})

test('an error text in Latin-1 stays what it is', () => {
  expect(replyCharset.decode(octets('-ERR Postfach nicht verf\xfcgbar'))).toBe('-ERR Postfach nicht verfügbar')
  expect(replyCharset.decode(octets('-ERR bo\xeete verrouill\xe9e'))).toBe('-ERR boîte verrouillée')
})
