import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { greeting } from './greeting.ts'

test('the greeting is the text behind +OK', () => {
  expect(play(greeting(1000), 'S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>')).toEqual({
    code: '+OK',
    text: 'POP3 server ready <1896.697170952@dbc.mtview.ca.us>',
  })
})

test('a server that is full says so at once', () => {
  expect(() => play(greeting(1000), 'S: -ERR [SYS/TEMP] too many connections')).toThrow(
    'greeting: -ERR too many connections',
  )
})
