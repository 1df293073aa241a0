import { ConnectionError, TlsError } from '@linewire/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FtpServer, ftpServer } from '../../../servers/src/index.ts'
import { FtpClient } from './client.ts'
import { TransferError } from './transfer-error.ts'

// The fault matrix is played in memory; here the sockets are real, and none may be left.

const handles = (): string[] => process.getActiveResourcesInfo().filter((name) => /^(?:TCP|TLS)/.test(name))

const ways = (['none', 'starttls'] as const).flatMap((tls) =>
  (['epsv', 'active'] as const).map((mode) => ({ tls, mode })),
)

describe.each(ways)('data connections by $mode, tls: $tls', ({ tls, mode }) => {
  let server: FtpServer
  /** the server's port, and what other files have left where they share a process (runtimes) */
  let before: number
  beforeAll(async () => {
    server = await ftpServer({ tls, files: { a: Buffer.alloc(100_000, 'octets '), b: 'ab' } })
    before = handles().length
  })
  afterAll(() => server.close())

  async function talk(): Promise<string> {
    const auth = { user: 'alice', password: 'wonderland' }
    const tlsOptions = { ca: server.ca }
    const ftp = await FtpClient.connect('localhost', {
      port: server.port,
      tls,
      mode,
      auth,
      tlsOptions,
      timeout: 10_000,
    })
    try {
      await ftp.list()
      await (await ftp.get('a')).bytes()
      await ftp.put(Buffer.alloc(100_000, 'up '), 'b', { offset: 1 })
      await ftp.quit()
      return 'all of it'
    } finally {
      ftp.close()
    }
  }

  const faults = [
    { closeWhen: 'before', closeHow: 'fin' },
    { closeWhen: 'middle', closeHow: 'reset' },
    { closeWhen: 'after', closeHow: 'fin' },
  ] as const

  test.each(faults)(
    'a server that is gone $closeWhen any of its replies ($closeHow) leaves no socket and no port',
    async (fault) => {
      let step = 0
      for (let outcome: unknown; outcome !== 'all of it'; step++) {
        server.faults = { ...fault, closeAt: step }
        outcome = await talk().catch((error: unknown) => error)
        if (outcome !== 'all of it') {
          const told = [ConnectionError, TransferError, TlsError].some((kind) => outcome instanceof kind)
          expect(told, `reply ${step}: ${outcome}`).toBe(true)
        }
        const open = () => handles().length
        await expect.poll(open, { message: `reply ${step}`, interval: 2, timeout: 5000 }).toBeLessThanOrEqual(before)
      }
      expect(step).toBeGreaterThan(15)
    },
  )
})
