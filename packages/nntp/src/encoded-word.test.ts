import { expect, test } from 'vitest'
import { decodeWords, encodeWords } from './encoded-word.ts'

test('encoded words are decoded, in either encoding (RFC 2047 §8)', () => {
  expect(decodeWords('=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>')).toBe('Keith Moore <moore@cs.utk.edu>')
  expect(decodeWords('=?ISO-8859-1?Q?Andr=E9?= Pirard')).toBe('André Pirard')
  expect(decodeWords('=?utf-8?b?R3LDvMOfZQ==?=')).toBe('Grüße')
  expect(decodeWords('=?UTF-8*de?Q?Gr=C3=BC=C3=9Fe?=')).toBe('Grüße')
})

test('blanks between two encoded words belong to neither', () => {
  expect(decodeWords('(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)')).toBe('(ab)')
  expect(decodeWords('(=?ISO-8859-1?Q?a?= b)')).toBe('(a b)')
  expect(decodeWords('=?ISO-8859-1?Q?a_?= =?UTF-8?Q?b?=')).toBe('a b')
})

test('a character cut in two is whole again', () => {
  const [first, second] = [Buffer.from('Gr\xc3', 'latin1'), Buffer.from('\xbc\xc3\x9fe', 'latin1')]
  expect(decodeWords(`=?UTF-8?B?${first.toString('base64')}?= =?UTF-8?B?${second.toString('base64')}?=`)).toBe('Grüße')
})

test('charsets that Node does not know are iconv-lite’s', () => {
  expect(decodeWords('=?GB18030?B?xOO6ww==?=')).toBe('你好')
  expect(decodeWords('=?CP850?Q?=81?=')).toBe('ü')
})

test('what makes no sense stays as it is', () => {
  for (const text of ['=?x-unknown?Q?a?=', '=?UTF-8?X?a?=', '=?UTF-8?Q?a', '2 =? 3'])
    expect(decodeWords(text)).toBe(text)
})

test('words outside ASCII are encoded, the others are not', () => {
  expect(encodeWords('plain text')).toBe('plain text')
  expect(encodeWords('Jürgen <bob@lab.test>')).toBe('=?UTF-8?B?SsO8cmdlbg==?= <bob@lab.test>')
  expect(encodeWords('Grüße aus Köln')).toBe('=?UTF-8?B?R3LDvMOfZQ==?= aus =?UTF-8?B?S8O2bG4=?=')
  expect(decodeWords(encodeWords('Grüße Köln'))).toBe('Grüße Köln')
})

test('encoded words are of at most 75 characters, and no character is cut', () => {
  const text = `${'ü'.repeat(100)} 你好😀`.repeat(5)
  const encoded = encodeWords(text)
  for (const line of encoded.split('\r\n')) expect(line.trim().length).toBeLessThanOrEqual(75)
  expect(decodeWords(encoded.replaceAll('\r\n', ''))).toBe(text)
})
