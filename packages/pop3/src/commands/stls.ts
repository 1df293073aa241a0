import { type Command, startTls } from '@linewire/wire'
import { ok } from '../reply.ts'

/** Puts TLS on the connection; what was known of the server before is void. RFC 2595 §4 */
export const stls = (): Command<void> => ({
  line: 'STLS',
  turn: 'alone',
  *talk(io) {
    yield* ok(io)
    yield* startTls(io)
  },
})
