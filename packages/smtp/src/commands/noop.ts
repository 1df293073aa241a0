import type { Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'

/** Nothing, but the server hears that we are there. RFC 5321 §4.1.1.9 */
export const noop = (): Command<Reply> => ({
  line: 'NOOP',
  turn: 'last',
  talk: done,
})
