import { join } from 'node:path'
import { nodeClient } from '../client-programs.ts'
import { seedSmall } from '../ftp-folder.ts'
import { ftpServer, memory } from '../ftp-server.ts'
import type { Client, Job, Prepared } from '../harness.ts'
import type { Goal } from '../summary.ts'

const octets = 1024

interface Small {
  files: number
  server?: 'vsftpd' | 'proftpd'
  roundTrip?: number
}

const prepare =
  ({ files, ...options }: Small) =>
  (): Promise<Prepared> =>
    ftpServer({
      ...options,
      place: memory(1 << 30),
      seed: (home) => {
        seedSmall(join(home, 'small'), files, octets)
        return { BENCH_FILES: String(files) }
      },
      expect: () => ({ items: files, octets: files * octets }),
    })

const linewire = (mode: string, note: string, name = `linewire-${mode}`): Client =>
  nodeClient('linewire-ftp-get.mjs', { name, env: { BENCH_MODE: mode }, note })

const limit = nodeClient('limit-ftp-get.mjs', {
  name: 'limit',
  note: "RETR and the next file's EPSV in one write, our end of the data said first",
})
const late = nodeClient('limit-ftp-get.mjs', {
  name: 'limit-late',
  env: { BENCH_MODE: 'late' },
  note: "our end is said after the server's",
})
const together = linewire('together', 'every get() called at once, over one connection', 'linewire')
const loop = linewire('loop', 'a get() when the one before is read')
const pool = linewire('pool', 'FtpPool, 4 connections')
const rival = nodeClient('basic-ftp-get.mjs', { name: 'basic-ftp' })

/** Few enough for a rival that takes four trips for each. */
const files = 50
/** 2.2 a file, among which are connecting, login and QUIT. */
const trips = (client: string): Goal => ({ client, metric: 'trips', atMost: 110 })

/** Many small files, to memory: there the round trips count, and what a file costs in the client. */
export const ftpSmall: readonly Job[] = [
  {
    name: 'ftp-small-0ms',
    title: '500 files of 1 KiB from vsftpd to memory, no delay',
    metric: 'wall',
    rounds: 7,
    clients: [limit, late, together, loop, pool, rival],
    goals: [{ client: 'linewire', metric: 'wall', of: 'basic-ftp', atMost: 0.5 }],
    prepare: prepare({ files: 500 }),
  },
  {
    name: 'ftp-small-20ms',
    title: `${files} files of 1 KiB from vsftpd to memory, 20 ms round trip`,
    metric: 'wall',
    rounds: 2,
    clients: [limit, late, together, loop, pool, rival],
    goals: [
      trips('linewire'),
      trips('linewire-loop'),
      { client: 'linewire', metric: 'wall', of: 'basic-ftp', atMost: 0.76 },
      { client: 'linewire-pool', metric: 'wall', of: 'basic-ftp', atMost: 1 / 3.5 },
    ],
    prepare: prepare({ files, roundTrip: 20 }),
  },
  {
    name: 'ftp-small-proftpd-20ms',
    title: `${files} files of 1 KiB from ProFTPD to memory, 20 ms round trip`,
    metric: 'wall',
    rounds: 2,
    clients: [limit, late, together, loop, rival],
    goals: [trips('linewire'), trips('linewire-loop')],
    prepare: prepare({ files, server: 'proftpd', roundTrip: 20 }),
  },
]
