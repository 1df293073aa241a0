import type { Command } from '@linewire/wire'
import { answer, block } from '../reply.ts'

/** What the server has to say about itself, for people. RFC 3977 §7.2 */
export const help = (): Command<string> => ({
  line: 'HELP',
  *talk(io) {
    yield* answer(io, [100])
    return (yield* block(io)).join('\n')
  },
})
