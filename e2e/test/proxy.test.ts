import { randomBytes } from 'node:crypto'
import { FtpClient } from '@linewire/ftp'
import { Pop3Client } from '@linewire/pop3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import { fillMaildir } from '../src/maildir.ts'
import type { ProFtpd } from '../src/proftpd.ts'
import { type RunningProxy, startMicrosocks, startTinyproxy } from '../src/proxies.ts'
import { users } from '../src/users.ts'
import type { Vsftpd } from '../src/vsftpd.ts'

const login = { user: 'carol', password: 'pa-ss.word' }
const message = Buffer.from('Subject: through a proxy\r\n\r\nhello\r\n')
const starters = { socks5: startMicrosocks, http: startTinyproxy }
const ways = [
  ['socks5', undefined],
  ['socks5', login],
  ['http', undefined],
  ['http', login],
] as const

/** The proxy of one way, its URL, and how many connections it has made to a host: both log one line for each. */
function started(scheme: keyof typeof starters, access: typeof login | undefined) {
  let proxy: RunningProxy | undefined
  beforeAll(async () => {
    proxy = await starters[scheme](access ? { login: access } : {})
  })
  afterAll(() => proxy?.stop())
  const url = (as = access): string =>
    `${scheme}://${as ? `${as.user}:${as.password}@` : ''}127.0.0.1:${proxy!.ports.proxy}`
  const made = (): number =>
    proxy!.log().match(/connected to localhost:|Established connection to host "localhost"/g)?.length ?? 0
  return { url, made }
}

describeServer(
  'dovecot',
  'is reached by Pop3Client through a proxy',
  (dovecot) => {
    beforeAll(() => fillMaildir(dovecot, 'alice', [message]))

    describe.each(ways)('%s, login %o', (scheme, access) => {
      const { url, made } = started(scheme, access)
      const connect = (tls: 'implicit' | 'starttls', proxy: string): Promise<Pop3Client> =>
        Pop3Client.connect({
          host: 'localhost',
          port: tls === 'implicit' ? dovecot.ports.pop3s : dovecot.ports.pop3,
          tls,
          tlsOptions: { ca: dovecot.certificates.ca },
          auth: { user: 'alice', password: users.alice.password },
          proxy,
        })

      test.each(['starttls', 'implicit'] as const)('by TLS %s', async (tls) => {
        const before = made()
        await using pop = await connect(tls, url())
        expect(pop.secure).toBe(true)
        expect(Buffer.from(await pop.retr(1))).toEqual(message)
        expect(made()).toBe(before + 1)
      })

      // without a login there is no wrong password
      if (access) {
        test('a wrong password of the proxy is refused, and is not in the error', async () => {
          const error = await connect('implicit', url({ user: 'carol', password: 'no-such-word' })).catch(
            (e: Error) => e,
          )
          expect(error).toMatchObject({ name: 'ConnectionError', code: 'ERR_PROXY_AUTH' })
          expect(String((error as Error).stack)).not.toContain('no-such-word')
        })
      }

      test('a port where nothing listens is a refusal of the proxy', async () => {
        const options = { host: 'localhost', port: 1, tls: 'none', proxy: url() } as const
        await expect(Pop3Client.connect(options)).rejects.toMatchObject({
          name: 'ConnectionError',
          code: scheme === 'socks5' ? 'ECONNREFUSED' : 'ERR_PROXY',
        })
      })
    })
  },
  { with: ['microsocks', 'tinyproxy'] },
)

for (const name of ['vsftpd', 'proftpd'] as const) {
  describeServer(name, 'is reached by FtpClient through a proxy', throughProxies, { with: ['microsocks', 'tinyproxy'] })
}

function throughProxies(server: Vsftpd | ProFtpd): void {
  const big = randomBytes(1_000_000)

  describe.each(ways)('%s, login %o', (scheme, access) => {
    const { url, made } = started(scheme, access)

    test.each(['auto', 'pasv'] as const)('passive data over TLS goes through it as well (%s)', async (mode) => {
      const before = made()
      await using ftp = await FtpClient.connect({
        host: 'localhost',
        port: server.ports.ftp,
        tls: 'starttls',
        tlsOptions: { ca: server.certificates.ca },
        auth: { user: 'alice', password: users.alice.password },
        proxy: url(),
        mode,
      })
      await ftp.put(big, 'through.bin')
      expect(ftp.data).toMatchObject({ mode: mode === 'pasv' ? 'pasv' : 'epsv', secure: true, sessionReused: true })
      expect(Buffer.from(await (await ftp.get('through.bin')).bytes()).equals(big)).toBe(true)
      expect((await ftp.list()).map(({ name }) => name)).toContain('through.bin')
      await ftp.delete('through.bin')
      expect(made()).toBe(before + 4)
    })
  })

  test('active mode cannot work through a proxy', async () => {
    const options = { host: 'localhost', mode: 'active', proxy: 'socks5://127.0.0.1:1' } as const
    await expect(FtpClient.connect(options)).rejects.toMatchObject({ name: 'ArgumentError' })
  })
}
