import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { pbsz } from './pbsz.ts'

test('RFC 4217 §8: the size is agreed', () => {
  expect(play(pbsz(), 'C: PBSZ 0\nS: 200 PBSZ=0')).toBeUndefined()
})

test('without TLS it is declined', () => {
  expect(() => play(pbsz(), 'S: 503 PBSZ needs a secured connection')).toThrow(ReplyError)
})
