import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { rset } from './rset.ts'

test('RSET is answered', () => {
  const transcript = `
    C: RSET
    S: 250 2.0.0 OK`
  expect(play(rset(), transcript)).toEqual({ code: 250, enhanced: '2.0.0', lines: ['OK'], text: 'OK' })
})

test('RSET can be declined', () => {
  expect(() => play(rset(), 'S: 421 4.3.2 shutting down')).toThrow(ReplyError)
})
