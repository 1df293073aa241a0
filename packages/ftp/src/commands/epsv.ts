import type { Command, Reply } from '@linewire/wire'
import { placeIn } from '../address.ts'
import { finalReply } from '../reply.ts'

/** A port for the transfer that is to come. What the server says of it is for `heard`: nothing fails by it. RFC 2428 §3 */
export const epsv = (heard: (said: Reply) => void): Command<void> => ({
  line: 'EPSV',
  *talk(io) {
    for (;;) {
      const said = yield* finalReply(io)
      // some have two replies to OPTS (basic-ftp #120), and a success without a port is none of EPSV's
      if (said.code >= 400 || placeIn(said) !== undefined) return heard(said)
    }
  },
})
