import { expect, test } from 'vitest'
import { dotLines, dotStuffed, octetsOf } from './dot-stuffed.ts'

const stuffed = (text: string): string => dotStuffed(Buffer.from(text)).toString()

test('a dot at the start of a line is doubled, any other is not', () => {
  expect(stuffed('a\r\n.b\r\nc.d\r\n')).toBe('a\r\n..b\r\nc.d\r\n.\r\n')
  expect(stuffed('.a\r\n.\r\n..\r\n')).toBe('..a\r\n..\r\n...\r\n.\r\n')
  expect(stuffed('.\r\n.\r\n.\r\n')).toBe('..\r\n..\r\n..\r\n.\r\n')
  expect(stuffed('a\n.b\r\n')).toBe('a\n.b\r\n.\r\n')
})

test('an empty block is a lone dot; a last line without an end gets one', () => {
  expect(stuffed('')).toBe('.\r\n')
  expect(stuffed('a')).toBe('a\r\n.\r\n')
  expect(stuffed('.')).toBe('..\r\n.\r\n')
  expect(dotLines(['.', 'a']).toString()).toBe('..\r\na\r\n.\r\n')
})

test('text travels with CR LF, octets as they are', () => {
  expect(octetsOf('a\nb\r\nc').toString()).toBe('a\r\nb\r\nc\r\n')
  expect(octetsOf(Buffer.from('a\nb')).toString()).toBe('a\nb')
})
