import type { Command, Reply } from '@linewire/wire'
import { finalReply } from '../reply.ts'

/** A port for the transfer that is to come. What the server says of it is for `heard`: nothing fails by it. RFC 2428 §3 */
export const epsv = (heard: (said: Reply) => void): Command<void> => ({
  line: 'EPSV',
  *talk(io) {
    heard(yield* finalReply(io))
  },
})
