import { ArgumentError, AuthError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { user } from './user.ts'

test.each([
  [230, 'done'],
  [202, 'done'],
  [331, 'password'],
  [332, 'account'],
])('USER, %i: %s', (code, step) => {
  expect(play(user('Waldo'), `C: USER Waldo\nS: ${code} text`)).toBe(step)
})

test('a refusal is an AuthError', () => {
  const refused = (): unknown => play(user('Waldo'), 'S: 530 Not logged in')
  expect(refused).toThrow(AuthError)
  expect(refused).toThrow(/^USER Waldo: 530 Not logged in$/)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => user(bad)).toThrow(ArgumentError)
})
