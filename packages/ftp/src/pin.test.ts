import { X509Certificate } from 'node:crypto'
import { TlsError } from '@linewire/wire'
import { afterEach, expect, test } from 'vitest'
import { certificate, ftpServer } from '../../../servers/src/index.ts'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function connect(tls: 'implicit' | 'starttls', options: Partial<FtpOptions>): Promise<FtpClient> {
  const to = await ftpServer({ tls, files: { 'a.txt': 'hello' } })
  open.push(to)
  const auth = { user: 'alice', password: 'wonderland' }
  const ftp = await FtpClient.connect({ host: 'localhost', port: to.port, tls, auth, timeout: 5000, ...options })
  open.push(ftp)
  return ftp
}

const ways = (['implicit', 'starttls'] as const).flatMap((tls) =>
  (['epsv', 'active'] as const).flatMap((mode) =>
    (['TLSv1.2', 'TLSv1.3'] as const).map((version) => [tls, mode, version] as const),
  ),
)

test.each(ways)(
  'a pin holds for the control connection (%s) and for data (%s, %s), resumed',
  async (tls, mode, maxVersion) => {
    const { cert } = await certificate()
    const fingerprint = new X509Certificate(cert).fingerprint256
    const ftp = await connect(tls, { mode, tlsOptions: { fingerprint, maxVersion }, requireSessionReuse: true })
    for (let i = 0; i < 2; i++) {
      expect(await (await ftp.get('a.txt')).text()).toBe('hello')
      expect(ftp.data).toEqual({ mode, secure: true, sessionReused: true })
    }
    await ftp.put('back', 'b.txt')
    expect(await (await ftp.get('b.txt')).text()).toBe('back')
  },
)

test.each(['implicit', 'starttls'] as const)(
  'nothing is said to a server that is not the pinned one (%s)',
  async (tls) => {
    const connecting = connect(tls, { tlsOptions: { fingerprint: 'ab'.repeat(32) } })
    await expect(connecting).rejects.toBeInstanceOf(TlsError)
    await expect(connecting).rejects.toMatchObject({ code: 'ERR_TLS_PIN' })
  },
)
