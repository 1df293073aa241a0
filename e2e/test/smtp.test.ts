import { compose } from '@linewire/message'
import {
  AuthError,
  DataError,
  ExtensionError,
  RecipientsError,
  ReplyError,
  SmtpClient,
  type SmtpOptions,
  TlsError,
} from '@linewire/smtp'
import { describe, expect, test } from 'vitest'
import { certificates } from '../src/certificates.ts'
import { describeServer } from '../src/describe-server.ts'
import { readMaildir } from '../src/maildir.ts'
import type { Mail } from '../src/postfix.ts'

interface WayTo {
  port(mail: Mail): number
  tls: 'implicit' | 'starttls' | 'none'
  user?: { user: string; password: string }
  lmtp?: true
  server: 'postfix' | 'submission' | 'lmtp'
}

const bob = { user: 'bob', password: 'builder' }
const ways: Record<string, WayTo> = {
  'Postfix in clear': { port: ({ ports }) => ports.smtp, tls: 'none', server: 'postfix' },
  'Postfix in clear with AUTH': { port: ({ ports }) => ports.smtp, tls: 'none', user: bob, server: 'postfix' },
  'Postfix by STARTTLS': { port: ({ ports }) => ports.smtp, tls: 'starttls', server: 'postfix' },
  'Postfix submission by STARTTLS': {
    port: ({ ports }) => ports.submission,
    tls: 'starttls',
    user: bob,
    server: 'postfix',
  },
  'Postfix over TLS': { port: ({ ports }) => ports.smtps, tls: 'implicit', user: bob, server: 'postfix' },
  'Dovecot submission in clear': {
    port: (m) => m.ports.dovecotSubmission,
    tls: 'none',
    user: bob,
    server: 'submission',
  },
  'Dovecot submission by STARTTLS': {
    port: (m) => m.ports.dovecotSubmission,
    tls: 'starttls',
    user: bob,
    server: 'submission',
  },
  'Dovecot LMTP in clear': { port: ({ ports }) => ports.lmtp, tls: 'none', lmtp: true, server: 'lmtp' },
  'Dovecot LMTP by STARTTLS': { port: ({ ports }) => ports.lmtp, tls: 'starttls', lmtp: true, server: 'lmtp' },
}

/** Every octet that has ever been trouble on the way: dots, 8 bit, bare CR and LF, long lines, no end. */
const awkward = (name: string): Buffer =>
  Buffer.concat([
    Buffer.from('Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-Id: <1@lab.test>\r\n'),
    Buffer.from(`From: bob@lab.test\r\nTo: alice@lab.test\r\nSubject: ${name}\r\n\r\n`),
    Buffer.from('.one dot\r\n..two dots\r\n.\r\n...\r\n\r\n.\r\n'),
    Buffer.from(Array.from({ length: 128 }, (_, octet) => octet + 128)),
    Buffer.from('\r\nGrüße\tfrom the lab =\r\n'),
    Buffer.from(`${'long line '.repeat(90)}\r\n`),
    Buffer.from('\r\n\r\nthe last line ends'),
  ])

/** As it lies in the Maildir: line ends of one octet, behind what servers put before it. */
const stored = (message: Buffer): string => `${message.toString('latin1').replaceAll('\r\n', '\n')}\n`

let serial = 0
const unique = (name: string): string => `${name} ${++serial}`

describeServer('mail', 'serves SmtpClient', (mail) => {
  const options = (name: string, more: Partial<SmtpOptions> = {}): SmtpOptions => {
    const { port, tls, user, lmtp } = ways[name]!
    return {
      host: 'localhost',
      port: port(mail),
      tls,
      tlsOptions: { ca: mail.certificates.ca },
      ...(user ? { auth: user } : {}),
      ...(lmtp ? { lmtp } : {}),
      ...more,
    }
  }
  const connect = (name: string, more?: Partial<SmtpOptions>): Promise<SmtpClient> =>
    SmtpClient.connect(options(name, more))

  /** The one message with this subject, once it has been delivered. */
  async function arrived(subject: string, user: 'alice' | 'bob' | 'carol' = 'alice'): Promise<string> {
    for (;;) {
      const found = readMaildir(mail.dovecot, user).filter((octets) => octets.includes(`Subject: ${subject}\n`))
      expect(found.length).toBeLessThan(2)
      if (found[0]) return found[0].toString('latin1')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const raw = (subject: string, to: string | string[] = 'alice@lab.test') => ({
    from: 'bob@lab.test',
    to,
    data: `From: bob@lab.test\r\nSubject: ${subject}\r\n\r\nHello\r\n`,
  })

  describe.each(Object.keys(ways))('%s', (name) => {
    const { server, tls } = ways[name]!

    test('what is sent arrives octet by octet', async () => {
      await using smtp = await connect(name)
      expect(smtp.secure).toBe(tls !== 'none')
      expect(smtp.greeting.code).toBe(220)
      for (const pipelining of ['auto', 'off'] as const) {
        await using client = await connect(name, { pipelining })
        const subject = unique('awkward')
        const data = awkward(subject)
        const { accepted, rejected, reply, queueId } = await client.send({ ...raw(subject), data })
        expect([accepted, rejected, reply.code]).toEqual([['alice@lab.test'], [], 250])
        expect(queueId).toMatch(/^\S+$/)
        expect((await arrived(subject)).endsWith(stored(data))).toBe(true)
      }
    })

    test('every kind of source, one behind the other', async () => {
      await using smtp = await connect(name)
      const subjects = ['text', 'octets', 'blob', 'stream'].map(unique)
      const datas = subjects.map(awkward)
      const messages = subjects.map((subject, at) => {
        const data = datas[at]!
        const blob = new Blob([new Uint8Array(data)])
        return { ...raw(subject), data: [data.toString('latin1'), data, blob, blob.stream()][at]! }
      })
      const results: number[] = []
      for await (const { accepted } of smtp.sendAll(messages)) results.push(accepted.length)
      expect(results).toEqual([1, 1, 1, 1])
      for (const [at, subject] of subjects.entries()) {
        // text is sent as UTF-8
        const data = at === 0 ? Buffer.from(datas[0]!.toString('latin1')) : datas[at]!
        expect((await arrived(subject)).endsWith(stored(data))).toBe(true)
      }
    })

    test('messages in parallel arrive, a large one among them', async () => {
      await using smtp = await connect(name)
      const subjects = Array.from({ length: 20 }, () => unique('parallel'))
      const large = `\r\n${`${'x'.repeat(76)}\r\n`.repeat(20_000)}`
      const results = await Promise.all(
        subjects.map((subject, at) => {
          const message = raw(subject)
          return smtp.send({ ...message, data: message.data + (at === 5 ? large : '') })
        }),
      )
      expect(results.every(({ accepted }) => accepted.length === 1)).toBe(true)
      for (const subject of subjects) await arrived(subject)
      expect((await arrived(subjects[5]!)).length).toBeGreaterThan(20_000 * 77)
    })

    test('a composed message', async () => {
      await using smtp = await connect(name)
      const subject = unique('composed')
      const { accepted } = await smtp.send(
        compose({
          from: 'Bob <bob@lab.test>',
          to: 'alice@lab.test',
          subject,
          text: 'Grüße\n',
          attachments: [{ filename: 'a.bin', content: Buffer.alloc(1000, 7) }],
        }),
      )
      expect(accepted).toEqual(['alice@lab.test'])
      expect(await arrived(subject)).toContain('Content-Type: multipart/mixed')
    })

    test('a transaction by hand, and what else there is to say', async () => {
      await using smtp = await connect(name)
      await smtp.mail('bob@lab.test')
      await smtp.rcpt('alice@lab.test')
      expect((await smtp.rset()).code).toBe(250)
      await expect(smtp.data('x')).rejects.toThrow(DataError)
      const subject = unique('by hand')
      await Promise.all([smtp.mail('bob@lab.test', { size: 100, body: '8BITMIME' }), smtp.rcpt('alice@lab.test')])
      const { code, replies } = await smtp.data(awkward(subject))
      expect([code, replies?.size]).toEqual([250, server === 'lmtp' ? 1 : undefined])
      expect((await arrived(subject)).endsWith(stored(awkward(subject)))).toBe(true)
      expect((await smtp.noop()).code).toBe(250)
      const codes: Record<string, string> = {}
      const calls = {
        vrfy: smtp.vrfy('alice'),
        expn: smtp.expn('staff'),
        help: smtp.help(),
        etrn: smtp.etrn('lmtp.lab.test'),
      }
      for (const [verb, call] of Object.entries(calls)) {
        codes[verb] = await call.then(
          (reply) => String(reply.code),
          (error: unknown) => {
            expect(error).toBeInstanceOf(ReplyError)
            return (error as ReplyError).code
          },
        )
      }
      expect(codes).toEqual(answers[server])
    })

    test('a message in chunks', async () => {
      await using smtp = await connect(name)
      expect(smtp.capabilities.has('CHUNKING')).toBe(true)
      const subject = unique('chunks')
      const data = Buffer.concat([awkward(subject), Buffer.from('\r\n')])
      await smtp.mail('bob@lab.test')
      await smtp.rcpt('alice@lab.test')
      expect((await smtp.bdat(data.subarray(0, 100))).code).toBe(250)
      expect((await smtp.bdat(data.subarray(100), { last: true })).code).toBe(250)
      expect((await arrived(subject)).endsWith(stored(data.subarray(0, -2)))).toBe(true)
    })

    test('quit, and a client that is left at once', async () => {
      const smtp = await connect(name)
      await smtp.quit()
      expect(smtp.closed).toBe(true)
      const other = await connect(name)
      other.close()
      await expect(other.noop()).rejects.toThrow('closed')
    })
  })

  /** what each server says to VRFY, EXPN, HELP, ETRN */
  const answers: Record<WayTo['server'], Record<string, string>> = {
    postfix: { vrfy: '252', expn: '500', help: '500', etrn: '250' },
    submission: { vrfy: '252', expn: '500', help: '500', etrn: '500' },
    lmtp: { vrfy: '252', expn: '500', help: '500', etrn: '500' },
  }

  describe.each(['Postfix in clear', 'Postfix submission by STARTTLS', 'Postfix over TLS'])('%s', (name) => {
    test('some refused: the others get it', async () => {
      await using smtp = await connect(name)
      const subject = unique('partial')
      const to = ['reject@lab.test', 'alice@lab.test', 'defer@lab.test', 'nobody@lab.test', 'carol@lab.test']
      const { accepted, rejected } = await smtp.send(raw(subject, to))
      expect(accepted).toEqual(['alice@lab.test', 'carol@lab.test'])
      expect(rejected.map(({ recipient, error }) => [recipient, error.responseCode, error.transient])).toEqual([
        ['reject@lab.test', '5.7.1', false],
        ['defer@lab.test', '4.3.0', true],
        ['nobody@lab.test', '5.1.1', false],
      ])
      await Promise.all([arrived(subject), arrived(subject, 'carol')])
    })

    test('all or nobody, all refused, and the client goes on', async () => {
      await using smtp = await connect(name)
      const subject = unique('all or nobody')
      const to = ['alice@lab.test', 'reject@lab.test']
      await expect(smtp.send(raw(subject, to), { partial: 'abort' })).rejects.toThrow(RecipientsError)
      await expect(smtp.send(raw(subject, ['reject@lab.test', 'defer@lab.test']))).rejects.toMatchObject({
        rejected: [{ recipient: 'reject@lab.test' }, { recipient: 'defer@lab.test' }],
        transient: true,
      })
      const both = await Promise.allSettled([smtp.send(raw(subject, 'reject@lab.test')), smtp.send(raw(subject))])
      expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
      await arrived(subject)
    })

    test('a hundred recipients are one flight', async () => {
      await using smtp = await connect(name)
      const subject = unique('many')
      const to = Array.from({ length: 100 }, (_, at) => `alice+${at}@lab.test`)
      expect((await smtp.send(raw(subject, [...to.slice(0, 1)]))).accepted).toHaveLength(1)
      await arrived(subject)
      await smtp.mail('bob@lab.test')
      const replies = await Promise.all(to.map((address) => smtp.rcpt(address)))
      expect(replies.every(({ code }) => code === 250)).toBe(true)
      await smtp.rset()
    })

    test('parameters of MAIL and RCPT are understood, and reports go to nobody who does not want them', async () => {
      await using smtp = await connect(name)
      const subject = unique('parameters')
      const to = [{ address: 'alice@lab.test', notify: 'NEVER', orcpt: 'a+b=c@lab.test' }] as const
      const parameters = { ret: 'HDRS', envid: 'QQ+314 159', size: 500, body: '8BITMIME' } as const
      expect((await smtp.send({ ...raw(subject), to, ...parameters })).accepted).toEqual(['alice@lab.test'])
      await arrived(subject)
      await expect(smtp.send(raw(subject), { requireTls: true })).rejects.toThrow(ExtensionError)
      await expect(smtp.send({ ...raw(subject), size: 10_485_761 })).rejects.toMatchObject({ extension: 'SIZE' })
    })

    test('an address beyond ASCII goes by SMTPUTF8', async () => {
      await using smtp = await connect(name)
      const subject = unique('utf8')
      expect((await smtp.send(raw(subject, 'jürgen@lab.test'))).accepted).toEqual(['jürgen@lab.test'])
      await arrived(subject)
    })

    test('ehlo, helo', async () => {
      await using smtp = await connect(name)
      expect((await smtp.ehlo('other.lab.test')).has('PIPELINING')).toBe(true)
      expect((await smtp.helo('other.lab.test')).text).toBe('mx.lab.test')
    })
  })

  test('a message over the limit that nobody had announced is a DataError', async () => {
    await using smtp = await connect('Postfix in clear')
    const chunk = Buffer.from(`${'x'.repeat(76)}\r\n`.repeat(1000))
    async function* large(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < 140; at++) yield chunk
    }
    await expect(smtp.send({ ...raw('large'), data: large() })).rejects.toMatchObject({ code: '552' })
    expect((await smtp.noop()).code).toBe(250)
  })

  test('LMTP tells of each recipient what became of it', async () => {
    for (const name of ['Dovecot LMTP in clear', 'Dovecot LMTP by STARTTLS']) {
      await using lmtp = await connect(name)
      const subject = unique('over quota')
      const message = raw(subject, ['bob@lab.test', 'alice@lab.test'])
      const data = message.data + `${'x'.repeat(76)}\r\n`.repeat(20_000)
      const { accepted, rejected, replies } = await lmtp.send({ ...message, data })
      expect(accepted).toEqual(['alice@lab.test'])
      expect(rejected).toMatchObject([{ recipient: 'bob@lab.test', error: { responseCode: '5.2.2' } }])
      expect(replies!.get('alice@lab.test')!.code).toBe(250)
      await arrived(subject)
      await expect(lmtp.send({ ...message, to: 'bob@lab.test', data })).rejects.toThrow(RecipientsError)
    }
  })

  test('startTls() and login() by hand', async () => {
    const { auth: _, ...nobody } = options('Postfix submission by STARTTLS', { tls: 'none' })
    await using smtp = await SmtpClient.connect(nobody)
    await expect(smtp.mail('bob@lab.test')).rejects.toThrow(ReplyError)
    await smtp.startTls()
    expect(smtp.secure).toBe(true)
    await expect(smtp.rcpt('alice@lab.test')).rejects.toThrow(ReplyError)
    await smtp.login(bob)
    expect((await smtp.mail('bob@lab.test')).code).toBe(250)
    expect((await smtp.rcpt('alice@elsewhere.test')).code).toBe(250)
  })

  test('xclient() speaks for another client', async () => {
    await using smtp = await connect('Postfix in clear', { host: '127.0.0.1', localAddress: '127.0.0.8' })
    expect(smtp.capabilities.has('XCLIENT')).toBe(true)
    expect((await smtp.xclient({ ADDR: '127.0.0.9', NAME: 'relay.lab.test' })).code).toBe(220)
    expect((await smtp.send(raw('relayed', 'somebody@elsewhere.test'))).accepted).toHaveLength(1)
    await using other = await connect('Postfix in clear', { host: '127.0.0.1' })
    await expect(other.xclient({ ADDR: '127.0.0.9' })).rejects.toThrow(ReplyError)
  })

  describe.each(['Postfix submission by STARTTLS', 'Postfix over TLS', 'Dovecot submission by STARTTLS'])(
    '%s',
    (name) => {
      test.each(['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'])('AUTH %s', async (mechanism) => {
        for (const [user, password] of [
          ['alice', 'wonderland'],
          ['carol', mail.users.carol.password],
        ] as const) {
          await using smtp = await connect(name, { auth: { user, password, mechanisms: [mechanism] } })
          expect((await smtp.mail('bob@lab.test')).code).toBe(250)
        }
      })

      test.each(['OAUTHBEARER', 'XOAUTH2'])('AUTH %s', async (mechanism) => {
        const auth = { user: 'alice', token: mail.token('alice'), mechanisms: [mechanism] }
        await using smtp = await connect(name, { auth })
        expect((await smtp.mail('bob@lab.test')).code).toBe(250)
        const expired = { ...auth, token: mail.token('alice', { expiresIn: -60 }) }
        await expect(connect(name, { auth: expired })).rejects.toThrow(AuthError)
      })

      test('a wrong password is an AuthError', async () => {
        const auth = { user: 'alice', password: 'looking-glass' }
        const failure = await connect(name, { auth }).catch((error: unknown) => error)
        expect(failure).toBeInstanceOf(AuthError)
        expect(failure).toMatchObject({ code: '535', responseCode: '5.7.8' })
        expect(String((failure as Error).stack)).not.toContain('looking-glass')
      })
    },
  )

  test('a certificate of an authority that is not trusted is a TlsError', async () => {
    const { selfSigned } = await certificates()
    for (const name of ['Postfix over TLS', 'Postfix by STARTTLS', 'Dovecot LMTP by STARTTLS']) {
      await expect(connect(name, { tlsOptions: { ca: selfSigned.cert } })).rejects.toThrow(TlsError)
    }
  })

  test('a port for STARTTLS is told from one for TLS', async () => {
    await expect(connect('Postfix over TLS', { port: mail.ports.smtp })).rejects.toThrow("use tls: 'starttls'")
  })
})
