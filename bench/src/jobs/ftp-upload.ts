import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { nodeClient } from '../client-programs.ts'
import { hollow } from '../ftp-folder.ts'
import { ftpServer, memory } from '../ftp-server.ts'
import type { Job, Prepared } from '../harness.ts'

const octets = 512 << 20

const prepare = (): Promise<Prepared> =>
  ftpServer({
    place: memory(3 * octets),
    seed: (home) => {
      // in a folder that goes with the server, whatever happens
      const source = join(home, 'source')
      hollow(source, octets)
      return { BENCH_LOCAL: source, BENCH_REMOTE: 'large', BENCH_WAY: 'up' }
    },
    expect: () => ({ octets, stored: octets }),
    inspect: (home) => {
      const path = join(home, 'large')
      const stored = statSync(path, { throwIfNoEntry: false })?.size ?? 0
      rmSync(path, { force: true })
      return { stored }
    },
  })

/** One large file to a server that keeps it in memory. */
export const ftpUpload: readonly Job[] = [
  {
    name: 'ftp-upload',
    title: '512 MiB from a file, in clear, no delay; the server keeps it in memory where there is room',
    metric: 'cpu',
    rounds: 5,
    clients: [
      nodeClient('limit-ftp-upload.mjs', { name: 'limit', note: 'one buffer of 512 KiB is read ahead, off the loop' }),
      nodeClient('linewire-ftp-transfer.mjs', { name: 'linewire', note: 'under another name first, then renamed' }),
      nodeClient('basic-ftp-transfer.mjs', { name: 'basic-ftp' }),
    ],
    goals: [
      { client: 'linewire', metric: 'cpu', of: 'basic-ftp', atMost: 0.45 },
      { client: 'linewire', metric: 'cpu', of: 'limit', atMost: 1.3 },
      { client: 'linewire', metric: 'rss', of: 'limit', atMost: 1.15 },
    ],
    prepare,
  },
]
