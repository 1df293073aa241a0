import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { command } from './command.ts'

test('2xx and 3xx are replies', () => {
  expect(play(command('NOOP'), 'C: NOOP\nS: 200 ok').code).toBe(200)
  expect(play(command('RNFR a'), 'C: RNFR a\nS: 350 ready').code).toBe(350)
})

test('4xx and 5xx are refusals', () => {
  expect(() => play(command('XYZZY'), 'S: 500 what?')).toThrow(ReplyError)
})

test('a password given this way is a secret all the same', () => {
  expect(command('pass secret').secret).toBe(true)
  expect(() => play(command('pass secret'), 'S: 530 no')).toThrow(/^PASS: 530 no$/)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => command(bad)).toThrow(ArgumentError)
})
