import { join } from 'node:path'
import { nodeClient } from '../client-programs.ts'
import { hollow } from '../ftp-folder.ts'
import { ftpServer, memory } from '../ftp-server.ts'
import type { Job, Prepared } from '../harness.ts'
import type { Goal } from '../summary.ts'

const octets = 1 << 30

const prepare = (tls: boolean) => (): Promise<Prepared> =>
  ftpServer({
    tls,
    place: memory(2 * octets),
    seed: (home) => {
      hollow(join(home, 'large'), octets)
      return { BENCH_REMOTE: 'large', BENCH_LOCAL: '/dev/null' }
    },
    expect: () => ({ octets }),
  })

const limit = nodeClient('limit-ftp-download.mjs', { name: 'limit', note: 'buffers of 256 KiB, written off the loop' })
const linewire = nodeClient('linewire-ftp-transfer.mjs', { name: 'linewire' })
const rival = nodeClient('basic-ftp-transfer.mjs', { name: 'basic-ftp' })
const small: Goal = { client: 'linewire', metric: 'rss', of: 'limit', atMost: 1.15 }

/** One large file to a file that costs nothing to write. */
export const ftpDownload: readonly Job[] = [
  {
    name: 'ftp-download',
    title: '1 GiB to /dev/null, in clear, no delay',
    metric: 'cpu',
    rounds: 5,
    clients: [
      limit,
      nodeClient('limit-ftp-download.mjs', {
        name: 'limit-sync',
        env: { BENCH_MODE: 'sync' },
        note: 'writes on the loop, which then waits for the disk',
      }),
      linewire,
      rival,
    ],
    goals: [
      { client: 'linewire', metric: 'cpu', of: 'basic-ftp', atMost: 0.3 },
      { client: 'linewire', metric: 'cpu', of: 'limit', atMost: 1.2 },
      small,
    ],
    prepare: prepare(false),
  },
]

export const ftpDownloadTls: readonly Job[] = [
  {
    name: 'ftp-download-tls',
    title: '1 GiB to /dev/null by AUTH TLS with sessions resumed, no delay',
    metric: 'cpu',
    rounds: 5,
    clients: [limit, linewire, rival],
    goals: [
      { client: 'linewire', metric: 'cpu', of: 'basic-ftp', atMost: 0.35 },
      { client: 'linewire', metric: 'cpu', of: 'limit', atMost: 1.5 },
      small,
    ],
    prepare: prepare(true),
  },
]
