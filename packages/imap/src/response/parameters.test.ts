import { expect, test } from 'vitest'
import { type Parameters, parameter, readParameters } from './parameters.ts'
import { Scanner } from './scanner.ts'

const read = (text: string) => ({ ...readParameters(new Scanner(Buffer.from(text))) })

test.each([
  ['("CHARSET" "UTF-8")', { charset: 'UTF-8' }],
  ['("a" "1" "B" "2")', { a: '1', b: '2' }],
  ['NIL', {}],
  ['()', {}],
  // mail.ru (imap-codec#700)
  ['("boundary" NIL "x" "y")', { x: 'y' }],
  ['("a"  "1"   "b" "2" )', { a: '1', b: '2' }],
  ['("a" "1" "b")', { a: '1' }],
  ['("a" ("nested") "b" "2")', { b: '2' }],
  // MailKit#485
  ['("boundary" "MOUNDARY="_006_5DBB_"")', { boundary: 'MOUNDARY="_006_5DBB_"' }],
  ['("name" "Grüße.txt")', { name: 'Grüße.txt' }],
])('%s', (text, parameters) => expect(read(text)).toEqual(parameters))

test('names of the server reach no prototype', () => {
  const parameters = readParameters(new Scanner(Buffer.from('("__proto__" "x" "constructor" "y")')))
  for (const name of ['toString', 'hasOwnProperty']) expect(name in parameters).toBe(false)
  expect(Object.entries(parameters)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
  expect(Object.prototype).not.toHaveProperty('x')
})

const filename = (parameters: Parameters) => parameter(parameters, 'filename')

test('a parameter may be continued and have a charset (RFC 2231)', () => {
  expect(filename({ filename: 'a.txt' })).toBe('a.txt')
  expect(filename({ 'filename*': "UTF-8''Gr%C3%BC%C3%9Fe.txt", filename: 'x' })).toBe('Grüße.txt')
  expect(filename({ 'filename*': "iso-8859-1'en'%A3%20rates" })).toBe('£ rates')
  // RFC 2231 §4.1
  expect(
    parameter(
      {
        'title*0*': "us-ascii'en'This%20is%20even%20more%20",
        'title*1*': '%2A%2A%2Afun%2A%2A%2A%20',
        'title*2': "isn't it!",
      },
      'title',
    ),
  ).toBe("This is even more ***fun*** isn't it!")
  expect(filename({ filename: '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=' })).toBe('Grüße')
  expect(filename({ 'filename*': "no-such''%E9%zz" })).toBe('é%zz')
  expect(filename({})).toBeUndefined()
})
