import { type Body, type Command, collect, dotFraming, wholeNumber } from '@linewire/wire'
import { ok } from '../reply.ts'

/** A whole message in memory, of at most `maxBytes` octets. RFC 1939 §5 */
export const retr = (message: number, maxBytes?: number): Command<Uint8Array> => ({
  line: `RETR ${wholeNumber(message, 'the message number')}`,
  *talk(io) {
    yield* ok(io)
    return yield* collect(io.input, dotFraming(io.input.bareLf), maxBytes)
  },
})

/** A message as a stream. RFC 1939 §5 */
export const open = (message: number): Command<Body> => ({
  line: `RETR ${wholeNumber(message, 'the message number')}`,
  *talk(io) {
    yield* ok(io)
    // the octets that +OK announces are often wrong: the terminator alone says where the message ends
    return io.body(dotFraming(io.input.bareLf))
  },
})
