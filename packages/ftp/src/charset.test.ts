import { ArgumentError, utf8 } from '@linewire/wire'
import { expect, test } from 'vitest'
import { charsetOf, octetNames } from './charset.ts'

test('every octet of a name comes back as it was', () => {
  const octets = Buffer.from(Array.from({ length: 256 }, (_, octet) => octet))
  expect(octetNames.encode(octetNames.decode(octets))).toEqual(octets)
})

test('what has no place in Latin-1 goes out as UTF-8', () => {
  expect(octetNames.encode('€')).toBe('€')
})

test('the charset that is asked for', async () => {
  expect(await charsetOf('UTF-8')).toBe(utf8)
  expect(await charsetOf('latin1')).toBe(octetNames)
  const gbk = await charsetOf('gbk')
  expect(gbk.encode('中文')).toEqual(Buffer.from([0xd6, 0xd0, 0xce, 0xc4]))
  expect(gbk.decode(Buffer.from([0xd6, 0xd0, 0xce, 0xc4]))).toBe('中文')
})

test('one that does not exist, or cannot carry commands, is refused', async () => {
  await expect(charsetOf('klingon')).rejects.toThrow(ArgumentError)
  await expect(charsetOf('utf16')).rejects.toThrow('commands cannot be sent in utf16')
})
