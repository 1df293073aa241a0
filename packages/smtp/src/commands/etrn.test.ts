import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { etrn } from './etrn.ts'

test('ETRN starts a queue', () => {
  const transcript = `
    C: ETRN ds.internic.net
    S: 253 14 pending messages for node ds.internic.net started`
  expect(play(etrn('ds.internic.net'), transcript).code).toBe(253)
})

test('ETRN can be declined', () => {
  expect(() => play(etrn('mail.example'), 'S: 459 Node mail.example not allowed')).toThrow('ETRN mail.example: 459')
})

test('a domain with a command in it is refused', () => {
  expect(() => etrn('x\r\nQUIT')).toThrow(ArgumentError)
})
