import { ArgumentError, AuthError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { pass } from './pass.ts'

test.each([
  [230, 'done'],
  [202, 'done'],
  [331, 'password'],
  [332, 'account'],
])('PASS, %i: %s', (code, step) => {
  expect(play(pass('secret'), `C: PASS secret\nS: ${code} text`)).toBe(step)
})

test('a refusal is an AuthError', () => {
  const refused = (): unknown => play(pass('secret'), 'S: 530 Not logged in')
  expect(refused).toThrow(AuthError)
  expect(refused).toThrow(/^PASS: 530 Not logged in$/)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => pass(bad)).toThrow(ArgumentError)
})
