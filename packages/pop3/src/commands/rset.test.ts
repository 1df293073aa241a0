import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { rset } from './rset.ts'

test('RSET takes the marks off', () => {
  const transcript = `
    C: RSET
    S: +OK maildrop has 2 messages (320 octets)`
  expect(play(rset(), transcript)).toBeUndefined()
})

test('RSET can be declined', () => {
  expect(() => play(rset(), 'S: -ERR not now')).toThrow(ReplyError)
})
