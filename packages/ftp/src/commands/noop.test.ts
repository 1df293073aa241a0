import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { noop } from './noop.ts'

test('NOOP does nothing', () => {
  expect(play(noop(), 'C: NOOP\nS: 200 NOOP ok')).toBeUndefined()
})

test('a refusal names the command, and says whether it may pass', () => {
  expect(() => play(noop(), 'S: 550 No such file')).toThrow('NOOP: 550 No such file')
  const busy = (): unknown => play(noop(), 'S: 450 File busy')
  expect(busy).toThrow(ReplyError)
  expect(busy).toThrow(expect.objectContaining({ code: '450', transient: true, verb: 'NOOP' }))
})
