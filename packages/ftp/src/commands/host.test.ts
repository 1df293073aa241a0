import { ArgumentError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { host } from './host.ts'

test('RFC 7151 §3.1: HOST chooses a virtual host', () => {
  const transcript = `
    C: HOST ftp.example.com
    S: 220 Host accepted`
  expect(play(host('ftp.example.com'), transcript)).toBeUndefined()
  expect(() => play(host('foo.example.com'), 'S: 504 foo.example.com unknown')).toThrow(ReplyError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => host(bad)).toThrow(ArgumentError)
})
