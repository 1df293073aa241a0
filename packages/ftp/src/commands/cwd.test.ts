import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { cwd } from './cwd.ts'

test('CWD changes the directory', () => {
  expect(play(cwd('/pub dir'), 'C: CWD /pub dir\nS: 250 Directory changed')).toBeUndefined()
})

test('a refusal names the command, and says whether it may pass', () => {
  expect(() => play(cwd('/pub dir'), 'S: 550 No such file')).toThrow('CWD /pub dir: 550 No such file')
  const busy = (): unknown => play(cwd('/pub dir'), 'S: 450 File busy')
  expect(busy).toThrow(ReplyError)
  expect(busy).toThrow(expect.objectContaining({ code: '450', transient: true, verb: 'CWD' }))
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => cwd(bad)).toThrow(ArgumentError)
})
