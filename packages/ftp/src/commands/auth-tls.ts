import { type Command, startTls } from '@linewire/wire'
import { accepted, finalReply } from '../reply.ts'

/** Puts TLS on the control connection: 234, and 334 from some. RFC 4217 §4 */
export const authTls = (): Command<void> => ({
  line: 'AUTH TLS',
  turn: 'alone',
  *talk(io) {
    accepted(io, yield* finalReply(io))
    yield* startTls(io)
  },
})
