import { AuthError, ProtocolError } from '@linewire/wire'
import { cramMd5, external, plain, scram } from '@linewire/wire/sasl'
import { converse, everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { authinfoSasl } from './authinfo-sasl.ts'

const tim = plain({ user: 'tim', password: 'tanstaaftanstaaf' })
const initial = Buffer.from('\0tim\0tanstaaftanstaaf')

test('an initial response goes with the command', async () => {
  const transcript = `
    C: AUTHINFO SASL PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm
    S: 281 Authentication accepted`
  expect(await converse(authinfoSasl(tim, initial), transcript)).toBeUndefined()
})

test('an empty one is written "="', () => {
  expect(authinfoSasl(external(), Buffer.alloc(0)).line).toBe('AUTHINFO SASL EXTERNAL =')
})

test('one that is too long for a command answers the empty challenge', async () => {
  const octets = Buffer.from(`\0tim\0${'x'.repeat(400)}`)
  const transcript = `
    C: AUTHINFO SASL PLAIN
    S: 383 =
    C: ${octets.toString('base64')}
    S: 281 Authentication accepted`
  expect(await converse(authinfoSasl(tim, octets), transcript)).toBeUndefined()
})

test('CRAM-MD5 answers the challenge of RFC 2195, however the server cuts it', async () => {
  const transcript = `
    C: AUTHINFO SASL CRAM-MD5
    S: 383 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
    C: dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw
    S: 281 Authentication accepted`
  const ways = [...everySplit('281 Authentication accepted\r\n')].length
  for (let way = 0; way < ways; way++) {
    const split = (whole: Buffer): Buffer[] => [...everySplit(whole)].at(way) ?? [whole]
    const command = authinfoSasl(cramMd5({ user: 'tim', password: 'tanstaaftanstaaf' }), undefined)
    await converse(command, transcript, { split })
  }
})

test('the server’s proof comes with 283, or as a last challenge that "=" answers', async () => {
  // RFC 7677 §3
  const mechanism = () => scram('SHA-256', { user: 'user', password: 'pencil', nonce: 'rOprNGfwEbeRWgbNEkqO' })
  const before = `
    C: AUTHINFO SASL SCRAM-SHA-256 ${base64('n,,n=user,r=rOprNGfwEbeRWgbNEkqO')}
    S: 383 ${base64('r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096')}
    C: ${base64('c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=')}`
  const proof = base64('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')
  const start = Buffer.from('n,,n=user,r=rOprNGfwEbeRWgbNEkqO')
  for (const after of [`S: 283 ${proof}`, `S: 383 ${proof}\nC: =\nS: 281 done`]) {
    const scrammed = mechanism()
    await scrammed.initial!()
    expect(await converse(authinfoSasl(scrammed, start), `${before}\n${after}`)).toBeUndefined()
  }
  const fooled = mechanism()
  await fooled.initial!()
  const lie = `${before}\nS: 283 ${base64('v=AAAA')}`
  await expect(converse(authinfoSasl(fooled, start), lie)).rejects.toThrow(ProtocolError)
})

test('a challenge that makes no sense to the mechanism is cancelled', async () => {
  const transcript = `
    C: AUTHINFO SASL SCRAM-SHA-256 biwsbj10aW0scj1hYmM=
    S: 383 cj14eXo=
    C: *
    S: 481 Client cancelled authentication`
  const mechanism = scram('SHA-256', { user: 'tim', password: 'x', nonce: 'abc' })
  await expect(converse(authinfoSasl(mechanism, await mechanism.initial!()), transcript)).rejects.toThrow(AuthError)
})

test('a refusal is an AuthError without the password', async () => {
  const refused = converse(authinfoSasl(tim, initial), 'S: 481 Authentication failed')
  await expect(refused).rejects.toThrow('AUTHINFO: 481 Authentication failed')
  await expect(refused).rejects.toBeInstanceOf(AuthError)
})

test('what is neither challenge nor reply is a ProtocolError', async () => {
  await expect(converse(authinfoSasl(tim, initial), 'S: 383 {not base64}')).rejects.toThrow(ProtocolError)
})

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
