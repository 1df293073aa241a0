import { AuthError, Pop3Client, type Pop3Options, ReplyError, TlsError } from '@linewire/pop3'
import { beforeEach, describe, expect, test } from 'vitest'
import { certificates } from '../src/certificates.ts'
import { describeServer } from '../src/describe-server.ts'
import { fillMaildir, readMaildir } from '../src/maildir.ts'

const byPassword = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256']
const byToken = ['OAUTHBEARER', 'XOAUTH2']

const message = (number: number): Buffer =>
  Buffer.from(
    `From: alice@lab.test\r\nSubject: message ${number}\r\n\r\n.a dot begins this line\r\n..two dots\r\n.\r\n` +
      `${`line ${number} `.repeat(number % 50)}\r\n`,
  )

describeServer('dovecot', 'serves Pop3Client', (dovecot) => {
  const ways: Record<string, () => Partial<Pop3Options>> = {
    'in clear': () => ({ port: dovecot.ports.pop3, tls: 'none' }),
    'by STLS': () => ({ port: dovecot.ports.pop3, tls: 'starttls' }),
    'over TLS': () => ({ port: dovecot.ports.pop3s, tls: 'implicit' }),
  }
  const options = (way: string, more: Partial<Pop3Options> = {}): Pop3Options => ({
    host: 'localhost',
    tlsOptions: { ca: dovecot.certificates.ca },
    auth: { user: 'alice', password: 'wonderland' },
    ...ways[way]!(),
    ...more,
  })
  const messages = Array.from({ length: 60 }, (_, index) => message(index + 1))

  describe.each(Object.keys(ways))('%s', (way) => {
    beforeEach(() => fillMaildir(dovecot, 'alice', messages))

    test('stat, list, uidl, retr, open, top and noop', async () => {
      await using pop = await Pop3Client.connect(options(way))
      expect(pop.secure).toBe(way !== 'in clear')
      const { messages: count, octets } = await pop.stat()
      expect(count).toBe(60)
      const sizes = await pop.list()
      expect(sizes.reduce((sum, listed) => sum + listed.octets, 0)).toBe(octets)
      expect(await pop.list(7)).toEqual(sizes[6])
      const uids = await pop.uidl()
      expect(new Set(uids.map(({ uid }) => uid)).size).toBe(60)
      expect(await pop.uidl(7)).toEqual(uids[6])
      expect(Buffer.from(await pop.retr(7))).toEqual(messages[6])
      expect(Buffer.from(await (await pop.open(8)).bytes())).toEqual(messages[7])
      expect(Buffer.from(await pop.top(9, 1)).toString()).toMatch(/\r\n\r\n\.a dot begins this line\r\n$/)
      await pop.noop()
      expect(await pop.quit()).toEqual({ committed: true })
    })

    test('retrieve gives every message as it lies in the Maildir', async () => {
      await using pop = await Pop3Client.connect(options(way))
      const got: Buffer[] = []
      for await (const { body } of pop.retrieve()) got.push(Buffer.from(await body.bytes()))
      expect(got).toEqual(readMaildir(dovecot, 'alice'))
    })

    test('dele, rset, fetchNew and quit: deleted is what was acknowledged', async () => {
      {
        await using pop = await Pop3Client.connect(options(way))
        await pop.dele(1)
        await pop.rset()
        const seen = new Set((await pop.uidl()).slice(0, 50).map(({ uid }) => uid))
        for await (const { number, done } of pop.fetchNew({ seen, delete: true })) if (number % 2 === 0) await done()
      }
      expect(readMaildir(dovecot, 'alice')).toHaveLength(55)
      const leaving = await Pop3Client.connect(options(way))
      await leaving.dele(1)
      leaving.close()
      await using again = await Pop3Client.connect(options(way))
      expect((await again.stat()).messages).toBe(55)
    })

    test('user and pass by hand, and APOP', async () => {
      const { auth: _, ...nobody } = options(way)
      for (const login of [
        async (pop: Pop3Client) => {
          await pop.user('alice')
          await pop.pass('wonderland')
        },
        (pop: Pop3Client) => pop.apop('alice', 'wonderland'),
      ]) {
        await using pop = await Pop3Client.connect(nobody)
        await expect(pop.stat()).rejects.toThrow(ReplyError)
        await login(pop)
        expect((await pop.stat()).messages).toBe(60)
      }
    })

    test.each(byPassword)('AUTH %s', async (mechanism) => {
      for (const [user, password] of [
        ['alice', 'wonderland'],
        ['carol', 'pässwörd €'],
      ] as const) {
        const auth = { user, password, mechanisms: [mechanism] }
        await using pop = await Pop3Client.connect(options(way, { auth }))
        expect((await pop.stat()).messages).toBe(user === 'alice' ? 60 : 0)
      }
    })

    test.each(byToken)('AUTH %s', async (mechanism) => {
      const auth = { user: 'alice', token: dovecot.token('alice'), mechanisms: [mechanism] }
      await using pop = await Pop3Client.connect(options(way, { auth }))
      expect((await pop.stat()).messages).toBe(60)
      const expired = { ...auth, token: dovecot.token('alice', { expiresIn: -60 }) }
      await expect(Pop3Client.connect(options(way, { auth: expired }))).rejects.toThrow(AuthError)
    })

    test.each(byToken)('AUTH %s with a token that has expired asks for another', async (name) => {
      const asked: boolean[] = []
      const token = ({ expired }: { expired: boolean }): string => {
        asked.push(expired)
        return dovecot.token('alice', expired ? {} : { expiresIn: -60 })
      }
      const auth = { user: 'alice', token, mechanisms: [name] }
      await using pop = await Pop3Client.connect(options(way, { auth }))
      expect((await pop.stat()).messages).toBe(60)
      expect(asked).toEqual([false, true])
    })

    test('AUTH ANONYMOUS', async () => {
      const auth = { user: 'alice@lab.test', password: '', mechanisms: ['ANONYMOUS'] }
      await using pop = await Pop3Client.connect(options(way, { auth }))
      expect((await pop.stat()).messages).toBe(0)
    })

    test('Dovecot offers no other mechanism but DIGEST-MD5, which is historic (RFC 6331)', async () => {
      const { auth: _, ...nobody } = options(way)
      await using pop = await Pop3Client.connect(nobody)
      const tested = [...byPassword, ...byToken, 'ANONYMOUS', 'DIGEST-MD5']
      expect(pop.capabilities.get('SASL').toSorted()).toEqual(tested.toSorted())
    })

    test('+APOP in the URL is APOP', async () => {
      const { host: _, auth: __, ...rest } = options(way)
      await using pop = await Pop3Client.connect('pop://alice;AUTH=+APOP:wonderland@localhost', rest)
      expect((await pop.stat()).messages).toBe(60)
    })

    test('after a refusal one other family is tried, and no third', async () => {
      const verbs: string[] = []
      const auth = { user: 'alice', password: 'looking-glass' }
      const trace: Pop3Options['trace'] = (event) => {
        if (event.kind === 'exchange') verbs.push(event.verb)
      }
      await expect(Pop3Client.connect(options(way, { auth, trace }))).rejects.toThrow(AuthError)
      expect(verbs.filter((verb) => verb === 'AUTH')).toHaveLength(2)
    })

    test('a wrong password is an AuthError', async () => {
      const auth = { user: 'alice', password: 'looking-glass' }
      const failure = await Pop3Client.connect(options(way, { auth })).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(AuthError)
      expect(failure).toMatchObject({ responseCode: 'AUTH' })
      expect(String((failure as Error).stack)).not.toContain('looking-glass')
    })

    test('a message that is not there fails alone', async () => {
      await using pop = await Pop3Client.connect(options(way))
      await expect(pop.retr(61)).rejects.toThrow(ReplyError)
      expect((await pop.retr(60)).length).toBe(messages[59]!.length)
    })
  })

  test('STLS and a login by hand', async () => {
    const { auth, ...nobody } = options('in clear')
    await using pop = await Pop3Client.connect(nobody)
    expect(pop.capabilities.has('STLS')).toBe(true)
    await pop.startTls()
    expect([pop.secure, pop.capabilities.has('STLS')]).toEqual([true, false])
    await pop.login(auth!)
    expect((await pop.stat()).messages).toBe(60)
  })

  test('what Dovecot does not know is declined: UTF8, LANG', async () => {
    await using pop = await Pop3Client.connect(options('over TLS'))
    await expect(pop.utf8()).rejects.toThrow(ReplyError)
    await expect(pop.langs()).rejects.toThrow(ReplyError)
    await expect(pop.lang('de')).rejects.toThrow(ReplyError)
    await pop.noop()
  })

  test('a certificate of an authority that is not trusted is a TlsError', async () => {
    const { selfSigned } = await certificates()
    const failure = Pop3Client.connect(options('over TLS', { tlsOptions: { ca: selfSigned.cert } }))
    await expect(failure).rejects.toThrow(TlsError)
  })

  test('a port for STARTTLS is told from one for TLS', async () => {
    const failure = Pop3Client.connect(options('over TLS', { port: dovecot.ports.pop3 }))
    await expect(failure).rejects.toThrow("use tls: 'starttls'")
  })
})
