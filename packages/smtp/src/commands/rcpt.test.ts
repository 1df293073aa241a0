import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { rcpt } from './rcpt.ts'

test('RCPT names a recipient', () => {
  const transcript = `
    C: RCPT TO:<Jones@foo.com>
    S: 250 OK`
  expect(play(rcpt('Jones@foo.com'), transcript).code).toBe(250)
})

test('251 is an acceptance, too', () => {
  expect(play(rcpt('Jones@foo.com'), 'S: 251 User not local; will forward').code).toBe(251)
})

test('parameters say who hears of it', () => {
  const transcript = `
    C: RCPT TO:<Bob@example.com> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Bob@example.com
    S: 250 ok`
  const command = rcpt('Bob@example.com', { notify: ['SUCCESS', 'DELAY'], orcpt: 'Bob@example.com' })
  expect(play(command, transcript).code).toBe(250)
})

test('a domain stays as it is when MAIL said SMTPUTF8', () => {
  expect(rcpt('jürgen@bücher.example', { utf8: true }).line).toBe('RCPT TO:<jürgen@bücher.example>')
})

test('nobody there', () => {
  expect(() => play(rcpt('Green@foo.com'), 'S: 550 5.1.1 No such user here')).toThrow(
    'RCPT TO:<Green@foo.com>: 550 5.1.1 No such user here',
  )
})

test('an address that is more than one is refused', () => {
  for (const address of ['', 'a@b>\r\nDATA', 'a@b NOTIFY=NEVER']) expect(() => rcpt(address)).toThrow(ArgumentError)
})
