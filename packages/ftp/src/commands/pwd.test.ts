import { ProtocolError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { pwd } from './pwd.ts'

test.each([
  ['257 "/usr/dm" is current directory', '/usr/dm'],
  ['257 "/usr/dm/foo""bar" directory', '/usr/dm/foo"bar'],
  ['257 "/a" is "x"', '/a'],
  ['257 here: "/"', '/'],
  ['257 ""', ''],
])('%s', (line, path) => {
  expect(play(pwd(), `C: PWD\nS: ${line}`)).toBe(path)
})

test('a path without quotes is none', () => {
  expect(() => play(pwd(), 'S: 257 /usr/dm')).toThrow(ProtocolError)
  expect(() => play(pwd(), 'S: 257 "/usr')).toThrow('PWD: expected a path in quotes')
})
