import { type Command, startTls } from '@linewire/wire'
import { done } from '../reply.ts'

/** Puts TLS on the connection; what was known of the server before is void. RFC 3207 §4 */
export const starttls = (): Command<void> => ({
  line: 'STARTTLS',
  turn: 'alone',
  *talk(io) {
    yield* done(io)
    yield* startTls(io)
  },
})
