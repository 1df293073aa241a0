import type { Command } from '@linewire/wire'
import { answer } from '../reply.ts'

/** Ends the session. RFC 3977 §5.4 */
export const quit = (): Command<void> => ({
  line: 'QUIT',
  turn: 'last',
  *talk(io) {
    yield* answer(io, [205])
  },
})
