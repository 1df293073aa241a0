import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { dele } from './dele.ts'

test('DELE deletes a file, whatever 2xx it is answered by', () => {
  expect(play(dele('a b'), 'C: DELE a b\nS: 200 gone')).toBeUndefined()
})

test('a refusal names the command, and says whether it may pass', () => {
  expect(() => play(dele('a b'), 'S: 550 No such file')).toThrow('DELE a b: 550 No such file')
  const busy = (): unknown => play(dele('a b'), 'S: 450 File busy')
  expect(busy).toThrow(ReplyError)
  expect(busy).toThrow(expect.objectContaining({ code: '450', transient: true, verb: 'DELE' }))
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => dele(bad)).toThrow(ArgumentError)
})
