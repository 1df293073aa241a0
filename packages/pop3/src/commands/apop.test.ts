import { AuthError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { apop, apopDigest } from './apop.ts'

const greeting = 'POP3 server ready <1896.697170952@dbc.mtview.ca.us>'

test('the digest is that of RFC 1939', async () => {
  expect(await apopDigest(greeting, 'tanstaaf')).toBe('c4c9334bac560ecc979e58001b3e22fb')
})

test('APOP logs in', () => {
  const transcript = `
    C: APOP mrose c4c9334bac560ecc979e58001b3e22fb
    S: +OK maildrop has 1 message (369 octets)`
  expect(play(apop('mrose', 'c4c9334bac560ecc979e58001b3e22fb'), transcript)).toBeUndefined()
})

test('what only begins like a timestamp is none, however long it is', async () => {
  const long = [`<${'@'.repeat(65_000)}`, '<x@h'.repeat(16_000), `<${'x@'.repeat(32_000)} >`]
  for (const text of ['<@>', '<x y@host>', 'x@host>', '<x@host', '<<x>@host>', ...long]) {
    await expect(apopDigest(text, 'tanstaaf')).rejects.toThrow(AuthError)
  }
})

test('the timestamp may stand anywhere, also behind other brackets', async () => {
  for (const text of [
    '<1896.697170952@dbc.mtview.ca.us> ready',
    'the <best> server <1896.697170952@dbc.mtview.ca.us>',
  ]) {
    expect(await apopDigest(text, 'tanstaaf')).toBe('c4c9334bac560ecc979e58001b3e22fb')
  }
})

test('a greeting without a timestamp knows no APOP', async () => {
  await expect(apopDigest('POP3 server ready', 'tanstaaf')).rejects.toThrow(AuthError)
})

test('a wrong digest is an AuthError', () => {
  expect(() => play(apop('mrose', '0'), 'S: -ERR permission denied')).toThrow(AuthError)
})
