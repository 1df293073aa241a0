import { expect, test } from 'vitest'
import { decodeWords } from './encoded-word.ts'

test.each([
  ['plain text', 'plain text'],
  // RFC 2047 §8
  ['=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>', 'Keith Moore <moore@cs.utk.edu>'],
  ['=?ISO-8859-1?Q?Andr=E9?= Pirard', 'André Pirard'],
  [
    '=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\r\n =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=',
    'If you can read this you understand the example.',
  ],
  ['=?ISO-8859-1?Q?a?= b', 'a b'],
  ['=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=', 'ab'],
  ['=?ISO-8859-1?Q?a_b?=', 'a b'],
  // RFC 2231 §5
  ['=?US-ASCII*EN?Q?Keith_Moore?=', 'Keith Moore'],
  // a character cut in two
  ['=?UTF-8?B?4oI=?= =?utf-8?B?rA==?=', '€'],
  ['=?utf-8?q?=F0=9F=98=80?=', '😀'],
  ['=?GBK?B?sbG+qQ==?=', '北京'],
  // iconv-lite knows what TextDecoder does not
  ['=?cp437?Q?=80?=', 'Ç'],
  ['=?no-such-charset?Q?a?=', '=?no-such-charset?Q?a?='],
  ['a =?UTF-8?Q?', 'a =?UTF-8?Q?'],
])('%j', (raw, text) => expect(decodeWords(raw)).toBe(text))
