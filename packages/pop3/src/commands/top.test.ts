import { asBuffer, decode } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { top } from './top.ts'

test('TOP gives the header and so many lines', () => {
  const transcript = `
    C: TOP 1 1
    S: +OK
    S: Subject: x
    S:
    S: first
    S: .`
  expect(decode(asBuffer(play(top(1, 1), transcript)))).toBe('Subject: x\r\n\r\nfirst\r\n')
})

test('no lines at all is a fair wish, minus one is not', () => {
  expect(top(1, 0).line).toBe('TOP 1 0')
  expect(() => top(1, -1)).toThrow('the number of lines')
})

test('a server without TOP declines', () => {
  expect(() => play(top(3, 0), 'S: -ERR no such message')).toThrow('TOP 3 0: -ERR')
})
