import { type Command, collect, dotFraming, wholeNumber } from '@linewire/wire'
import { ok } from '../reply.ts'

/** The header of a message and the first lines of its body, in at most `maxBytes` octets. RFC 1939 §7 */
export const top = (message: number, lines: number, maxBytes?: number): Command<Uint8Array> => ({
  line: `TOP ${wholeNumber(message, 'the message number')} ${wholeNumber(lines, 'the number of lines', 0)}`,
  *talk(io) {
    yield* ok(io)
    return yield* collect(io.input, dotFraming(io.input.bareLf), maxBytes)
  },
})
