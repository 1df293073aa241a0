import { nodeClient, pythonClient } from '../client-programs.ts'
import type { Client, Job } from '../harness.ts'
import { mailServer } from '../mail-server.ts'
import { type Maildrop, seedMaildir } from '../maildir.ts'
import type { Counts } from '../measure.ts'

const octets = 8192

const limit = nodeClient('limit-pop3.mjs', {
  name: 'limit',
  note: 'counts octets as they cross the wire, dots stuffed',
})
const parse = nodeClient('limit-parse-pop3.mjs', { name: 'limit-parse' })
const linewire = nodeClient('linewire-pop3.mjs', { name: 'linewire' })
const rivals: Client[] = [
  nodeClient('node-pop3.mjs', { note: 'leaves dots stuffed and drops the last CRLF of every message' }),
  pythonClient('python-poplib.py'),
]

const expect = ({ messages, octets, dots }: Maildrop, client: string): Counts => {
  if (client === 'limit') return { items: messages, octets: octets + dots }
  if (client === 'node-pop3') return { items: messages, octets: octets + dots - 2 * messages }
  return { items: messages, octets }
}

const prepare = (messages: number, roundTrip?: number) => () =>
  mailServer({
    protocol: 'pop3',
    seed: (maildir) => seedMaildir(maildir, messages, octets),
    expect,
    ...(roundTrip === undefined ? {} : { roundTrip }),
  })

export const pop3Retrieve: readonly Job[] = [
  {
    name: 'pop3-retrieve-20ms',
    title: 'RETR of 300 messages of 8 KB, 20 ms round trip',
    metric: 'wall',
    rounds: 3,
    clients: [limit, linewire, ...rivals],
    goals: [
      { client: 'linewire', metric: 'wall', of: 'node-pop3', atMost: 1 / 30 },
      { client: 'linewire', metric: 'trips', atMost: 10 },
    ],
    prepare: prepare(300, 20),
  },
  {
    name: 'pop3-retrieve-0ms',
    title: 'RETR of 300 messages of 8 KB, no delay',
    metric: 'cpu',
    rounds: 9,
    clients: [limit, linewire, ...rivals],
    prepare: prepare(300),
  },
  {
    name: 'pop3-many',
    title: 'RETR of 5,000 messages of 8 KB, no delay',
    metric: 'cpu',
    rounds: 5,
    clients: [limit, parse, linewire, ...rivals],
    goals: [
      { client: 'linewire', metric: 'cpu', of: 'limit-parse', atMost: 2 },
      { client: 'linewire', metric: 'cpu', of: 'node-pop3', atMost: 0.5 },
      { client: 'linewire', metric: 'wall', of: 'node-pop3', atMost: 0.35 },
    ],
    prepare: prepare(5000),
  },
  {
    name: 'pop3-round-trips',
    title: 'round trips of 200 messages of 8 KB, 20 ms each',
    metric: 'trips',
    rounds: 3,
    clients: [limit, linewire],
    goals: [{ client: 'linewire', metric: 'trips', atMost: 15 }],
    prepare: prepare(200, 20),
  },
]
