import type { Command } from '@linewire/wire'
import { answer, block } from '../reply.ts'

/** The server's message of the day, for people. RFC 6048 §2.5 */
export const listMotd = (): Command<string> => ({
  line: 'LIST MOTD',
  *talk(io) {
    yield* answer(io, [215])
    return (yield* block(io)).join('\n')
  },
})
