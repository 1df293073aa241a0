import { AuthError, MaildropInUseError, Pop3Client, type Pop3Options } from '@linewire/pop3'
import { beforeEach, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import { fillMaildir } from '../src/maildir.ts'
import { users } from '../src/users.ts'

describeServer(
  'dovecot',
  'lets one session into a maildrop',
  (dovecot) => {
    beforeEach(() => fillMaildir(dovecot, 'alice', [Buffer.from('Subject: x\r\n\r\none\r\n')]))

    const connect = (more: Partial<Pop3Options> = {}): Promise<Pop3Client> =>
      Pop3Client.connect({
        host: '127.0.0.1',
        port: dovecot.ports.pop3s,
        tlsOptions: { ca: dovecot.certificates.ca },
        tls: 'implicit',
        auth: { user: 'alice', password: users.alice.password },
        ...more,
      })
    const refusal = (connecting: Promise<Pop3Client>): Promise<unknown> =>
      connecting.then(
        () => 'let in',
        (error: unknown) => error,
      )

    test('who comes from the same address is refused at once', async () => {
      await using holder = await connect()
      // by then Dovecot has counted it
      await holder.noop()
      for (const mechanisms of [['PLAIN'], ['SCRAM-SHA-256'], ['CRAM-MD5']]) {
        const auth = { user: 'alice', password: users.alice.password, mechanisms }
        const refused = await refusal(connect({ auth }))
        expect(refused).toBeInstanceOf(MaildropInUseError)
        expect(refused).not.toBeInstanceOf(AuthError)
        expect(refused).toMatchObject({ command: 'AUTH', responseCode: 'IN-USE', transient: true })
      }
      expect((await holder.stat()).messages).toBe(1)
    })

    test('who comes from another address waits for the lock, and hears who has it; afterwards he is let in', async () => {
      {
        await using holder = await connect()
        const refused = await refusal(connect({ localAddress: '127.0.0.2' }))
        expect(refused).toBeInstanceOf(MaildropInUseError)
        expect(refused).toMatchObject({
          responseCode: 'IN-USE',
          transient: true,
          text: expect.stringContaining('locked by another POP3 session'),
        })
        expect((await holder.stat()).messages).toBe(1)
      }
      await using next = await connect({ localAddress: '127.0.0.2' })
      expect((await next.stat()).messages).toBe(1)
    })
  },
  { oneSession: true },
)
