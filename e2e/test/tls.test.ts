import { X509Certificate } from 'node:crypto'
import { FtpClient } from '@linewire/ftp'
import { ImapClient } from '@linewire/imap'
import { NntpClient } from '@linewire/nntp'
import { Pop3Client } from '@linewire/pop3'
import { SmtpClient } from '@linewire/smtp'
import { AuthError, dial, type SocketTransport, TlsError } from '@linewire/wire'
import { describe, expect, test, vi } from 'vitest'
import { type CertificateName, type Certificates, certificates } from '../src/certificates.ts'
import { describeServer } from '../src/describe-server.ts'
import { users } from '../src/users.ts'

const auth = { user: 'alice', password: users.alice.password }
const host = '127.0.0.1'

const sha256Of = (made: Certificates, name: CertificateName): string =>
  new X509Certificate(made[name].cert).fingerprint256
const another = 'ab'.repeat(32)

type Connect = (tlsOptions: { fingerprint: string }) => Promise<AsyncDisposable>

/** A server is taken by its pin, and another one is not. */
async function pinned(certificate: CertificateName, connect: Connect): Promise<void> {
  const fingerprint = sha256Of(await certificates(), certificate)
  const client = await connect({ fingerprint })
  await client[Symbol.asyncDispose]()
  const refused = connect({ fingerprint: another })
  await expect(refused).rejects.toBeInstanceOf(TlsError)
  await expect(refused).rejects.toMatchObject({ code: 'ERR_TLS_PIN', message: expect.stringContaining(fingerprint) })
}

describe.each(['selfSigned', 'wrongHost'] as const)(
  'a pinned certificate that nothing else speaks for: %s',
  (certificate) => {
    describeServer(
      'mail',
      'mail',
      (server) => {
        test.each([
          ['imap', 'starttls'],
          ['imaps', 'implicit'],
        ] as const)('%s', (port, tls) =>
          pinned(certificate, (tlsOptions) =>
            ImapClient.connect({ host, port: server.ports[port], tls, auth, tlsOptions }),
          ),
        )
        test.each([
          ['pop3', 'starttls'],
          ['pop3s', 'implicit'],
        ] as const)('%s', (port, tls) =>
          pinned(certificate, (tlsOptions) =>
            Pop3Client.connect({ host, port: server.ports[port], tls, auth, tlsOptions }),
          ),
        )
        test.each([
          ['submission', 'starttls'],
          ['smtps', 'implicit'],
        ] as const)('%s', (port, tls) =>
          pinned(certificate, (tlsOptions) =>
            SmtpClient.connect({ host, port: server.ports[port], tls, auth, tlsOptions }),
          ),
        )
      },
      { certificate },
    )

    describeServer(
      'inn',
      'news',
      (server) => {
        test.each([
          ['nntp', 'starttls'],
          ['nntps', 'implicit'],
        ] as const)('%s', (port, tls) =>
          pinned(certificate, (tlsOptions) =>
            NntpClient.connect({ host, port: server.ports[port], tls, auth, tlsOptions }),
          ),
        )
      },
      { certificate },
    )

    for (const name of ['vsftpd', 'proftpd'] as const) {
      describeServer(
        name,
        'files, with data over resumed sessions',
        (server) => {
          for (const [port, tls] of [
            ['ftp', 'starttls'],
            ['ftps', 'implicit'],
          ] as const) {
            test.each(['epsv', 'active'] as const)(`${port}, %s`, (mode) =>
              pinned(certificate, async (tlsOptions) => {
                const more = { mode, auth, tlsOptions, requireSessionReuse: true }
                const ftp = await FtpClient.connect({ host, port: server.ports[port], tls, ...more })
                await ftp.put('pinned', `pinned-${mode}`)
                expect(await (await ftp.get(`pinned-${mode}`)).text()).toBe('pinned')
                expect(ftp.data).toMatchObject({ secure: true, sessionReused: true })
                return ftp
              }),
            )
          }
        },
        { certificate },
      )
    }
  },
)

describeServer(
  'dovecot',
  'that asks for a certificate of the client’s',
  (dovecot) => {
    const connect = async (client: { cert: string; key: string } | undefined, maxVersion: 'TLSv1.2' | 'TLSv1.3') => {
      const { ca } = await certificates()
      return ImapClient.connect({
        host,
        port: dovecot.ports.imaps,
        tls: 'implicit',
        tlsOptions: { ca, maxVersion, ...client },
        auth: { user: 'alice', password: '' },
      })
    }

    test.each(['TLSv1.2', 'TLSv1.3'] as const)('EXTERNAL: the certificate is the login (%s)', async (version) => {
      await using imap = await connect((await certificates()).client, version)
      expect(imap.capabilities.has('IDLE')).toBe(true)
      expect((await imap.examine('INBOX')).name).toBe('INBOX')
    })

    test.each(['TLSv1.2', 'TLSv1.3'] as const)(
      'one of an authority that it does not know is none (%s)',
      async (version) => {
        await expect(connect((await certificates()).selfSigned, version)).rejects.toBeInstanceOf(AuthError)
      },
    )
  },
  { clientCertificates: true },
)

/** Ports that are taken for the other kind, as people do. */
async function mistaken(
  connect: (port: 'clear' | 'tls', tls: 'implicit' | 'starttls') => Promise<unknown>,
): Promise<void> {
  const clear = connect('clear', 'implicit')
  await expect(clear).rejects.toBeInstanceOf(TlsError)
  await expect(clear).rejects.toThrow("does not speak TLS here; if it is a port for STARTTLS, use tls: 'starttls'")
  // both wait for the other to begin
  const secret = connect('tls', 'starttls')
  await expect(secret).rejects.toThrow("if it speaks TLS from the first octet on, use tls: 'implicit'")
}

const timeout = { greeting: 300 }

describeServer('mail', 'on the other kind of port', (server) => {
  test('IMAP', () =>
    mistaken((port, tls) => {
      const { imap, imaps } = server.ports
      return ImapClient.connect({ host: 'localhost', port: port === 'tls' ? imaps : imap, tls, auth, timeout })
    }))
  test('POP3', () =>
    mistaken((port, tls) => {
      const { pop3, pop3s } = server.ports
      return Pop3Client.connect({ host: 'localhost', port: port === 'tls' ? pop3s : pop3, tls, auth, timeout })
    }))
  test('SMTP', () =>
    mistaken((port, tls) => {
      const { submission, smtps } = server.ports
      return SmtpClient.connect({ host: 'localhost', port: port === 'tls' ? smtps : submission, tls, auth, timeout })
    }))
})

describeServer('inn', 'on the other kind of port', (server) => {
  test('NNTP', () =>
    mistaken((port, tls) => {
      const { nntp, nntps } = server.ports
      return NntpClient.connect({ host: 'localhost', port: port === 'tls' ? nntps : nntp, tls, auth, timeout })
    }))
})

for (const name of ['vsftpd', 'proftpd'] as const) {
  describeServer(name, 'on the other kind of port', (server) => {
    test('FTP', () =>
      mistaken((port, tls) => {
        const { ftp, ftps } = server.ports
        return FtpClient.connect({ host: '127.0.0.1', port: port === 'tls' ? ftps : ftp, tls, auth, timeout })
      }))
  })
}

/** A connection, and the session that the server gives it: with TLS 1.3 behind the handshake. */
async function first(port: number, tlsOptions: object): Promise<{ transport: SocketTransport; session: Buffer }> {
  const transport = await dial({ host: 'localhost', port, tls: 'implicit', tlsOptions })
  transport.start({ data: () => {}, drain: () => {}, end: () => {}, close: () => {} })
  return { transport, session: await vi.waitUntil(() => transport.session) }
}

describeServer('mail', 'and TLS sessions', (server) => {
  test.each([
    ['imaps', 'TLSv1.2'],
    ['imaps', 'TLSv1.3'],
    ['smtps', 'TLSv1.2'],
    ['smtps', 'TLSv1.3'],
  ] as const)('%s: the next connection resumes the session of the one before (%s)', async (port, maxVersion) => {
    const { ca } = await certificates()
    const tlsOptions = { ca, maxVersion }
    const { transport, session } = await first(server.ports[port], tlsOptions)
    const next = await dial({
      host: 'localhost',
      port: server.ports[port],
      tls: 'implicit',
      tlsOptions: { ...tlsOptions, session },
    })
    expect([transport.sessionReused, next.sessionReused]).toEqual([false, true])
    transport.destroy()
    next.destroy()
  })
})

describeServer('openssl', 'that insists on a certificate of the client’s', (server) => {
  /** How the connection ends. */
  async function ending(client: object): Promise<unknown> {
    try {
      const { ca } = await certificates()
      const transport = await dial({
        host: 'localhost',
        port: server.ports.tls,
        tls: 'implicit',
        tlsOptions: { ca, ...client },
      })
      return await new Promise((resolve) => {
        transport.start({ data: () => {}, drain: () => {}, end: () => {}, close: resolve })
      })
    } catch (error) {
      return error
    }
  }

  test.each([
    ['TLSv1.2', 'ended the TLS handshake: it may want a certificate from us (tlsOptions.cert and key)'],
    ['TLSv1.3', 'localhost wants a certificate from us: pass tlsOptions.cert and key'],
  ] as const)('its alert says what to do without one (%s)', async (maxVersion, message) => {
    const error = await ending({ maxVersion })
    expect(error).toBeInstanceOf(TlsError)
    expect(error).toMatchObject({ message: expect.stringContaining(message) })
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('and with one that it does not take (%s)', async (maxVersion) => {
    const error = await ending({ ...(await certificates()).selfSigned, maxVersion })
    expect(error).toBeInstanceOf(TlsError)
    expect(error).toMatchObject({ message: expect.stringContaining('does not take our certificate (tlsOptions.cert)') })
  })
})
