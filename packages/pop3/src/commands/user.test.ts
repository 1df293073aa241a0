import { ArgumentError, AuthError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { user } from './user.ts'

test('USER names the maildrop', () => {
  const transcript = `
    C: USER frated
    S: +OK name is a valid mailbox`
  expect(play(user('frated'), transcript)).toBeUndefined()
})

test('a name that is refused is an AuthError', () => {
  const refused = (): unknown => play(user('frated'), 'S: -ERR sorry, no mailbox for frated here')
  expect(refused).toThrow(AuthError)
  expect(refused).toThrow('USER frated: -ERR sorry, no mailbox for frated here')
})

test('a name with a line end would be two commands', () => {
  expect(() => user('frated\r\nDELE 1')).toThrow(ArgumentError)
})
