import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { utf8 } from './utf8.ts'

test('UTF8 is switched on', () => {
  const transcript = `
    C: UTF8
    S: +OK UTF8 enabled`
  expect(play(utf8(), transcript)).toBeUndefined()
})

test('UTF8 can be declined', () => {
  expect(() => play(utf8(), 'S: -ERR UTF8 not supported')).toThrow(ReplyError)
})
