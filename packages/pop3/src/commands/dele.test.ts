import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { dele } from './dele.ts'

test('DELE marks a message as deleted', () => {
  const transcript = `
    C: DELE 1
    S: +OK message 1 deleted`
  expect(play(dele(1), transcript)).toBeUndefined()
})

test('DELE 1 can be declined', () => {
  expect(() => play(dele(1), 'S: -ERR message 1 already deleted')).toThrow(ReplyError)
})
