import { ArgumentError, AuthError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { authinfoUser } from './authinfo-user.ts'

test('AUTHINFO USER asks for the password, as a rule', () => {
  const transcript = `
    C: AUTHINFO USER fred
    S: 381 Enter passphrase`
  expect(play(authinfoUser('fred'), transcript)).toEqual({ passwordWanted: true })
  expect(play(authinfoUser('fred'), 'S: 281 No passphrase needed')).toEqual({ passwordWanted: false })
})

test('a refusal is an AuthError, whatever its code', () => {
  for (const reply of [
    '481 no',
    '482 Too many connections for your user',
    '483 TLS first',
    '502 already',
    '501 what',
  ]) {
    expect(() => play(authinfoUser('fred'), `S: ${reply}`)).toThrow(AuthError)
    expect(() => play(authinfoUser('fred'), `S: ${reply}`)).toThrow(`AUTHINFO: ${reply}`)
  }
})

test('a name with a line end would be two commands', () => {
  expect(() => authinfoUser('fred\r\nPOST')).toThrow(ArgumentError)
})
