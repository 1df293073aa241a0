import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { xclient } from './xclient.ts'

test('XCLIENT says whom we speak for, and is answered by a greeting', () => {
  const transcript = `
    C: XCLIENT NAME=spike.porcupine.org ADDR=168.100.189.2 LOGIN=[UNAVAILABLE]
    S: 220 server.example.com ESMTP Postfix`
  const attributes = { NAME: 'spike.porcupine.org', ADDR: '168.100.189.2', LOGIN: null }
  expect(play(xclient(attributes), transcript).code).toBe(220)
})

test('values are written in xtext', () => {
  expect(xclient({ HELO: 'a b+c=d' }).line).toBe('XCLIENT HELO=a+20b+2Bc+3Dd')
  expect(() => xclient({ NAME: 'a\r\nQUIT' })).toThrow(ArgumentError)
  expect(() => xclient({ 'NAME=x ADDR': 'y' } as never)).toThrow(ArgumentError)
})

test('a server that does not trust us declines', () => {
  expect(() => play(xclient({ NAME: 'x' }), 'S: 550 5.7.0 not authorized')).toThrow('XCLIENT NAME=x: 550')
})
