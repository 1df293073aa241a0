import { nodeClient, pythonClient } from '../client-programs.ts'
import type { Job } from '../harness.ts'
import { mailServer } from '../mail-server.ts'
import { seedLargeMessage } from '../maildir.ts'

const env = { BENCH_MODE: 'stream' }
const lend = { BENCH_MODE: 'lend' }

/** One message that should never be in memory as a whole. */
export const pop3Large: readonly Job[] = [
  {
    name: 'pop3-large',
    title: 'RETR of one message of 100 MB, streamed where the client can',
    metric: 'rss',
    rounds: 5,
    clients: [
      nodeClient('limit-pop3.mjs', { name: 'limit', note: 'counts octets as they cross the wire, dots stuffed' }),
      nodeClient('linewire-pop3.mjs', { name: 'linewire', env: lend, note: 'by forEach(), which is lent the pieces' }),
      nodeClient('linewire-pop3.mjs', { name: 'linewire-loop', env, note: 'by for await, which keeps them' }),
      nodeClient('node-pop3.mjs', { env, note: 'leaves dots stuffed and drops the last CRLF' }),
      pythonClient('python-poplib.py', { note: 'has no way to stream' }),
    ],
    goals: [
      { client: 'linewire', metric: 'rss', of: 'limit', atMost: 1.15 },
      { client: 'linewire', metric: 'cpu', of: 'limit', atMost: 1.5 },
    ],
    prepare: () =>
      mailServer({
        protocol: 'pop3',
        seed: (maildir) => seedLargeMessage(maildir, 100e6),
        expect: ({ octets, dots }, client) => {
          if (client === 'limit') return { items: 1, octets: octets + dots }
          return { items: 1, octets: client === 'node-pop3' ? octets + dots - 2 : octets }
        },
      }),
  },
]
