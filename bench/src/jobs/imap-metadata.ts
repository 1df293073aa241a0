import { nodeClient } from '../client-programs.ts'
import type { Job } from '../harness.ts'
import { mailServer } from '../mail-server.ts'
import { seedMaildir } from '../maildir.ts'

/** What a mail program asks for to show a folder. */
export const imapMetadata: readonly Job[] = [
  {
    name: 'imap-metadata',
    title: 'FETCH of UID, FLAGS, ENVELOPE, BODYSTRUCTURE, INTERNALDATE, SIZE of 5,000 messages, no delay',
    metric: 'cpu',
    rounds: 7,
    clients: [
      nodeClient('limit-imap.mjs', { name: 'limit', note: 'counts responses and looks into none' }),
      nodeClient('linewire-imap.mjs', { name: 'linewire' }),
      nodeClient('imapflow.mjs'),
    ],
    goals: [{ client: 'linewire', metric: 'cpu', of: 'imapflow', atMost: 1 }],
    prepare: () =>
      mailServer({
        protocol: 'imap',
        seed: (maildir) => seedMaildir(maildir, 5000, 4096),
        expect: ({ messages: items, dots: _, ...sums }, client) =>
          client === 'limit' ? { items } : { items, seen: items, ...sums },
      }),
  },
]
