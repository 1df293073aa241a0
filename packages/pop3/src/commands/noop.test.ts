import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { noop } from './noop.ts'

test('NOOP is answered', () => {
  const transcript = `
    C: NOOP
    S: +OK`
  expect(play(noop(), transcript)).toBeUndefined()
})

test('NOOP can be declined', () => {
  expect(() => play(noop(), 'S: -ERR not now')).toThrow(ReplyError)
})
