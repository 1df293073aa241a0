import { describe, expect, test, vi } from 'vitest'
import { askedAgain, askedOnce, authorizationId, passwordOf, tokenOf, userName } from './credential.ts'
import { SaslError, type Token } from './mechanism.ts'

describe('names', () => {
  test.each(['al\0ice', 'alice\n', 'alice\x01', 'alice\x7f', '\ud800'])('%j is no user name', (user) => {
    expect(() => userName(user)).toThrow(SaslError)
    expect(() => authorizationId(user)).toThrow(SaslError)
  })

  test('a user name may hold spaces, "@" and any script', () => {
    expect(userName('jürgen müller@lab.test')).toBe('jürgen müller@lab.test')
    expect(userName('\u{1F600}')).toBe('\u{1F600}')
  })

  test('a user name is never empty; an authorization identity may be', () => {
    expect(() => userName('')).toThrow('The user name is empty')
    expect(authorizationId(undefined)).toBe('')
  })
})

describe('secrets', () => {
  test('a password may hold anything but NUL, and the error does not repeat it', async () => {
    expect(await passwordOf('a\r\nb\t')).toBe('a\r\nb\t')
    const error = await passwordOf(() => 'hun\0ter2').catch((error: unknown) => error)
    expect(error).toBeInstanceOf(SaslError)
    expect(String(error)).not.toContain('ter2')
  })

  test('a callback in plain JavaScript that returns nothing is an error with a sentence', async () => {
    await expect(passwordOf(() => JSON.parse('null'))).rejects.toThrow('The password callback returned no text')
    await expect(tokenOf(() => JSON.parse('null'), false)).rejects.toThrow('The token callback returned no text')
  })

  test.each(['', 'two words', 'line\n', 'a\x01auth=b', 'tökén'])('%j is no token', async (token) => {
    await expect(tokenOf(token, false)).rejects.toThrow(SaslError)
  })

  test('the password is asked for once, however many mechanisms need it', async () => {
    const ask = vi.fn(async () => 'wonderland')
    const shared = askedOnce(ask)
    expect(ask).not.toHaveBeenCalled()
    expect(await Promise.all([passwordOf(shared), passwordOf(shared)])).toEqual(['wonderland', 'wonderland'])
    expect(ask).toHaveBeenCalledTimes(1)
  })

  test('a callback that fails is not asked again', async () => {
    const ask = vi.fn((): string => {
      throw new Error('the keychain is locked')
    })
    const shared = askedOnce(ask)
    await expect(passwordOf(shared)).rejects.toThrow('the keychain is locked')
    await expect(passwordOf(shared)).rejects.toThrow('the keychain is locked')
    expect(ask).toHaveBeenCalledTimes(1)
  })

  test('the first question for a token is not about an expired one, the second is', async () => {
    const ask = vi.fn<Exclude<Token, string>>(() => 'abc')
    const shared = askedAgain(ask)
    await tokenOf(shared, false)
    await tokenOf(shared, false)
    expect(ask.mock.calls).toEqual([[{ expired: false }], [{ expired: true }]])
  })
})
