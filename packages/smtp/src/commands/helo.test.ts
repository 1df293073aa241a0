import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { helo } from './helo.ts'

test('HELO is answered by the server’s name', () => {
  const transcript = `
    C: HELO bar.com
    S: 250 foo.com`
  expect(play(helo('bar.com'), transcript).text).toBe('foo.com')
})

test('HELO can be declined', () => {
  expect(() => play(helo('bar.com'), 'S: 550 go away')).toThrow('HELO bar.com: 550 go away')
})
