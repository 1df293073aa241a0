import { type Command, startTls } from '@linewire/wire'
import { answer } from '../reply.ts'

/** Puts TLS on the connection; the selected group, and what was known of the server, are forgotten. RFC 4642 §2.2 */
export const starttls = (): Command<void> => ({
  line: 'STARTTLS',
  turn: 'alone',
  *talk(io) {
    yield* answer(io, [382])
    yield* startTls(io)
  },
})
