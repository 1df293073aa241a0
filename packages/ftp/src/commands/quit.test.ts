import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { quit } from './quit.ts'

test('221 is the goodbye', () => {
  expect(play(quit(), 'C: QUIT\nS: 221 Goodbye.')).toMatchObject({ code: 221, text: 'Goodbye.' })
})

test('some would rather not', () => {
  expect(() => play(quit(), 'S: 500 no')).toThrow(ReplyError)
})
