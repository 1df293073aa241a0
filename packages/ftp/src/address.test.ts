import { expect, test } from 'vitest'
import { extendedAddress, extendedPort, hostPort, passivePlace, placeIn, plainAddress } from './address.ts'

test.each([
  ['Entering Passive Mode (127,0,0,1,200,10)', '127.0.0.1', 51_210],
  ['Entering Passive Mode 127,0,0,1,0,21', '127.0.0.1', 21],
  ['=10,0,0,1,255,255', '10.0.0.1', 65_535],
  // vsftpd on IPv6
  ['Entering Passive Mode (0,0,0,0,156,65)', undefined, 40_001],
  ['Entering Passive Mode (999,0,0,1,156,65)', undefined, 40_001],
  ['Entering Passive Mode (127,0,0,1,256,10)'],
  ['Entering Passive Mode (127,0,0,1,0,0)'],
  ['Entering Passive Mode (127,0,0,1,-1,21)'],
  ['Entering Passive Mode'],
])('227 %s: %s %s', (text, host?: string, port?: number) => {
  expect(passivePlace(text)).toEqual(port && { host, port })
})

test('EPSV may be answered by 227, and PASV by 229', () => {
  const port = (code: number, text: string): number | undefined => placeIn({ code, text, lines: [text] })?.port
  expect(port(227, 'Entering Passive Mode (127,0,0,1,200,10)')).toBe(51_210)
  expect(port(229, 'Entering Extended Passive Mode (|||6446|)')).toBe(6446)
  expect(port(229, 'Entering Passive Mode (127,0,0,1,200,10)')).toBeUndefined()
  expect(port(200, 'PASV ok (127,0,0,1,200,10)')).toBe(51_210)
})

test.each([
  ['Entering Extended Passive Mode (|||6446|)', 6446],
  ['Entering Extended Passive Mode (!!!6446!)', 6446],
  ['|||1|', 1],
  ['Entering Extended Passive Mode (|||65536|)', undefined],
  ['Entering Extended Passive Mode (|||0|)', undefined],
  ['Entering Extended Passive Mode (|1|1.2.3.4|6446|)', undefined],
])('229 %s: %s', (text, port) => {
  expect(extendedPort(text)).toBe(port)
})

test('RFC 2428 §2 and 959 §4.1.2: our own address, both ways', () => {
  expect(extendedAddress('132.235.1.2', 6275)).toBe('|1|132.235.1.2|6275|')
  expect(extendedAddress('1080::8:800:200C:417A', 5282)).toBe('|2|1080::8:800:200C:417A|5282|')
  expect(hostPort('132.235.1.2', 6275)).toBe('132,235,1,2,24,131')
})

test('an address of IPv4 is one in whatever form', () => {
  expect(plainAddress('::ffff:127.0.0.1')).toBe('127.0.0.1')
  expect(plainAddress('::1')).toBe('::1')
})
