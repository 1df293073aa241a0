import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { mkd } from './mkd.ts'

test('RFC 959 appendix II: the reply has the path, its quotes doubled', () => {
  const transcript = `
    C: MKD foo"bar
    S: 257 "/usr/dm/foo""bar" directory created`
  expect(play(mkd('foo"bar'), transcript)).toBe('/usr/dm/foo"bar')
})

test('or it has not', () => {
  expect(play(mkd('a'), 'S: 250 done')).toBe('a')
})

test('what is there already is declined', () => {
  expect(() => play(mkd('a'), 'S: 521 "/a" exists')).toThrow(ReplyError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => mkd(bad)).toThrow(ArgumentError)
})
