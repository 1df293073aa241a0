import { ArgumentError, ProtocolError, ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { avbl } from './avbl.ts'

test('draft-peterson §4: the octets that are left, here or there', () => {
  expect(play(avbl(), 'C: AVBL\nS: 213 3000000000000')).toBe(3_000_000_000_000)
  expect(play(avbl('/home dir'), 'C: AVBL /home dir\nS: 213 500 bytes available')).toBe(500)
})

test('a refusal, and what is no number', () => {
  expect(() => play(avbl('x'), 'S: 550 No such directory')).toThrow(ReplyError)
  expect(() => play(avbl(), 'S: 213 much')).toThrow(ProtocolError)
})

test('line ends are refused before anything is sent', () => {
  for (const bad of ['a\rb', 'a\nb', 'a\0b']) expect(() => avbl(bad)).toThrow(ArgumentError)
})
