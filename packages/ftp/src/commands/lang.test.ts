import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { lang } from './lang.ts'

test('RFC 2640 §4.1: LANG chooses a language, or the default', () => {
  expect(play(lang('fr'), 'C: LANG fr\nS: 200 Le response sera changez au francais')).toBeUndefined()
  expect(play(lang(), 'C: LANG\nS: 200 Responses changed to english')).toBeUndefined()
  expect(() => play(lang('da'), 'S: 504 Command not implemented for that parameter')).toThrow(ReplyError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => lang(bad)).toThrow(ArgumentError)
})
