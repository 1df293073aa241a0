import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { quit } from './quit.ts'

test('QUIT ends the session', () => {
  const transcript = `
    C: QUIT
    S: 205 NNTP Service exits normally`
  expect(play(quit(), transcript)).toBeUndefined()
})

test('a refusal to let go is an error all the same', () => {
  expect(() => play(quit(), 'S: 503 not now')).toThrow(ReplyError)
})
