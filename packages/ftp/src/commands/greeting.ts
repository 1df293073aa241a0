import type { Command, Reply } from '@linewire/wire'
import { accepted, finalReply } from '../reply.ts'

/** The first reply: 220, after any number of 120 "ready in some minutes"; 230 when no login is needed. RFC 959 §5.4 */
export const greeting = (timeout?: number): Command<Reply> => ({
  line: undefined,
  ...(timeout === undefined ? {} : { timeout }),
  *talk(io) {
    return accepted(io, yield* finalReply(io))
  },
})
