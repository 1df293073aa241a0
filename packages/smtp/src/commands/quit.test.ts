import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { quit } from './quit.ts'

test('QUIT is answered by 221', () => {
  const transcript = `
    C: QUIT
    S: 221 foo.com Service closing transmission channel`
  expect(play(quit(), transcript).code).toBe(221)
})

test('a server that declines to be left is left', () => {
  expect(play(quit(), 'S: 421 4.4.2 timeout').code).toBe(421)
})
