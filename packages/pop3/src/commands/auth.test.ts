import { AuthError, ProtocolError } from '@linewire/wire'
import { cramMd5, plain, scram, xoauth2 } from '@linewire/wire/sasl'
import { converse, everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
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

test('a refusal is an AuthError without the password', async () => {
  const refused = converse(auth(tim, initial), 'S: -ERR [AUTH] Authentication failed.')
  await expect(refused).rejects.toThrow('AUTH: -ERR Authentication failed.')
  await expect(refused).rejects.toBeInstanceOf(AuthError)
})

test('what is neither challenge nor reply is a ProtocolError', async () => {
  await expect(converse(auth(tim, initial), 'S: + {not base64}')).rejects.toThrow(ProtocolError)
})
