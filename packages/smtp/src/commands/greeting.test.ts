import { ProtocolError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { greeting } from './greeting.ts'

test('the greeting is a reply of one line or several', () => {
  expect(play(greeting(1000), 'S: 220 foo.com Simple Mail Transfer Service Ready').code).toBe(220)
  expect(play(greeting(1000), 'S: 220-first\nS: 220-second\nS: 220 third').lines).toEqual(['first', 'second', 'third'])
})

test('a server that takes no mail says so', () => {
  expect(() => play(greeting(1000), 'S: 554 No SMTP service here')).toThrow('greeting: 554 No SMTP service here')
  expect(() => play(greeting(1000), 'S: 421 4.7.0 too many connections')).toThrow(
    expect.objectContaining({ transient: true }),
  )
})

test('what is no reply is no SMTP server', () => {
  expect(() => play(greeting(1000), 'S: SSH-2.0-OpenSSH_9.2')).toThrow(ProtocolError)
})
