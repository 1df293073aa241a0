import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { rmd } from './rmd.ts'

test('RMD removes a directory', () => {
  expect(play(rmd('a b'), 'C: RMD a b\nS: 250 gone')).toBeUndefined()
})

test('a refusal names the command, and says whether it may pass', () => {
  expect(() => play(rmd('a b'), 'S: 550 No such file')).toThrow('RMD a b: 550 No such file')
  const busy = (): unknown => play(rmd('a b'), 'S: 450 File busy')
  expect(busy).toThrow(ReplyError)
  expect(busy).toThrow(expect.objectContaining({ code: '450', transient: true, verb: 'RMD' }))
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => rmd(bad)).toThrow(ArgumentError)
})
