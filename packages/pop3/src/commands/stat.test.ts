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

test('a server that counts octets in 32 bits says less than nothing beyond 2 GB', () => {
  expect(play(stat(), 'S: +OK 20437 -2147483648').octets).toBe(2_147_483_648)
  expect(play(stat(), 'S: +OK 20437 -1').octets).toBe(4_294_967_295)
  expect(() => play(stat(), 'S: +OK 20437 -2147483649')).toThrow(ProtocolError)
})

test.each(['2', '2 ', '2 0x10', '2 1e3', '-2 320', '2 3.5', '2 320octets', 'x 320'])(
  '"+OK %s" is no answer',
  (said) => {
    expect(() => play(stat(), `S: +OK ${said}`)).toThrow('STAT: expected 2 numbers')
  },
)

test('-ERR is a ReplyError that names the command', () => {
  expect(() => play(stat(), 'S: -ERR [SYS/TEMP] try later')).toThrow(ReplyError)
  expect(() => play(stat(), 'S: -ERR [SYS/TEMP] try later')).toThrow('STAT: -ERR try later')
})

test('anything else is a ProtocolError', () => {
  expect(() => play(stat(), 'S: HTTP/1.1 400 Bad Request')).toThrow(ProtocolError)
  expect(() => play(stat(), 'S: +OK two messages')).toThrow('STAT: expected 2 numbers')
})
