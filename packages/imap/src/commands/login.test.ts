import { AuthError } from '@linewire/wire'
import { expect, test } from 'vitest'
import { converse } from '../../test/converse.ts'
import { asAuthError, login } from './login.ts'

test('LOGIN sends name and password, quoted where they must be', async () => {
  const transcript = `
    C: A1 LOGIN SMITH "SES\\"AME"
    S: A1 OK LOGIN completed`
  expect(await converse(login('SMITH', 'SES"AME'), transcript)).toBeUndefined()
})

test('what is not ASCII is a literal, and waits for the server', async () => {
  const transcript = `
    C: A1 LOGIN carol {6}
    S: + go ahead
    C: pässw
    S: A1 OK LOGIN completed`
  await converse(login('carol', 'pässw'), transcript)
})

test('the same literal goes at once where LITERAL+ is known', async () => {
  const transcript = `
    C: A1 LOGIN carol {6+}
    C: pässw
    S: A1 OK LOGIN completed`
  await converse(login('carol', 'pässw'), transcript, { capabilities: 'LITERAL+' })
})

test('a refusal is an AuthError that does not tell the password', async () => {
  const failure = await asAuthError(converse(login('tim', 'wr0ng'), 'S: A1 NO [AUTHENTICATIONFAILED] no')).catch(
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(AuthError)
  expect(failure).toMatchObject({ message: 'LOGIN: NO no', responseCode: 'AUTHENTICATIONFAILED', transient: false })
})

test.each(['\r', '\n', '\0'])('neither name nor password holds %j', (octet) => {
  expect(() => login(`a${octet}b`, 'c')).toThrow('the user name must not contain')
  expect(() => login('a', `b${octet}c`)).toThrow('the password must not contain')
})
