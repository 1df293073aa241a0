import { Capabilities } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { capa } from './commands/capa.ts'
import { policyOf } from './policy.ts'

const policy = (...lines: string[]) =>
  policyOf(play(capa(), ['+OK', ...lines, '.'].map((line) => `S: ${line}`).join('\n')))

test('EXPIRE is days, for ever, or none beyond the session; RFC 2449 §6.7', () => {
  expect(policy('EXPIRE 60').expire).toEqual({ days: 60, perUser: false })
  expect(policy('EXPIRE NEVER').expire).toEqual({ days: Number.POSITIVE_INFINITY, perUser: false })
  expect(policy('EXPIRE 0').expire).toEqual({ days: 0, perUser: false })
})

test('what differs from one user to another says so before the login', () => {
  expect(policy('EXPIRE 60 USER', 'LOGIN-DELAY 120 USER')).toEqual({
    expire: { days: 60, perUser: true },
    loginDelay: { seconds: 120, perUser: true },
  })
  expect(policy('expire never user').expire).toEqual({ days: Number.POSITIVE_INFINITY, perUser: true })
})

test('IMPLEMENTATION may have several words; RFC 5034 §6', () => {
  expect(policy('IMPLEMENTATION BlurdyBlurp POP3 server')).toEqual({ implementation: 'BlurdyBlurp POP3 server' })
})

test('Gmail, Cyrus and Dovecot', () => {
  expect(policy('USER', 'RESP-CODES', 'EXPIRE 0', 'LOGIN-DELAY 300', 'TOP', 'UIDL', 'X-GOOGLE-RICO')).toEqual({
    expire: { days: 0, perUser: false },
    loginDelay: { seconds: 300, perUser: false },
  })
  expect(policy('SASL PLAIN', 'EXPIRE NEVER', 'LOGIN-DELAY 60', 'IMPLEMENTATION Cyrus POP3 server v2.4.17')).toEqual({
    expire: { days: Number.POSITIVE_INFINITY, perUser: false },
    loginDelay: { seconds: 60, perUser: false },
    implementation: 'Cyrus POP3 server v2.4.17',
  })
  expect(policy('CAPA', 'TOP', 'UIDL', 'RESP-CODES', 'PIPELINING', 'AUTH-RESP-CODE')).toEqual({})
})

test('what cannot be understood was not said', () => {
  expect(policy('EXPIRE', 'LOGIN-DELAY NEVER', 'IMPLEMENTATION')).toEqual({})
  expect(policy('EXPIRE soon', 'LOGIN-DELAY -1')).toEqual({})
  expect(policyOf(new Capabilities())).toEqual({})
})
