import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { capa } from './capa.ts'

const transcript = `
    C: CAPA
    S: +OK Capability list follows
    S: TOP
    S: USER
    S: SASL CRAM-MD5 KERBEROS_V4
    S: RESP-CODES
    S: LOGIN-DELAY 900
    S: PIPELINING
    S: EXPIRE 60
    S: UIDL
    S: IMPLEMENTATION Shlemazle-Plotz-v302
    S: .`

test('CAPA lists names, some with parameters', () => {
  const capabilities = play(capa(), transcript)
  expect(capabilities.has('PIPELINING')).toBe(true)
  expect(capabilities.get('SASL')).toEqual(['CRAM-MD5', 'KERBEROS_V4'])
  expect(capabilities.has('sasl', 'cram-md5')).toBe(true)
  expect(capabilities.has('STLS')).toBe(false)
  expect(capabilities.get('STLS')).toEqual([])
})

test('a server without CAPA declines', () => {
  expect(() => play(capa(), 'S: -ERR unknown command')).toThrow('CAPA: -ERR unknown command')
})
