import { nodeClient } from '../client-programs.ts'
import type { Client, Job } from '../harness.ts'

const importing = (file: string, name: string): Client => nodeClient(`import-${file}.mjs`, { name })

/** START-1: what a program pays before it has said a word. */
export const start: readonly Job[] = [
  {
    name: 'start-pop3',
    title: 'import of a POP3 client and of all that it brings along',
    metric: 'wall',
    rounds: 15,
    clients: [
      importing('net', 'node:net'),
      importing('linewire', '@linewire/pop3'),
      importing('node-pop3', 'node-pop3'),
    ],
    goals: [
      { client: '@linewire/pop3', metric: 'wall', atMost: 11 },
      { client: '@linewire/pop3', metric: 'cpu', atMost: 11 },
    ],
    prepare: async () => ({ env: {}, expect: () => ({}), stop: async () => {} }),
  },
]
