import { expect, test } from 'vitest'
import { headerText } from './header-text.ts'

const asked: string[] = []
const { decodeCharset, decodeWords } = headerText(() => ({
  encodingExists: (charset) => {
    asked.push(charset)
    return charset === 'x-rot'
  },
  decode: (octets) => octets.toString('latin1').split('').reverse().join(''),
}))

test.each([
  ['plain text', 'plain text'],
  // RFC 2047 §8
  ['=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>', 'Keith Moore <moore@cs.utk.edu>'],
  ['=?ISO-8859-1?Q?Andr=E9?= Pirard', 'André Pirard'],
  ['(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)', '(ab)'],
  ['=?ISO-8859-1?Q?a_?= =?UTF-8?Q?b?=', 'a b'],
  // RFC 2231 §5
  ['=?US-ASCII*EN?Q?Keith_Moore?=', 'Keith Moore'],
  // a character cut in two
  ['=?UTF-8?B?4oI=?= =?utf-8?B?rA==?=', '€'],
  ['=?no-such-charset?Q?a?=', '=?no-such-charset?Q?a?='],
  ['=?UTF-8?X?a?= =?UTF-8?Q?a 2 =? 3', '=?UTF-8?X?a?= =?UTF-8?Q?a 2 =? 3'],
])('%j', (raw, text) => expect(decodeWords(raw)).toBe(text))

test('the table is asked only for what TextDecoder does not know', () => {
  asked.length = 0
  expect(decodeCharset(Buffer.from('\xfc', 'latin1'), 'iso-8859-1')).toBe('ü')
  expect(decodeCharset(Buffer.from('ü'), 'UTF8')).toBe('ü')
  expect(asked).toEqual([])
  expect(decodeCharset(Buffer.from('abc'), 'x-rot')).toBe('cba')
  expect(decodeCharset(Buffer.from('abc'), 'x-other')).toBeUndefined()
  expect(asked).toEqual(['x-rot', 'x-other'])
})

test('without its table a charset is one that nobody knows', () => {
  const text = headerText(() => {
    throw new Error('Cannot find module')
  })
  expect(text.decodeWords('=?x-rot?Q?abc?= =?UTF-8?Q?=C3=BC?=')).toBe('=?x-rot?Q?abc?=ü')
})
