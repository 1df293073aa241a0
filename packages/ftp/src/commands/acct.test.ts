import { ArgumentError, AuthError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { acct } from './acct.ts'

test.each([
  [230, 'done'],
  [202, 'done'],
  [331, 'password'],
  [332, 'account'],
])('ACCT, %i: %s', (code, step) => {
  expect(play(acct('secret'), `C: ACCT secret\nS: ${code} text`)).toBe(step)
})

test('a refusal is an AuthError', () => {
  const refused = (): unknown => play(acct('secret'), 'S: 530 Not logged in')
  expect(refused).toThrow(AuthError)
  expect(refused).toThrow(/^ACCT: 530 Not logged in$/)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => acct(bad)).toThrow(ArgumentError)
})
