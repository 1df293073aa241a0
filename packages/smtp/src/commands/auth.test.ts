import { AuthError, ProtocolError } from '@linewire/wire'
import { cramMd5, external, login, plain, scram, xoauth2 } from '@linewire/wire/sasl'
import { converse, everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { auth } from './auth.ts'

const tim = () => plain({ user: 'tim', password: 'tanstaaftanstaaf' })
const initial = Buffer.from('\0tim\0tanstaaftanstaaf')

test('an initial response goes with the command', async () => {
  const transcript = `
    C: AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm
    S: 235 2.7.0 Authentication successful`
  expect(await converse(auth(tim(), initial), transcript)).toBeUndefined()
})

test('an empty one is written "="', async () => {
  const mechanism = external({})
  const transcript = `
    C: AUTH EXTERNAL =
    S: 235 2.7.0 Authentication successful`
  expect(await converse(auth(mechanism, await mechanism.initial!()), transcript)).toBeUndefined()
})

test('one that is too long for a command answers the empty challenge', async () => {
  for (const [length, atOnce] of [
    [372, true],
    [373, false],
  ] as const) {
    const octets = Buffer.from(`\0tim\0${'x'.repeat(length - 5)}`)
    const text = octets.toString('base64')
    const transcript = atOnce
      ? `
    C: AUTH PLAIN ${text}
    S: 235 ok`
      : `
    C: AUTH PLAIN
    S: 334 
    C: ${text}
    S: 235 ok`
    expect(await converse(auth(tim(), octets), transcript)).toBeUndefined()
  }
})

test('LOGIN has no initial response, and its prompts are not read', async () => {
  for (const [user, password] of [
    ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6'],
    ['VXNlciBOYW1lAA==', 'UGFzc3dvcmQA'],
    ['Username:', 'Password:'],
    ['', ''],
  ]) {
    const transcript = `
    C: AUTH LOGIN
    S: 334 ${user}
    C: dGlt
    S: 334 ${password}
    C: dGFuc3RhYWY=
    S: 235 2.7.0 ok`
    expect(await converse(auth(login({ user: 'tim', password: 'tanstaaf' }), undefined), transcript)).toBeUndefined()
  }
})

test('CRAM-MD5 answers the challenge of RFC 2195, however the server cuts it', async () => {
  const transcript = `
    C: AUTH CRAM-MD5
    S: 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    S: 235 2.7.0 Authentication successful`
  const ways = [...everySplit('334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+\r\n')].length
  for (let way = 0; way < ways; way++) {
    const split = (whole: Buffer): Buffer[] => [...everySplit(whole)].at(way) ?? [whole]
    await converse(auth(cramMd5({ user: 'tim', password: 'tanstaaftanstaaf' }), undefined), transcript, { split })
  }
})

test('the server’s last word in SCRAM comes as a challenge and is answered by an empty line', async () => {
  const mechanism = scram('SHA-1', { user: 'user', password: 'pencil', nonce: 'fyko+d2lbbFgONRv9qkxdawL' })
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  const transcript = `
    C: AUTH SCRAM-SHA-1 ${base64('n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL')}
    S: 334 ${base64('r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096')}
    C: ${base64('c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=')}
    S: 334 ${base64('v=rmF9pqV8S7suAoZWja4dJRkFsKQ=')}
    C: 
    S: 235 2.7.0 Authentication successful`
  expect(await converse(auth(mechanism, await mechanism.initial!()), transcript)).toBeUndefined()
})

test('a server that has not proved itself is not the one that was meant', async () => {
  const mechanism = scram('SHA-256', { user: 'tim', password: 'x', nonce: 'abc' })
  const cheated = converse(auth(mechanism, await mechanism.initial!()), 'S: 235 2.7.0 welcome')
  await expect(cheated).rejects.toThrow(ProtocolError)
})

test('Gmail explains a bad token in a challenge, which an empty line answers', async () => {
  const mechanism = xoauth2({ user: 'tim', token: 'stale' })
  const transcript = `
    C: AUTH XOAUTH2 ${Buffer.from('user=tim\x01auth=Bearer stale\x01\x01').toString('base64')}
    S: 334 ${Buffer.from('{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}').toString('base64')}
    C: 
    S: 535 5.7.8 Username and Password not accepted`
  const refused = converse(auth(mechanism, await mechanism.initial!()), transcript)
  await expect(refused).rejects.toThrow(/400/)
  await expect(refused).rejects.toMatchObject({ code: '535', responseCode: '5.7.8' })
})

test('a challenge that makes no sense to the mechanism is cancelled', async () => {
  const transcript = `
    C: AUTH SCRAM-SHA-256 biwsbj10aW0scj1hYmM=
    S: 334 cj14eXo=
    C: *
    S: 501 5.7.0 Authentication aborted`
  const mechanism = scram('SHA-256', { user: 'tim', password: 'x', nonce: 'abc' })
  await expect(converse(auth(mechanism, await mechanism.initial!()), transcript)).rejects.toThrow(AuthError)
})

test('a refusal is an AuthError without the password', async () => {
  const refused = converse(auth(tim(), initial), 'S: 535 5.7.8 Authentication credentials invalid')
  await expect(refused).rejects.toThrow('AUTH: 535 5.7.8 Authentication credentials invalid')
  await expect(refused).rejects.toBeInstanceOf(AuthError)
})

test('what is neither challenge nor reply is a ProtocolError', async () => {
  await expect(converse(auth(tim(), initial), 'S: 334 {not base64}')).rejects.toThrow(ProtocolError)
  await expect(converse(auth(tim(), initial), 'S: 354 go on')).rejects.toThrow(ProtocolError)
})
