import { ArgumentError, AuthError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { pass } from './pass.ts'

test('PASS logs in', () => {
  const transcript = `
    C: PASS secret word
    S: +OK maildrop locked and ready`
  expect(play(pass('secret word'), transcript)).toBeUndefined()
})

test('a wrong password is an AuthError that does not tell it', () => {
  const refused = (): unknown => play(pass('secret'), 'S: -ERR [AUTH] invalid password')
  expect(refused).toThrow(AuthError)
  expect(refused).toThrow('PASS: -ERR invalid password')
  expect(refused).not.toThrow(/secret/)
})

test('a maildrop in use may be free later: another password would not help', () => {
  const refused = (): unknown => play(pass('secret'), 'S: -ERR [IN-USE] Do you have another POP session running?')
  expect(refused).toThrow(expect.objectContaining({ name: 'MaildropInUseError', transient: true }))
  expect(refused).not.toThrow(AuthError)
})

test('a password with a line end would be two commands', () => {
  expect(() => pass('secret\nDELE 1')).toThrow(ArgumentError)
})
