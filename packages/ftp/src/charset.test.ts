import { ArgumentError, type Charset } from '@linewire/wire'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { charsetOf, octetNames, utf8Names } from './charset.ts'

const octetsOf = (charset: Charset, text: string): Buffer => Buffer.from(charset.encode(text) as string)

const words: [encoding: string, text: string, octets: string][] = [
  ['gbk', '中文', 'd6d0cec4'],
  ['gb18030', '中文€', 'd6d0cec4a2e3'],
  ['big5', '中文', 'a4a4a4e5'],
  ['shift_jis', '日本語', '93fa967b8cea'],
  ['euc-jp', '日本語', 'c6fccbdcb8ec'],
  ['euc-kr', '한국어', 'c7d1b1b9beee'],
  ['koi8-r', 'файл', 'c6c1cacc'],
  ['windows-1252', '€uro', '807572 6f'.replace(' ', '')],
  ['latin1', 'café', '636166e9'],
  ['utf-8', 'café', '636166c3a9'],
]

test.each(words)('names in %s: %s', async (encoding, text, hex) => {
  const charset = await charsetOf(encoding)
  expect(octetsOf(charset, text).toString('hex')).toBe(hex)
  expect(charset.decode(Buffer.from(hex, 'hex'))).toBe(text)
})

const everyOctet = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet))

describe.each(['utf8', 'gbk', 'gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-1251', 'latin1'])(
  '%s',
  (name) => {
    test('any octets come back as they were', async () => {
      const charset = await charsetOf(name)
      expect(octetsOf(charset, charset.decode(everyOctet))).toEqual(everyOctet)
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 30 }), (octets) => {
          expect(octetsOf(charset, charset.decode(Buffer.from(octets)))).toEqual(Buffer.from(octets))
        }),
        { numRuns: 300 },
      )
    })

    test('no character becomes a line end or NUL in its table', () => {
      const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code))
      const text = characters.filter((one) => !/[\0\r\n]/.test(one)).join('')
      expect(/[\0\r\n]/.test(iconv.encode(text, name).toString('latin1'))).toBe(false)
    })
  },
)

test('what a charset cannot say is refused, not replaced by a question mark', async () => {
  for (const [encoding, text] of [
    ['gbk', 'file 😀'],
    ['latin1', '€'],
    // a backslash in Shift_JIS, and another name
    ['shift_jis', '¥'],
  ] as const) {
    const charset = await charsetOf(encoding)
    expect(() => charset.encode(text)).toThrow(ArgumentError)
  }
})

test('a name in another charset, among those in UTF-8', () => {
  const name = utf8Names.decode(Buffer.from('63 61 66 e9 2f c3 a9'.replaceAll(' ', ''), 'hex'))
  expect(name).toBe('caf\udce9/é')
  expect(octetsOf(utf8Names, name).toString('hex')).toBe('636166e92fc3a9')
  // what is UTF-8 is left to the transport
  expect(utf8Names.encode('é😀')).toBe('é😀')
})

test('without a charset every octet is a character', () => {
  expect(octetNames.encode(octetNames.decode(everyOctet))).toEqual(everyOctet)
  expect(octetNames.encode('€')).toBe('€')
})

test('a charset that does not exist, or cannot carry commands, is refused', async () => {
  await expect(charsetOf('klingon')).rejects.toThrow(ArgumentError)
  await expect(charsetOf('utf16')).rejects.toThrow('commands cannot be sent in utf16')
})
