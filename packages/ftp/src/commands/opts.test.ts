import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { opts } from './opts.ts'

test('RFC 2389 §4: an option is set', () => {
  expect(play(opts('UTF8 ON'), 'C: OPTS UTF8 ON\nS: 200 Always in UTF8 mode')).toBeUndefined()
})

test('or not', () => {
  expect(() => play(opts('MLST size;'), 'S: 501 Syntax error')).toThrow(ReplyError)
})
