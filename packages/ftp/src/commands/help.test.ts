import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { help } from './help.ts'

test('HELP has as many lines as the server likes', () => {
  expect(play(help(), 'C: HELP\nS: 214-The commands are\nS:  USER PASS\nS: 214 End')).toBe(
    'The commands are\n USER PASS\nEnd',
  )
})

test('HELP of one command', () => {
  expect(play(help('RETR'), 'C: HELP RETR\nS: 214 RETR <sp> pathname')).toBe('RETR <sp> pathname')
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => help(bad)).toThrow(ArgumentError)
})
