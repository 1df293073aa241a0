import type { Command, Reply } from '@linewire/wire'
import { completed } from '../reply.ts'

/** Says goodbye. RFC 959 §4.1.1 */
export const quit = (): Command<Reply> => ({
  line: 'QUIT',
  turn: 'last',
  *talk(io) {
    return yield* completed(io)
  },
})
