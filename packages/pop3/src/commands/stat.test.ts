import { ProtocolError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { stat } from './stat.ts'

test('STAT gives the messages and their octets', () => {
  const transcript = `
    C: STAT
    S: +OK 2 320`
  expect(play(stat(), transcript)).toEqual({ messages: 2, octets: 320 })
})

test('what follows the two numbers is the server’s own affair', () => {
  expect(play(stat(), 'S: +OK 2 320 octets in all')).toEqual({ messages: 2, octets: 320 })
})

test('sizes beyond 2^31 are read', () => {
  expect(play(stat(), 'S: +OK 1 5000000000')).toEqual({ messages: 1, octets: 5_000_000_000 })
})

test('-ERR is a ReplyError that names the command', () => {
  expect(() => play(stat(), 'S: -ERR [SYS/TEMP] try later')).toThrow(ReplyError)
  expect(() => play(stat(), 'S: -ERR [SYS/TEMP] try later')).toThrow('STAT: -ERR try later')
})

test('anything else is a ProtocolError', () => {
  expect(() => play(stat(), 'S: HTTP/1.1 400 Bad Request')).toThrow(ProtocolError)
  expect(() => play(stat(), 'S: +OK two messages')).toThrow('STAT: expected 2 numbers')
})
