import { join } from 'node:path'
import { nodeClient } from '../client-programs.ts'
import { seedSmall } from '../ftp-folder.ts'
import { ftpServer, memory } from '../ftp-server.ts'
import type { Job, Prepared } from '../harness.ts'

const octets = 1024

const prepare = (server: 'vsftpd' | 'proftpd', tls: boolean) => (): Promise<Prepared> =>
  ftpServer({
    server,
    tls,
    roundTrip: 20,
    count: 'marked',
    place: memory(1 << 30),
    seed: (home) => {
      seedSmall(join(home, 'small'), 1, octets)
      return { BENCH_FILES: '1' }
    },
    expect: () => ({ items: 1, octets }),
  })

const clients = [
  nodeClient('limit-ftp-get.mjs', { name: 'limit' }),
  nodeClient('linewire-ftp-first.mjs', { name: 'linewire' }),
  nodeClient('basic-ftp-first.mjs', { name: 'basic-ftp' }),
]

/** What it takes to have the first file from a server: trips until its first octet is in the client's hands, not counting the goodbye. */
export const ftpFirst: readonly Job[] = [
  {
    name: 'ftp-first',
    title: 'connect, log in, one file of 1 KiB from vsftpd, 20 ms round trip; trips to its first octet',
    metric: 'trips',
    rounds: 5,
    clients,
    goals: [{ client: 'linewire', metric: 'trips', atMost: 5 }],
    prepare: prepare('vsftpd', false),
  },
  {
    name: 'ftp-first-tls',
    title: 'the same from ProFTPD by AUTH TLS (TLS 1.3), session resumed for the data',
    metric: 'trips',
    rounds: 5,
    clients,
    goals: [{ client: 'linewire', metric: 'trips', atMost: 8 }],
    prepare: prepare('proftpd', true),
  },
  {
    name: 'ftp-first-tls-vsftpd',
    title:
      'the same from vsftpd, which takes P-256 alone: who begins with X25519 is asked again, a trip for each handshake',
    metric: 'trips',
    rounds: 5,
    clients,
    // one for the control connection; for the data it is known by then
    goals: [{ client: 'linewire', metric: 'trips', atMost: 9 }],
    prepare: prepare('vsftpd', true),
  },
]
