import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { syst } from './syst.ts'

test('SYST names the system', () => {
  expect(play(syst(), 'C: SYST\nS: 215 UNIX Type: L8')).toBe('UNIX Type: L8')
})

test('or not', () => {
  expect(() => play(syst(), 'S: 502 not here')).toThrow(ReplyError)
})
