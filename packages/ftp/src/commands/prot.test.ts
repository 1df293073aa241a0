import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { prot } from './prot.ts'

test('RFC 4217 §9: data is private or clear', () => {
  expect(play(prot('P'), 'C: PROT P\nS: 200 Protection set to private')).toBeUndefined()
  expect(play(prot('C'), 'C: PROT C\nS: 200 Protection set to clear')).toBeUndefined()
})

test('536: not here', () => {
  expect(() => play(prot('P'), 'S: 536 not supported')).toThrow(ReplyError)
})
