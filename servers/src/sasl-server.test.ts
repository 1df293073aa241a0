import { expect, test } from 'vitest'
import { authenticate, type Exchange, fromBase64, type Outcome } from './sasl-server.ts'

interface Play {
  initial?: string
  nonces?: string[]
  accounts?: Exchange['accounts']
  /** what the client says next; undefined is '*' */
  answers?: (string | undefined)[]
  channelBinding?: Exchange['channelBinding']
}

async function play(mechanism: string, { initial, nonces = [], accounts, answers = [], channelBinding }: Play) {
  const challenges: string[] = []
  const outcome: Outcome | undefined = await authenticate(mechanism, {
    accounts: accounts ?? { alice: { password: 'secret', token: 'ya29' } },
    initial: initial === undefined ? undefined : Buffer.from(initial),
    ask: async (challenge) => {
      challenges.push(challenge.toString())
      const answer = answers.shift()
      return answer === undefined ? undefined : Buffer.from(answer)
    },
    nonce: () => nonces.shift() ?? 'fresh',
    channelBinding,
  })
  return { outcome, challenges }
}

test('PLAIN: with and without an initial response', async () => {
  expect((await play('PLAIN', { initial: '\0alice\0secret' })).outcome).toEqual({ user: 'alice' })
  expect((await play('PLAIN', { answers: ['alice\0alice\0secret'] })).outcome).toEqual({ user: 'alice' })
  expect((await play('PLAIN', { initial: '\0alice\0wrong' })).outcome).toBe('refused')
  expect((await play('PLAIN', { initial: '\0toString\0wrong' })).outcome).toBe('refused')
  expect((await play('PLAIN', { initial: 'bob\0alice\0secret' })).outcome).toBe('refused')
  expect((await play('PLAIN', { initial: 'alice' })).outcome).toBe('malformed')
  expect((await play('PLAIN', {})).outcome).toBe('cancelled')
})

test('LOGIN asks twice', async () => {
  const { outcome, challenges } = await play('LOGIN', { answers: ['alice', 'secret'] })
  expect(challenges).toEqual(['Username:', 'Password:'])
  expect(outcome).toEqual({ user: 'alice' })
})

test('CRAM-MD5: the user of RFC 2195, the digest as Python computes it', async () => {
  const tim: Play = { accounts: { tim: { password: 'tanstaaftanstaaf' } }, nonces: ['1896.697170952'] }
  const { outcome, challenges } = await play('CRAM-MD5', { ...tim, answers: ['tim ae1b6da1c6d9fb90774e91314f6efcce'] })
  expect(challenges).toEqual(['<1896.697170952@localhost>'])
  expect(outcome).toEqual({ user: 'tim' })
  const another = await play('CRAM-MD5', { ...tim, answers: ['tim b913a602c7eda7a495b4e6e7334d3890'] })
  expect(another.outcome).toBe('refused')
  expect((await play('CRAM-MD5', { ...tim, initial: 'tim' })).outcome).toBe('malformed')
})

test('XOAUTH2: a bad token is explained in a challenge before it is refused', async () => {
  const good = await play('XOAUTH2', { initial: 'user=alice\x01auth=Bearer ya29\x01\x01' })
  expect(good.outcome).toEqual({ user: 'alice' })
  const bad = await play('XOAUTH2', { initial: 'user=alice\x01auth=Bearer old\x01\x01', answers: [''] })
  expect(bad.challenges[0]).toContain('"status":"401"')
  expect(bad.outcome).toBe('refused')
})

test('OAUTHBEARER: RFC 7628 §4.1', async () => {
  const initial = 'n,a=alice,\x01host=server.example.com\x01port=143\x01auth=Bearer ya29\x01\x01'
  expect((await play('OAUTHBEARER', { initial })).outcome).toEqual({ user: 'alice' })
  expect((await play('OAUTHBEARER', { initial: initial.replace('ya29', 'x'), answers: ['\x01'] })).outcome).toBe(
    'refused',
  )
})

const sha256: Play = {
  accounts: { user: { password: 'pencil' } },
  initial: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
  nonces: ['%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0', 'W22ZaJ0SNY7soEsUEjb6gQ=='],
  answers: [
    'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
  ],
}
const fresh = (): Play => structuredClone(sha256)

test('SCRAM-SHA-256: the example of RFC 7677 §3', async () => {
  const { outcome, challenges } = await play('SCRAM-SHA-256', fresh())
  expect(challenges).toEqual(['r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'])
  expect(outcome).toEqual({ user: 'user', data: Buffer.from('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=') })
})

test('SCRAM-SHA-1: the example of RFC 5802 §5', async () => {
  const { outcome } = await play('SCRAM-SHA-1', {
    accounts: { user: { password: 'pencil' } },
    initial: 'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL',
    nonces: ['3rfcNHYJY1ZVvWVs7j', 'QSXCR+Q6sek8bf92'],
    answers: ['c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts='],
  })
  expect(outcome).toEqual({ user: 'user', data: Buffer.from('v=rmF9pqV8S7suAoZWja4dJRkFsKQ=') })
})

test('SCRAM: a wrong password, an unknown user, another nonce, a channel binding', async () => {
  expect((await play('SCRAM-SHA-256', { ...fresh(), accounts: { user: { password: 'pen' } } })).outcome).toBe('refused')
  expect((await play('SCRAM-SHA-256', { ...fresh(), accounts: {} })).outcome).toBe('refused')
  expect((await play('SCRAM-SHA-256', { ...fresh(), nonces: ['other'] })).outcome).toBe('malformed')
  expect((await play('SCRAM-SHA-256', { initial: 'p=tls-unique,,n=user,r=abc' })).outcome).toBe('malformed')
})

const plus: Play = {
  ...sha256,
  channelBinding: (type) => (type === 'tls-exporter' ? Buffer.from([...Array(32).keys()]) : undefined),
  initial: 'p=tls-exporter,,n=user,r=rOprNGfwEbeRWgbNEkqO',
  answers: [
    'c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=QC6CS20quADQRb3mT99YUH+n3VJxUvzuK0K0E1Vrs2M=',
  ],
}
const bound = (more: Play = {}): Play => ({
  ...plus,
  nonces: [...(plus.nonces ?? [])],
  answers: [...(plus.answers ?? [])],
  ...more,
})

test('SCRAM-SHA-256-PLUS: as Python computes it, and only over the connection that the client means', async () => {
  const { outcome } = await play('SCRAM-SHA-256-PLUS', bound())
  expect(outcome).toEqual({ user: 'user', data: Buffer.from('v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=') })
  const another = bound({ channelBinding: () => Buffer.alloc(32) })
  expect((await play('SCRAM-SHA-256-PLUS', another)).outcome).toBe('refused')
  const unknown = bound({ initial: 'p=tls-unique,,n=user,r=abc' })
  expect((await play('SCRAM-SHA-256-PLUS', unknown)).outcome).toBe('refused')
  expect((await play('SCRAM-SHA-256-PLUS', bound({ initial: 'n,,n=user,r=abc' }))).outcome).toBe('malformed')
  expect((await play('SCRAM-SHA-256-PLUS', { ...fresh() })).outcome).toBeUndefined()
})

test('SCRAM: "y" is refused where the -PLUS form is to be had, for somebody has hidden it', async () => {
  const hidden = bound({ initial: 'y,,n=user,r=abc' })
  expect((await play('SCRAM-SHA-256', hidden)).outcome).toBe('refused')
})

test('an unknown mechanism is undefined, and base64 is strict', async () => {
  expect((await play('GSSAPI', {})).outcome).toBeUndefined()
  expect(fromBase64('Zm9v')?.toString()).toBe('foo')
  expect(fromBase64('Zm9')).toBeUndefined()
  expect(fromBase64('Zm 9v')).toBeUndefined()
})
