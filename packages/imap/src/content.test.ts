import { expect, test } from 'vitest'
import { contentOf } from './content.ts'

test('type, encoding and name, in whatever case and folded', () => {
  const header = `CONTENT-TYPE: Text/Plain;\r\n charset="ISO-8859-1";\r\n name=a.txt\r\ncontent-transfer-encoding: Base64\r\n\r\n`
  expect(contentOf(Buffer.from(header))).toEqual({
    encoding: 'base64',
    contentType: 'text/plain',
    charset: 'ISO-8859-1',
    filename: 'a.txt',
  })
})

test('the name of the disposition comes first, in pieces and charsets of RFC 2231', () => {
  const header = `Content-Type: image/png; name=x\r\nContent-Disposition: attachment; filename*0*=utf-8''%e2%82%ac; filename*1=" 5.png"\r\n\r\n`
  expect(contentOf(Buffer.from(header)).filename).toBe('€ 5.png')
})

test('a semicolon within quotes ends nothing', () => {
  const header = 'Content-Disposition: attachment; filename="a; b=\\"c\\".txt"\r\n\r\n'
  expect(contentOf(Buffer.from(header)).filename).toBe('a; b="c".txt')
})

test('without a header a part is 7bit, and nameless', () => {
  expect(contentOf(Buffer.alloc(0))).toEqual({ encoding: '7bit' })
})

test('names that objects have by themselves are only names', () => {
  const header = 'Content-Type: text/plain; __proto__=x; constructor=y\r\n\r\n'
  expect(contentOf(Buffer.from(header)).contentType).toBe('text/plain')
})
