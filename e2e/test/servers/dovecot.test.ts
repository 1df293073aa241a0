import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { curl } from './curl.ts'
import { RawClient } from './raw-client.ts'

const letter = (subject: string) => Buffer.from(`From: alice@lab.test\r\nSubject: ${subject}\r\n\r\nHello\r\n`)

describeServer(
  'dovecot',
  'answers curl',
  (dovecot) => {
    const alice = 'alice:wonderland'
    const carol = 'carol:pässwörd €'
    const at = (scheme: 'imap' | 'imaps' | 'pop3' | 'pop3s', path: string) =>
      `${scheme}://localhost:${dovecot.ports[scheme]}/${path}`

    test('IMAP: a message appended over STARTTLS is read over TLS', async () => {
      const put = await curl(dovecot, '--ssl-reqd', '-u', alice, letter('appended'), at('imap', 'INBOX'))
      expect(put.code, put.trace).toBe(0)
      const got = await curl(dovecot, '-u', alice, at('imaps', 'INBOX;MAILINDEX=1'))
      expect(got.out).toContain('Subject: appended')
    })

    test('POP3: the same message is listed over STLS and retrieved over TLS', async () => {
      const list = await curl(dovecot, '--ssl-reqd', '-u', alice, at('pop3', ''))
      expect(list.out).toMatch(/^1 \d+\r\n$/)
      const got = await curl(dovecot, '-u', alice, at('pop3s', '1'))
      expect(got.out).toContain('Subject: appended')
    })

    test('LMTP: mail is delivered to a maildrop', async () => {
      await using lmtp = await RawClient.open({ host: dovecot.host, port: dovecot.ports.lmtp })
      expect(await lmtp.line()).toMatch(/^220 /)
      const capabilities = [await lmtp.ask('LHLO localhost')]
      while (capabilities.at(-1)?.startsWith('250-')) capabilities.push(await lmtp.line())
      expect(capabilities).toContain('250-PIPELINING')
      for (const line of ['MAIL FROM:<alice@lab.test>', 'RCPT TO:<carol@lab.test>']) {
        expect(await lmtp.ask(line)).toMatch(/^250 /)
      }
      expect(await lmtp.ask('DATA')).toMatch(/^354 /)
      expect(await lmtp.ask('Subject: delivered\r\n\r\nHello\r\n.')).toMatch(/^250 .*Saved/)
      const got = await curl(dovecot, '-u', carol, '--login-options', 'AUTH=PLAIN', at('imaps', 'INBOX;MAILINDEX=1'))
      expect(got.out).toContain('Subject: delivered')
      expect(readdirSync(join(dovecot.maildir('carol'), 'cur'))).toHaveLength(1)
    })

    test.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])('SASL %s', async (mechanism) => {
      const login = await curl(dovecot, '-u', alice, '--login-options', `AUTH=${mechanism}`, at('imaps', ''))
      expect(login.code, login.trace).toBe(0)
      expect(login.trace).toContain(`AUTHENTICATE ${mechanism}`)
    })

    test('a password beyond ASCII', async () => {
      const login = await curl(dovecot, '-u', carol, '--login-options', 'AUTH=PLAIN', at('imaps', ''))
      expect(login.code, login.trace).toBe(0)
    })

    test('a bearer token is taken, an expired or forged one is not', async () => {
      const login = (token: string) => curl(dovecot, '-u', 'alice:', '--oauth2-bearer', token, at('imaps', ''))
      expect((await login(dovecot.token('alice'))).code).toBe(0)
      expect((await login(dovecot.token('alice', { expiresIn: -60 }))).code).toBe(67)
      expect((await login(dovecot.token('alice', { secret: 'another' }))).code).toBe(67)
    })

    test('every SASL mechanism of ours is offered', async () => {
      await using imap = await RawClient.open({ host: dovecot.host, port: dovecot.ports.imap })
      const greeting = await imap.line()
      for (const mechanism of ['SCRAM-SHA-1', 'SCRAM-SHA-256', 'OAUTHBEARER', 'XOAUTH2']) {
        expect(greeting).toContain(` AUTH=${mechanism}`)
      }
    })

    test('a wrong password is refused', async () => {
      expect((await curl(dovecot, '-u', 'alice:wrong', at('imaps', ''))).code).toBe(67)
    })
  },
  { with: ['curl'] },
)
