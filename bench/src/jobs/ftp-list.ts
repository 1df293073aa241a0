import { join } from 'node:path'
import { nodeClient } from '../client-programs.ts'
import { type Folder, seedFolder } from '../ftp-folder.ts'
import { ftpServer } from '../ftp-server.ts'
import type { Job, Prepared } from '../harness.ts'

const files = 50_000

const prepare = (): Promise<Prepared> => {
  let folder: Folder | undefined
  return ftpServer({
    seed: (home) => {
      folder = seedFolder(join(home, 'many'), files)
      return { BENCH_PATH: 'many' }
    },
    expect: (client) => {
      if (client === 'limit' || !folder) return { items: files }
      const { octets, names } = folder
      return { items: files, octets, names, ...(client.startsWith('linewire') ? { dated: files } : {}) }
    },
  })
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
