import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { curl } from './curl.ts'

const letter = (subject: string) => Buffer.from(`From: bob@lab.test\r\nSubject: ${subject}\r\n\r\n.leading dot\r\n`)

describeServer(
  'mail',
  'answers curl',
  (mail) => {
    const send = (url: string, subject: string, ...options: string[]) =>
      curl(mail, '--mail-from', 'bob@lab.test', ...options, letter(subject), url)
    const to = (...recipients: string[]) => recipients.flatMap((name) => ['--mail-rcpt', name])

    /** The newest message of a maildrop, once there are `count`. */
    const arrived = async (user: string, password: string, count: number): Promise<string> => {
      const url = `pop3s://localhost:${mail.ports.pop3s}/`
      for (;;) {
        const { out } = await curl(mail, '-u', `${user}:${password}`, url)
        if (out.split('\r\n').length > count) break
        await sleep(20)
      }
      return (await curl(mail, '-u', `${user}:${password}`, `${url}${count}`)).out
    }

    test('mail sent after STARTTLS and AUTH is there by POP3', async () => {
      const url = `smtp://localhost:${mail.ports.submission}`
      const sent = await send(url, 'submitted', '--ssl-reqd', '-u', 'bob:builder', ...to('alice@lab.test'))
      expect(sent.code, sent.trace).toBe(0)
      const got = await arrived('alice', 'wonderland', 1)
      expect(got).toContain('Subject: submitted')
      expect(got).toContain('\r\n.leading dot\r\n')
    })

    test('so is mail sent over TLS, which Postfix hands on by LMTP', async () => {
      const url = `smtps://localhost:${mail.ports.smtps}`
      const sent = await send(url, 'by LMTP', '-u', 'bob:builder', ...to('carol@lmtp.lab.test'))
      expect(sent.code, sent.trace).toBe(0)
      expect(await arrived('carol', mail.users.carol.password, 1)).toContain('Subject: by LMTP')
    })

    test('and mail given to Dovecot’s submission, which relays to Postfix', async () => {
      const url = `smtp://localhost:${mail.ports.dovecotSubmission}`
      const sent = await send(url, 'relayed', '--ssl-reqd', '-u', 'alice:wonderland', ...to('bob@lab.test'))
      expect(sent.code, sent.trace).toBe(0)
      expect(await arrived('bob', 'builder', 1)).toContain('Subject: relayed')
    })

    test.each([
      ['reject@lab.test', '550 5.7.1'],
      ['defer@lab.test', '451 4.3.0'],
      ['nobody@lab.test', '550 5.1.1'],
      ['alice@elsewhere.test', '554 5.7.1'],
    ])('%s is refused with %s', async (recipient, reply) => {
      const sent = await send(`smtp://localhost:${mail.ports.smtp}`, 'refused', ...to(recipient))
      expect(sent.code).toBe(55)
      expect(sent.trace).toContain(`< ${reply}`)
    })

    test('a wrong password is refused', async () => {
      const url = `smtps://localhost:${mail.ports.smtps}`
      expect((await send(url, 'never', '-u', 'bob:wrong', ...to('alice@lab.test'))).code).toBe(67)
    })
  },
  { with: ['curl'] },
)
