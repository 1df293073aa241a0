import { expect, test } from 'vitest'
import { charsetOf, octetNames, utf8Names } from './charset.ts'
import { overTelnet, telnetOf } from './telnet.ts'

const doubled = Buffer.from('257 "/\xff\xff-\xff\xff\xff\xff"', 'latin1')
const both = telnetOf('ftp.example FTP server (Version 6.00LS) ready.')

test('the octet 255 is said twice both ways, but for two servers', () => {
  expect(both).toEqual({ commands: true, replies: true })
  expect(telnetOf('(vsFTPd 3.0.3)')).toEqual({ commands: false, replies: true })
  expect(telnetOf('ProFTPD Server ready.')).toEqual({ commands: true, replies: false })
  expect(telnetOf('ready', false)).toEqual({ commands: false, replies: true })
})

test('in replies', () => {
  expect(overTelnet(octetNames, both).decode(doubled)).toBe('257 "/ÿ-ÿÿ"')
  expect(overTelnet(octetNames, both).decode(Buffer.from([255, 65]))).toBe('ÿA')
  const plain = overTelnet(octetNames, { commands: true, replies: false })
  expect(plain.decode(doubled)).toBe('257 "/ÿÿ-ÿÿÿÿ"')
})

test('in commands', () => {
  expect(overTelnet(octetNames, both).encode('ÿ-ÿÿ')).toEqual(Buffer.from('\xff\xff-\xff\xff\xff\xff', 'latin1'))
  const plain = overTelnet(octetNames, { commands: false, replies: true })
  expect(plain.encode('ÿ')).toEqual(Buffer.from([255]))
})

test('я of Windows-1251 does not begin a command', async () => {
  const names = overTelnet(await charsetOf('windows-1251'), both)
  expect(names.encode('яю')).toEqual(Buffer.from([255, 255, 254]))
  expect(names.decode(Buffer.from([255, 255, 254]))).toBe('яю')
})

test('what has no such octet stays as it is', () => {
  expect(overTelnet(utf8Names, both).encode('ÿ中')).toBe('ÿ中')
  expect(overTelnet(octetNames, both).encode('é')).toEqual(Buffer.from([0xe9]))
})
