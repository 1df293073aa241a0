import { AuthError, ProtocolError } from '@linewire/wire'
import { anonymous, cramMd5, external, login, plain, type SaslMechanism, scram, xoauth2 } from '@linewire/wire/sasl'
import { converse, everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { MaildropInUseError } from '../refusals.ts'
import { auth } from './auth.ts'

const tim = plain({ user: 'tim', password: 'tanstaaftanstaaf' })
const initial = Buffer.from('\0tim\0tanstaaftanstaaf')

test('an initial response goes with the command', async () => {
  const transcript = `
    C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm
    S: +OK Maildrop locked and ready`
  expect(await converse(auth(tim, initial), transcript)).toBeUndefined()
})

test('one that is too long for a command answers the empty challenge', async () => {
  const password = 'x'.repeat(200)
  const octets = Buffer.from(`\0tim\0${password}`)
  const transcript = `
    C: AUTH PLAIN
    S: +
    C: ${octets.toString('base64')}
    S: +OK`
  expect(await converse(auth(plain({ user: 'tim', password }), octets), transcript)).toBeUndefined()
})

test('a command has at most 255 octets: an initial response of one octet more comes behind it', async () => {
  const octets = Buffer.alloc(183, 'x')
  const own = (name: string): SaslMechanism => ({ name, next: () => new Uint8Array() })
  const line = `AUTH ABC ${octets.toString('base64')}`
  expect(`${line}\r\n`).toHaveLength(255)
  expect(auth(own('ABC'), octets).line).toBe(line)
  expect(auth(own('ABCD'), octets).line).toBe('AUTH ABCD')
})

test('Office 365 wants to be asked before it is given a token', async () => {
  const mechanism = xoauth2({ user: 'tim', token: 'abc' })
  const octets = Buffer.from('user=tim\x01auth=Bearer abc\x01\x01')
  const transcript = `
    C: AUTH XOAUTH2
    S: +
    C: ${octets.toString('base64')}
    S: +OK`
  expect(await converse(auth(mechanism, octets), transcript)).toBeUndefined()
})

test('CRAM-MD5 answers the challenge of RFC 2195, however the server cuts it', async () => {
  const transcript = `
    C: AUTH CRAM-MD5
    S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    S: +OK CRAM authentication successful`
  const octets = [...everySplit('+OK CRAM authentication successful\r\n')]
  for (let way = 0; way < octets.length; way++) {
    const split = (whole: Buffer): Buffer[] => [...everySplit(whole)].at(way) ?? [whole]
    await converse(auth(cramMd5({ user: 'tim', password: 'tanstaaftanstaaf' }), undefined), transcript, { split })
  }
})

test('a challenge that makes no sense to the mechanism is cancelled', async () => {
  const transcript = `
    C: AUTH SCRAM-SHA-256 biwsbj10aW0scj1hYmM=
    S: + cj14eXo=
    C: *
    S: -ERR authentication cancelled`
  const mechanism = scram('SHA-256', { user: 'tim', password: 'x', nonce: 'abc' })
  await expect(converse(auth(mechanism, await mechanism.initial!()), transcript)).rejects.toThrow(AuthError)
})

test('an empty initial response is "=" in the command, RFC 5034 §4', async () => {
  const none = new Uint8Array()
  expect(await converse(auth(external(), none), 'C: AUTH EXTERNAL =\nS: +OK')).toBeUndefined()
  expect(await converse(auth(anonymous(), none), 'C: AUTH ANONYMOUS =\nS: +OK')).toBeUndefined()
})

const base64 = (text: string): string => Buffer.from(text).toString('base64')

test('Exchange 2003 answers AUTH by +OK where it means + (MailKit#391)', async () => {
  const asked = `
    C: AUTH LOGIN
    S: +OK
    C: ${base64('tim')}
    S: + UGFzc3dvcmQ6
    C: ${base64('tanstaaf')}
    S: +OK User successfully logged on.`
  const tim = { user: 'tim', password: 'tanstaaf' }
  expect(await converse(auth(login(tim), undefined), asked)).toBeUndefined()
  const challenged = `
    C: AUTH CRAM-MD5
    S: +OK PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    S: +OK`
  const cram = cramMd5({ user: 'tim', password: 'tanstaaftanstaaf' })
  expect(await converse(auth(cram, undefined), challenged)).toBeUndefined()
  const token = `
    C: AUTH XOAUTH2
    S: +OK go ahead
    C: ${base64('user=tim\x01auth=Bearer abc\x01\x01')}
    S: -ERR Logon failure: unknown user name or bad password.`
  const mechanism = xoauth2({ user: 'tim', token: 'abc' })
  await expect(converse(auth(mechanism, await mechanism.initial!()), token)).rejects.toThrow(AuthError)
})

test('what is asked may be in clear where nobody reads it (MailKit#268)', async () => {
  const long = plain({ user: 'tim', password: 'x'.repeat(200) })
  const octets = Buffer.from(await long.initial!())
  const goAhead = `
    C: AUTH PLAIN
    S: + go ahead
    C: ${octets.toString('base64')}
    S: +OK`
  expect(await converse(auth(long, octets), goAhead)).toBeUndefined()
  const prompts = `
    C: AUTH LOGIN
    S: + Username:
    C: ${base64('tim')}
    S: + Password:
    C: ${base64('tanstaaf')}
    S: +OK`
  expect(await converse(auth(login({ user: 'tim', password: 'tanstaaf' }), undefined), prompts)).toBeUndefined()
})

test.each(['+ go ahead', '+OK go ahead', '+OKAY'])('%j is no challenge for somebody who reads it', async (said) => {
  const mechanism = cramMd5({ user: 'tim', password: 'tanstaaf' })
  await expect(converse(auth(mechanism, undefined), `S: ${said}`)).rejects.toThrow(ProtocolError)
})

test('a server that goes on asking behind a response in clear is not understood', async () => {
  await expect(converse(auth(tim, initial), 'S: + go ahead')).rejects.toThrow(ProtocolError)
})

test('success before SCRAM has proved the server is none', async () => {
  const mechanism = scram('SHA-256', { user: 'tim', password: 'x', nonce: 'abc' })
  const early = converse(auth(mechanism, await mechanism.initial!()), 'S: +OK')
  await expect(early).rejects.toThrow(ProtocolError)
  await expect(early).rejects.toThrow('impostor')
})

test('a refusal that does not blame the credentials is no AuthError', async () => {
  const refused = converse(auth(tim, initial), 'S: -ERR [IN-USE] Mailbox is locked by another POP3 session.')
  await expect(refused).rejects.toBeInstanceOf(MaildropInUseError)
  await expect(refused).rejects.not.toBeInstanceOf(AuthError)
  await expect(refused).rejects.toMatchObject({ command: 'AUTH', transient: true })
})

test('why a token was refused is told with the refusal, whatever its code', async () => {
  for (const said of ['[AUTH] Invalid credentials', 'Invalid credentials']) {
    const mechanism = xoauth2({ user: 'tim', token: 'abc' })
    const transcript = `
      C: AUTH XOAUTH2
      S: +
      C: ${base64('user=tim\x01auth=Bearer abc\x01\x01')}
      S: + ${base64('{"status":"400","schemes":"Bearer"}')}
      C:
      S: -ERR ${said}`
    const refused = converse(auth(mechanism, await mechanism.initial!()), transcript)
    await expect(refused).rejects.toBeInstanceOf(AuthError)
    await expect(refused).rejects.toThrow('Invalid credentials (400)')
  }
})

test('a refusal is an AuthError without the password', async () => {
  const refused = converse(auth(tim, initial), 'S: -ERR [AUTH] Authentication failed.')
  await expect(refused).rejects.toThrow('AUTH: -ERR Authentication failed.')
  await expect(refused).rejects.toBeInstanceOf(AuthError)
})

test('what is neither challenge nor reply is a ProtocolError', async () => {
  await expect(converse(auth(tim, initial), 'S: + {not base64}')).rejects.toThrow(ProtocolError)
})
