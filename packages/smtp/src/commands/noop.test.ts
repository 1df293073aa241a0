import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { noop } from './noop.ts'

test('NOOP is answered', () => {
  const transcript = `
    C: NOOP
    S: 250 2.0.0 OK`
  expect(play(noop(), transcript)).toEqual({ code: 250, enhanced: '2.0.0', lines: ['OK'], text: 'OK' })
})

test('NOOP can be declined', () => {
  expect(() => play(noop(), 'S: 421 4.3.2 shutting down')).toThrow(ReplyError)
})
