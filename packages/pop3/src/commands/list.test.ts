import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { list, listOne } from './list.ts'

test('LIST gives the size of every message', () => {
  const transcript = `
    C: LIST
    S: +OK 2 messages (320 octets)
    S: 1 120
    S: 2 200
    S: .`
  expect(play(list(), transcript)).toEqual([
    { number: 1, octets: 120 },
    { number: 2, octets: 200 },
  ])
})

test('a deleted message leaves a gap', () => {
  expect(play(list(), 'S: +OK\nS: 1 120\nS: 3 200\nS: .').map((listed) => listed.number)).toEqual([1, 3])
})

test('a message beyond 2^31 octets is as large as that, also where the server counts in 32 bits', () => {
  expect(play(listOne(1), 'S: +OK 1 5000000000').octets).toBe(5_000_000_000)
  expect(play(list(), 'S: +OK\nS: 1 3000000000\nS: 2 -1294967296\nS: .').map(({ octets }) => octets)).toEqual([
    3_000_000_000, 3_000_000_000,
  ])
})

test('an empty maildrop ends right behind the status line', () => {
  expect(play(list(), 'S: +OK 0 messages:\nS: .')).toEqual([])
})

test('blanks before, between and behind the numbers, and what a server adds to them, are passed over', () => {
  const lines = ['  1 120', '2   200', '3 300 ', '4 400 extra', '5 4294967297']
  expect(play(list(), ['S: +OK', ...lines.map((line) => `S: ${line}`), 'S: .'].join('\n'))).toEqual(
    [120, 200, 300, 400, 4294967297].map((octets, index) => ({ number: index + 1, octets })),
  )
})

test('a line that has no two numbers is a ProtocolError that quotes it', () => {
  for (const line of ['x', '1', '1 x', '1 9007199254740993', '99999999999999999999 1', '']) {
    expect(() => play(list(), `S: +OK\nS: 1 1\nS: ${line}\nS: .`)).toThrow(`LIST: expected 2 numbers, got "${line}"`)
  }
})

test('LIST of one message is one line', () => {
  const transcript = `
    C: LIST 2
    S: +OK 2 200`
  expect(play(listOne(2), transcript)).toEqual({ number: 2, octets: 200 })
})

test('a message that is not there is declined', () => {
  expect(() => play(listOne(3), 'S: -ERR no such message, only 2 messages in maildrop')).toThrow(
    'LIST 3: -ERR no such message, only 2 messages in maildrop',
  )
})

test('what is no message number is refused before anything is sent', () => {
  expect(() => listOne(0)).toThrow(ArgumentError)
  expect(() => listOne(1.5)).toThrow('the message number must be a whole number')
})
