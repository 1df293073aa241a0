import { AuthError } from '@linewire/wire'
import { plain, type SaslMechanism } from '@linewire/wire/sasl'
import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { State } from '../state.ts'
import { authenticate } from './authenticate.ts'

const mechanism = (): SaslMechanism => plain({ user: 'tim', password: 'tanstaaftanstaaf' })
const initial = Buffer.from('\0tim\0tanstaaftanstaaf')
const base64 = 'AHRpbQB0YW5zdGFhZnRhbnN0YWFm'

test('with SASL-IR the initial response goes with the command', async () => {
  const transcript = `
    C: A1 AUTHENTICATE PLAIN ${base64}
    S: A1 OK Success (tls protection)`
  expect(await converse(authenticate(mechanism(), initial, true), transcript)).toBeUndefined()
})

test('without it the server asks first', async () => {
  const transcript = `
    C: A1 AUTHENTICATE PLAIN
    S: + 
    C: ${base64}
    S: A1 OK Success`
  await converse(authenticate(mechanism(), initial, false), transcript)
})

test('a "+" alone asks as well', async () => {
  const transcript = `
    C: A1 AUTHENTICATE PLAIN
    S: +
    C: ${base64}
    S: A1 OK Success`
  await converse(authenticate(mechanism(), initial, false), transcript)
})

test('untagged data within the exchange is no challenge', async () => {
  const transcript = `
    C: A1 AUTHENTICATE PLAIN ${base64}
    S: * CAPABILITY IMAP4rev1 IDLE
    S: A1 OK Success`
  const state = new State()
  await converse(authenticate(mechanism(), initial, true), transcript, { state })
  expect(state.capabilities.has('IDLE')).toBe(true)
})

test('NO is an AuthError', async () => {
  const failure = converse(authenticate(mechanism(), initial, true), 'S: A1 NO [AUTHENTICATIONFAILED] no')
  await expect(failure).rejects.toBeInstanceOf(AuthError)
})

test('a challenge that is not base64 is a ProtocolError', async () => {
  const failure = converse(authenticate(mechanism(), initial, false), 'S: + what? now?')
  await expect(failure).rejects.toThrow('AUTHENTICATE: expected a challenge in base64, got "what? now?"')
})
