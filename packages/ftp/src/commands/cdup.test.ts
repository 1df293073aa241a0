import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { cdup } from './cdup.ts'

test('CDUP is 200 by RFC 959 §5.4, and 250 to most', () => {
  expect(play(cdup(), 'C: CDUP\nS: 200 Directory changed')).toBeUndefined()
  expect(play(cdup(), 'C: CDUP\nS: 250 CDUP command successful')).toBeUndefined()
  expect(() => play(cdup(), 'S: 550 not above the root')).toThrow(ReplyError)
})
