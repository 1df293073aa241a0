import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { capabilities } from './capabilities.ts'

const transcript = `
    C: CAPABILITIES
    S: 101 Capability list:
    S: VERSION 2
    S: READER
    S: LIST ACTIVE NEWSGROUPS
    S: SASL CRAM-MD5 GSSAPI
    S: .`

test('CAPABILITIES lists names, some with parameters', () => {
  const found = play(capabilities(), transcript)
  expect(found.has('READER')).toBe(true)
  expect(found.get('LIST')).toEqual(['ACTIVE', 'NEWSGROUPS'])
  expect(found.has('sasl', 'cram-md5')).toBe(true)
  expect(found.has('POST')).toBe(false)
})

test('a server without CAPABILITIES declines', () => {
  expect(() => play(capabilities(), 'S: 500 What?')).toThrow('CAPABILITIES: 500 What?')
})
