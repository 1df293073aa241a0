import { describe, expect, test, vi } from 'vitest'
import { external } from './external.ts'
import type { Credentials, SaslContext, Token } from './mechanism.ts'
import { plain } from './plain.ts'
import { scram } from './scram.ts'
import { mechanisms } from './select.ts'

const secure: SaslContext = { host: 'mail.lab.test', port: 993, service: 'imap', secure: true }
const clear: SaslContext = { ...secure, port: 143, secure: false }
const password: Credentials = { user: 'alice', password: 'wonderland' }
const token: Credentials = { user: 'alice', token: 'abc' }
const dovecot =
  'PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 OAUTHBEARER XOAUTH2 ANONYMOUS EXTERNAL GSSAPI'.split(' ')

const names = (...args: Parameters<typeof mechanisms>) => mechanisms(...args).map(({ name }) => name)

describe('which mechanisms are tried', () => {
  test('with a password over TLS: the best SCRAM, PLAIN, LOGIN, CRAM-MD5', () => {
    expect(names(dovecot, password, secure)).toEqual(['SCRAM-SHA-256', 'PLAIN', 'LOGIN', 'CRAM-MD5'])
    expect(names([...dovecot, 'SCRAM-SHA-512'], password, secure)[0]).toBe('SCRAM-SHA-512')
    expect(names(['LOGIN', 'SCRAM-SHA-1'], password, secure)).toEqual(['SCRAM-SHA-1', 'LOGIN'])
  })

  test('in clear no password is shown, unless that is allowed', () => {
    expect(names(dovecot, password, clear)).toEqual(['SCRAM-SHA-256', 'CRAM-MD5'])
    expect(names(['PLAIN', 'LOGIN'], password, clear)).toEqual([])
    expect(names(['PLAIN', 'LOGIN'], password, clear, true)).toEqual(['PLAIN', 'LOGIN'])
  })

  test('with a token: OAUTHBEARER, XOAUTH2, and neither in clear', () => {
    expect(names(dovecot, token, secure)).toEqual(['OAUTHBEARER', 'XOAUTH2'])
    expect(names(['XOAUTH2', 'PLAIN'], token, secure)).toEqual(['XOAUTH2'])
    expect(names(dovecot, token, clear)).toEqual([])
    expect(names(dovecot, token, clear, true)).toEqual(['OAUTHBEARER', 'XOAUTH2'])
  })

  test('with a certificate and no password: EXTERNAL first', () => {
    const certified = { ...secure, clientCertificate: true }
    expect(names(dovecot, { user: 'alice', password: '' }, certified)[0]).toBe('EXTERNAL')
    expect(names(dovecot, password, certified)).not.toContain('EXTERNAL')
    expect(names(dovecot, { user: 'alice', password: '' }, secure)).not.toContain('EXTERNAL')
  })

  test('names are compared in any case, and unknown ones passed over', () => {
    expect(names(['plain', 'Cram-Md5', 'NTLM', 'SCRAM-SHA-256-PLUS'], password, secure)).toEqual(['PLAIN', 'CRAM-MD5'])
    expect(names([], password, secure)).toEqual([])
  })

  test('asking by name restricts and orders, of what is offered and safe', () => {
    const wanting = (...mechanisms: string[]): Credentials => ({ ...password, mechanisms })
    expect(names(dovecot, wanting('login', 'SCRAM-SHA-1', 'LOGIN', 'SCRAM-SHA-256'), secure)).toEqual([
      'LOGIN',
      'SCRAM-SHA-1',
      'SCRAM-SHA-256',
    ])
    expect(names(dovecot, wanting('PLAIN', 'CRAM-MD5'), clear)).toEqual(['CRAM-MD5'])
    expect(names(['PLAIN'], wanting('SCRAM-SHA-256'), secure)).toEqual([])
    expect(names(dovecot, wanting('XOAUTH2'), secure)).toEqual([])
    expect(names(dovecot, wanting(), secure)).toEqual([])
    expect(names(dovecot, wanting('EXTERNAL'), secure)).toEqual(['EXTERNAL'])
  })

  test('ANONYMOUS only when it is named, also in clear; the user name is its trace', async () => {
    expect(names(['ANONYMOUS'], { user: 'alice', password: '' }, secure)).toEqual([])
    const named = { user: 'alice@lab.test', password: '', mechanisms: ['anonymous'] }
    const [mechanism] = mechanisms(dovecot, named, clear)
    expect(mechanism?.name).toBe('ANONYMOUS')
    expect(Buffer.from((await mechanism?.initial?.()) ?? []).toString()).toBe('alice@lab.test')
  })

  test('a mechanism of the caller is taken as it is, but shows no secret in clear', () => {
    const own = scram('SHA-256', { user: 'alice', password: 'wonderland' })
    expect(mechanisms([], { mechanism: own }, clear)).toEqual([own])
    const open = plain({ user: 'alice', password: 'wonderland' })
    expect(mechanisms(['PLAIN'], { mechanism: open }, clear)).toEqual([])
    expect(mechanisms(['PLAIN'], { mechanism: open }, clear, true)).toEqual([open])
    expect(mechanisms(['EXTERNAL'], { mechanism: external() }, secure)).toHaveLength(1)
  })
})

describe('SCRAM and the TLS connection below it', () => {
  const channelBinding = vi.fn(() => ({ type: 'tls-exporter', data: Buffer.alloc(32) }) as const)
  const bindable: SaslContext = { ...secure, channelBinding }
  const plus = [...dovecot, 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS']
  const flags = async (...args: Parameters<typeof mechanisms>) =>
    Promise.all(
      mechanisms(...args).map(
        async (m) =>
          Buffer.from((await m.initial?.()) ?? [])
            .toString()
            .split(',')[0],
      ),
    )

  test('the best -PLUS comes before every SCRAM without it, and nothing behind it that could be told to an impostor', () => {
    expect(names(plus, password, bindable)).toEqual(['SCRAM-SHA-256-PLUS'])
    expect(names([...dovecot, 'SCRAM-SHA-512', 'SCRAM-SHA-1-PLUS'], password, bindable)).toEqual(['SCRAM-SHA-1-PLUS'])
    expect(names(['scram-sha-512-plus', 'PLAIN'], password, bindable)).toEqual(['SCRAM-SHA-512-PLUS'])
    const certified = { ...bindable, clientCertificate: true }
    expect(names(plus, { user: 'alice', password: '' }, certified)).toEqual(['EXTERNAL', 'SCRAM-SHA-256-PLUS'])
  })

  test('without a binding there is no -PLUS', () => {
    for (const context of [secure, { ...secure, channelBinding: () => undefined }]) {
      expect(names(plus, password, context)[0]).toBe('SCRAM-SHA-256')
      expect(names(['SCRAM-SHA-256-PLUS', 'PLAIN'], password, context)).toEqual(['PLAIN'])
    }
  })

  test('whoever names mechanisms gets those, in that order', () => {
    const wanting = (...mechanisms: string[]): Credentials => ({ ...password, mechanisms })
    expect(names(plus, wanting('PLAIN'), bindable)).toEqual(['PLAIN'])
    expect(names(plus, wanting('SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256'), bindable)).toEqual([
      'SCRAM-SHA-1-PLUS',
      'SCRAM-SHA-256',
    ])
    expect(names(dovecot, wanting('SCRAM-SHA-256-PLUS'), bindable)).toEqual([])
  })

  test('p= with a binding, y where only we have one, n where we have none or do not use it', async () => {
    expect(await flags(plus, password, bindable)).toEqual(['p=tls-exporter'])
    expect((await flags(dovecot, password, bindable))[0]).toBe('y')
    expect((await flags(dovecot, password, secure))[0]).toBe('n')
    const named = { ...password, mechanisms: ['SCRAM-SHA-256'] }
    expect(await flags(plus, named, bindable)).toEqual(['n'])
    expect(await flags(['SCRAM-SHA-256'], named, bindable)).toEqual(['y'])
  })

  test('nobody asks for the binding unless a SCRAM is offered', () => {
    channelBinding.mockClear()
    mechanisms(['PLAIN', 'LOGIN'], password, bindable)
    mechanisms(plus, token, bindable)
    expect(channelBinding).not.toHaveBeenCalled()
    mechanisms(plus, password, bindable)
    expect(channelBinding).toHaveBeenCalledTimes(1)
  })
})

describe('what the mechanisms of one list know', () => {
  const sent = async (octets: Uint8Array | Promise<Uint8Array> | undefined) =>
    Buffer.from((await octets) ?? []).toString()

  test('user, authorization identity and password', async () => {
    const [mechanism] = mechanisms(['PLAIN'], { user: 'alice', password: 'w', authzid: 'bob' }, secure)
    expect(await sent(mechanism?.initial?.())).toBe('bob\0alice\0w')
  })

  test('host and port of the server', async () => {
    const [mechanism] = mechanisms(['OAUTHBEARER'], token, secure)
    expect(await sent(mechanism?.initial?.())).toBe(
      'n,a=alice,\x01host=mail.lab.test\x01port=993\x01auth=Bearer abc\x01\x01',
    )
  })

  test('EXTERNAL names the user to the server', async () => {
    const [mechanism] = mechanisms(['EXTERNAL'], { ...password, mechanisms: ['EXTERNAL'] }, secure)
    expect(await sent(mechanism?.initial?.())).toBe('alice')
  })

  test('a password is asked for once, and only when a mechanism needs it', async () => {
    const ask = vi.fn(async () => 'wonderland')
    const [first, second] = mechanisms(['PLAIN', 'LOGIN'], { user: 'alice', password: ask }, secure)
    expect(ask).not.toHaveBeenCalled()
    expect(await sent(first?.initial?.())).toBe('\0alice\0wonderland')
    await second?.next(new Uint8Array())
    expect(await sent(second?.next(new Uint8Array()))).toBe('wonderland')
    expect(ask).toHaveBeenCalledTimes(1)
  })

  test('the second mechanism asks for a fresh token', async () => {
    const ask = vi.fn<Exclude<Token, string>>(() => 'abc')
    const list = mechanisms(['XOAUTH2', 'OAUTHBEARER'], { user: 'alice', token: ask }, secure)
    for (const mechanism of list) await mechanism.initial?.()
    expect(ask.mock.calls).toEqual([[{ expired: false }], [{ expired: true }]])
  })

  test('choosing throws nothing: credentials are checked when they are sent', async () => {
    const [mechanism] = mechanisms(['PLAIN'], { user: 'al\0ice', password: 'w' }, secure)
    await expect(mechanism?.initial?.()).rejects.toThrow('control character')
  })
})
