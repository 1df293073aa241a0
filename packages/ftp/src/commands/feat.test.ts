import { ReplyError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { feat } from './feat.ts'

test('RFC 2389 §3.2: a feature a line, with its parameters', () => {
  const transcript = `
    C: FEAT
    S: 211-Extensions supported:
    S:  MLST size*;create;modify*;perm;media-type
    S:  SIZE
    S:  AUTH TLS
    S:  rest STREAM
    S: 211 END`
  const features = play(feat(), transcript)
  expect(features.has('SIZE')).toBe(true)
  expect(features.has('REST', 'stream')).toBe(true)
  expect(features.get('MLST')).toEqual(['size*;create;modify*;perm;media-type'])
  expect(features.size).toBe(4)
})

test('211 alone means none', () => {
  expect(play(feat(), 'S: 211 no-features').size).toBe(0)
})

test('a server that does not know it declines', () => {
  expect(() => play(feat(), 'S: 502 Command not implemented')).toThrow(ReplyError)
})

test('a second 230 to the password is none to FEAT', () => {
  const transcript = `
    S: 230 Logged in
    S: 211-Features
    S:  SIZE
    S: 211 End`
  expect(play(feat(), transcript).has('SIZE')).toBe(true)
})
