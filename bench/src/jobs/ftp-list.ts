import { join } from 'node:path'
import { startVsftpd } from '../../../e2e/src/vsftpd.ts'
import { nodeClient } from '../client-programs.ts'
import { seedFolder } from '../ftp-folder.ts'
import type { Job, Prepared } from '../harness.ts'
import type { Counts } from '../measure.ts'

const files = 50_000

const prepare = async (): Promise<Prepared> => {
  const vsftpd = await startVsftpd()
  try {
    const { octets, names } = seedFolder(join(vsftpd.home('alice'), 'many'), files)
    const expect = (client: string): Counts => {
      if (client === 'limit') return { items: files }
      return { items: files, octets, names, ...(client.startsWith('linewire') ? { dated: files } : {}) }
    }
    return {
      env: {
        BENCH_HOST: vsftpd.host,
        BENCH_PORT: String(vsftpd.ports.ftp),
        BENCH_USER: vsftpd.users.alice.name,
        BENCH_PASSWORD: vsftpd.users.alice.password,
        BENCH_PATH: 'many',
      },
      expect,
      stop: () => vsftpd.stop(),
    }
  } catch (error) {
    await vsftpd.stop()
    throw error
  }
}

/** One folder with a great many files. */
export const ftpList: readonly Job[] = [
  {
    name: 'ftp-list',
    title: 'LIST of 50,000 files, no delay',
    metric: 'cpu',
    rounds: 7,
    clients: [
      nodeClient('limit-ftp-list.mjs', { name: 'limit', note: 'counts lines and looks into none' }),
      nodeClient('linewire-ftp-list.mjs', { name: 'linewire' }),
      nodeClient('linewire-ftp-list.mjs', { name: 'linewire-await', env: { BENCH_MODE: 'await' } }),
      nodeClient('basic-ftp-list.mjs', { name: 'basic-ftp', note: 'leaves dates as text' }),
    ],
    goals: [
      { client: 'linewire', metric: 'cpu', of: 'basic-ftp', atMost: 0.8 },
      { client: 'linewire', metric: 'rss', of: 'limit', atMost: 1.25 },
    ],
    prepare,
  },
]
