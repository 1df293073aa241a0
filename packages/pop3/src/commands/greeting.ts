import type { Command } from '@linewire/wire'
import { ok, type Reply } from '../reply.ts'

/** What the server says first, its timestamp for APOP in it. RFC 1939 §4 */
export const greeting = (timeout: number): Command<Reply> => ({
  line: undefined,
  turn: 'alone',
  timeout,
  *talk(io) {
    return { code: '+OK', text: yield* ok(io) }
  },
})
