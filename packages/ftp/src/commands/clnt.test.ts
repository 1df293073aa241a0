import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { clnt } from './clnt.ts'

test('CLNT says who we are', () => {
  expect(play(clnt('linewire 1.0'), 'C: CLNT linewire 1.0\nS: 200 OK')).toBeUndefined()
  expect(() => play(clnt('linewire'), 'S: 500 Unknown command')).toThrow(ReplyError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => clnt(bad)).toThrow(ArgumentError)
})
