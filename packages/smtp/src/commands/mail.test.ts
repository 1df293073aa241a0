import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { mail } from './mail.ts'

test('MAIL names the sender', () => {
  const transcript = `
    C: MAIL FROM:<Smith@bar.com>
    S: 250 OK`
  expect(play(mail('Smith@bar.com'), transcript).code).toBe(250)
})

test('nobody sends a report', () => {
  expect(play(mail(null), 'C: MAIL FROM:<>\nS: 250 2.1.0 OK').enhanced).toBe('2.1.0')
})

test('parameters stand behind the path', () => {
  const transcript = `
    C: MAIL FROM:<Alice@example.org> SIZE=1000 BODY=8BITMIME RET=HDRS ENVID=QQ314159
    S: 250 sender ok`
  const command = mail('Alice@example.org', { ret: 'HDRS', envid: 'QQ314159', size: 1000, body: '8BITMIME' })
  expect(play(command, transcript).text).toBe('sender ok')
})

test('a refusal names the whole command', () => {
  expect(() => play(mail('a@b'), 'S: 553 5.1.8 unknown domain')).toThrow('MAIL FROM:<a@b>: 553 5.1.8 unknown domain')
})

test('an address that is more than one is refused', () => {
  expect(() => mail('a@b> SIZE=1')).toThrow(ArgumentError)
  expect(() => mail('a@b', { envid: 'x\r\nQUIT' })).toThrow(ArgumentError)
})
