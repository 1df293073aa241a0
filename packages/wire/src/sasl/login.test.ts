import { describe, expect, test } from 'vitest'
import { fromBase64, toBase64 } from './base64.ts'
import { login } from './login.ts'
import { SaslError } from './mechanism.ts'

describe('LOGIN', () => {
  test('draft-murchison-sasl-login: user name, then password', async () => {
    const mechanism = login({ user: 'tim', password: async () => 'tanstaaftanstaaf' })
    expect(mechanism.initial).toBeUndefined()
    expect(toBase64(await mechanism.next(fromBase64('VXNlcm5hbWU6')))).toBe('dGlt')
    expect(toBase64(await mechanism.next(fromBase64('UGFzc3dvcmQ6')))).toBe('dGFuc3RhYWZ0YW5zdGFhZg==')
  })

  test('the text of a prompt means nothing', async () => {
    const mechanism = login({ user: 'tim', password: 'secret' })
    expect(await mechanism.next(Buffer.from('Password:'))).toEqual(Buffer.from('tim'))
    expect(await mechanism.next(new Uint8Array())).toEqual(Buffer.from('secret'))
  })

  test('a third prompt ends the exchange', async () => {
    const mechanism = login({ user: 'tim', password: 'secret' })
    await mechanism.next(new Uint8Array())
    await mechanism.next(new Uint8Array())
    await expect(mechanism.next(Buffer.from('Password:'))).rejects.toThrow(SaslError)
  })

  test('a user name with a control character is not sent', async () => {
    await expect(login({ user: 'tim\0', password: 'x' }).next(new Uint8Array())).rejects.toThrow(SaslError)
  })
})
