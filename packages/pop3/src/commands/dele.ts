import { type Command, wholeNumber } from '@linewire/wire'
import { ok } from '../reply.ts'

/** Marks a message as deleted; it goes at QUIT, and RSET takes the mark off. RFC 1939 §5 */
export const dele = (message: number): Command<void> => ({
  line: `DELE ${wholeNumber(message, 'the message number')}`,
  *talk(io) {
    yield* ok(io)
  },
})
