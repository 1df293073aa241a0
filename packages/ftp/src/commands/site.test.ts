import { ArgumentError, Capabilities, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { chmod, site } from './site.ts'

const none = new Capabilities()

test('SITE gives the reply', () => {
  expect(play(site('HELP'), 'C: SITE HELP\nS: 214 CHMOD UMASK HELP')).toMatchObject({ code: 214 })
})

test('permission bits are written in octal', () => {
  expect(play(chmod('a b', 0o64, none), 'C: SITE CHMOD 064 a b\nS: 200 ok')).toBeUndefined()
  expect(play(chmod('a', 0o104_755, none), 'C: SITE CHMOD 4755 a\nS: 200 ok')).toBeUndefined()
})

test('a path that begins with a blank, or like an option, is a path', () => {
  expect(chmod(' a', 0o600, none).line).toBe('SITE CHMOD 600 ./ a')
  expect(chmod('-R', 0o600, none).line).toBe('SITE CHMOD 600 ./-R')
})

test('a server without it declines', () => {
  expect(() => play(chmod('a', 0o644, none), 'S: 504 unknown SITE command')).toThrow(ReplyError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => site(bad)).toThrow(ArgumentError)
})

test('line ends in a path are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => chmod(bad, 0o644, none)).toThrow(ArgumentError)
})

test('MFF, whose path is one word, where the server changes modes by it', () => {
  const both = new Capabilities([['MFF', ['modify;UNIX.group;UNIX.mode;']]])
  expect(play(chmod('a ', 0o640, both), 'C: MFF UNIX.mode=0640; a \nS: 213 UNIX.mode=0640; a ')).toBeUndefined()
  const times = new Capabilities([['MFF', ['modify;create;']]])
  expect(chmod('a', 0o640, times).line).toBe('SITE CHMOD 640 a')
})
