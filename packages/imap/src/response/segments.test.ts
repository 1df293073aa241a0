import { describe, expect, test } from 'vitest'
import { literalAtEnd, literalMarker } from './segments.ts'

const at = (line: string) => literalAtEnd(Buffer.from(line))

describe('a line of data ends in a literal', () => {
  test.each([
    ['* 1 FETCH (BODY[] {342}', { size: 342, binary: false, nonSync: false, start: 18 }],
    ['* 1 FETCH (BINARY[1] ~{0}', { size: 0, binary: true, nonSync: false, start: 21 }],
    ['* LIST () "/" {3+}', { size: 3, binary: false, nonSync: true, start: 14 }],
    ['* LIST () "/" {012}', { size: 12, binary: false, nonSync: false, start: 14 }],
    // MailKit
    ['* LIST () "/" {4096+   }', { size: 4096, binary: false, nonSync: true, start: 14 }],
    // old GreenMail (MailKit#187)
    ['* 1 FETCH (BODY[HEADER]{4169}', { size: 4169, binary: false, nonSync: false, start: 23 }],
    ['\0\0* LIST () "/" {3}', { size: 3, binary: false, nonSync: false, start: 16 }],
  ])('%j', (line, marker) => expect(at(line)).toEqual(marker))

  test('a size that no number can hold is Infinity, for the limit to refuse', () => {
    expect(at('* 1 FETCH (BODY[] {99999999999999999999}')?.size).toBe(Infinity)
    expect(at(`* X {${'9'.repeat(400)}}`)).toBeUndefined()
  })

  test('also behind a literal, whatever that line begins with', () => {
    expect(literalMarker(Buffer.from(' OK text {9}'))?.size).toBe(9)
    expect(literalMarker(Buffer.from('{0}'))).toEqual({ size: 0, binary: false, nonSync: false, start: 0 })
    expect(literalMarker(Buffer.from(')'))).toBeUndefined()
  })
})

// imapflow and net-imap take these for literals, and the responses behind them are swallowed
describe('free text ends in free text', () => {
  test.each([
    '* OK text {9}',
    '* ok [ALERT] text {9}',
    '* NO text {9999}',
    '* BAD {1}',
    '* BYE bye {1}',
    '* PREAUTH hello {1}',
    'A1 OK done {3}',
    'A1 NO [TRYCREATE] {3}',
    '+ text {3}',
    '+{3}',
    '[COPYUID 55 31 6] {3}',
    '* [COPYUID 55 31 6] {3}',
    'Server Unavailable. {15}',
  ])('%j', (line) => expect(at(line)).toBeUndefined())
})

test.each([
  '',
  '}',
  '{}',
  '{+}',
  '* LIST () "/" "{3}"',
  '* LIST () "/" {3} ',
  '* LIST () "/" {x}',
  '* X {-1}',
  '* X {3-}',
  '* X 3}',
])('%j ends in no literal', (line) => {
  expect(at(line)).toBeUndefined()
  expect(literalMarker(Buffer.from(line))).toBeUndefined()
})

test('only the last octets are looked at', () => {
  const line = Buffer.concat([Buffer.alloc(10_000_000, '{'), Buffer.from('3}')])
  expect(literalMarker(line)?.start).toBe(9_999_999)
})
