import { describe, expect, test, vi } from 'vitest'
import { SaslError } from './mechanism.ts'
import { plain } from './plain.ts'

const text = async (octets: Uint8Array | Promise<Uint8Array> | undefined) =>
  Buffer.from((await octets) ?? []).toString()

describe('PLAIN', () => {
  test('RFC 4616 §4: user and password, each behind a NUL', async () => {
    expect(await text(plain({ user: 'tim', password: 'tanstaaftanstaaf' }).initial?.())).toBe('\0tim\0tanstaaftanstaaf')
  })

  test('RFC 4616 §4: an authorization identity stands in front', async () => {
    const mechanism = plain({ user: 'Kurt', password: 'xipj3plmq', authzid: 'Ursel' })
    expect(await text(mechanism.initial?.())).toBe('Ursel\0Kurt\0xipj3plmq')
  })

  test('names and passwords are UTF-8', async () => {
    const octets = await plain({ user: 'jürgen', password: '€' }).initial?.()
    expect(Buffer.from(octets ?? []).toString('hex')).toBe('006ac3bc7267656e00e282ac')
  })

  test('a password is asked for only when it is sent', async () => {
    const password = vi.fn(async () => 'secret')
    const mechanism = plain({ user: 'tim', password })
    expect(password).not.toHaveBeenCalled()
    expect(await text(mechanism.initial?.())).toBe('\0tim\0secret')
  })

  test.each([
    { user: 'ti\0m', password: 'x' },
    { user: 'tim', password: 'x\0y' },
    { user: 'tim', password: 'x', authzid: 'a\0b' },
  ])('NUL would move the borders of the message: %j', async (options) => {
    await expect(plain(options).initial?.()).rejects.toThrow(SaslError)
  })

  test('a bad user name is refused before anybody is asked for a password', async () => {
    const password = vi.fn(() => 'secret')
    await expect(plain({ user: 'tim\r', password }).initial?.()).rejects.toThrow(SaslError)
    expect(password).not.toHaveBeenCalled()
  })

  test('a challenge behind the response ends the exchange', () => {
    expect(() => plain({ user: 'tim', password: 'x' }).next(new Uint8Array())).toThrow(SaslError)
  })
})
