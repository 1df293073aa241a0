import { ArgumentError, AuthError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { authinfoPass } from './authinfo-pass.ts'

test('AUTHINFO PASS logs in', () => {
  const transcript = `
    C: AUTHINFO PASS flintstone
    S: 281 Authentication accepted`
  expect(play(authinfoPass('flintstone'), transcript)).toBeUndefined()
})

test('a refusal is an AuthError without the password', () => {
  const refused = (): unknown => play(authinfoPass('flintstone'), 'S: 481 Authentication failed')
  expect(refused).toThrow(AuthError)
  expect(refused).toThrow('AUTHINFO: 481 Authentication failed')
})

test('a password may have blanks, but no line end', () => {
  expect(authinfoPass('yabba dabba').line).toBe('AUTHINFO PASS yabba dabba')
  expect(() => authinfoPass('yabba\ndabba')).toThrow(ArgumentError)
})
