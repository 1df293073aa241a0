import { type Body, type Command, collect, dotFraming, type Framing, LimitError, wholeNumber } from '@linewire/wire'
import { ok } from '../reply.ts'

const line = (message: number): string => `RETR ${wholeNumber(message, 'the message number')}`

/** A whole message in memory, of at most `maxBytes` octets. RFC 1939 §5 */
export const retr = (message: number, maxBytes?: number): Command<Uint8Array> => ({
  line: line(message),
  *talk(io) {
    yield* ok(io)
    return yield* collect(io.input, dotFraming(io.input.bareLf), maxBytes)
  },
})

/** As retr(). A message that has more than `most` octets is read to its end and not kept: undefined. */
export const retrWithin = (message: number, most: number, limit: number): Command<Uint8Array | undefined> => ({
  line: line(message),
  *talk(io) {
    yield* ok(io)
    const framing = dotFraming(io.input.bareLf)
    let octets = 0
    const few: Framing = {
      whole: (input) => framing.whole?.(input),
      feed: (input, emit) =>
        framing.feed(input, (piece) => {
          octets += piece.length
          if (octets > limit) throw new LimitError(`the message has more than ${limit} octets (limits.body)`)
          if (octets <= most) emit(piece)
        }),
    }
    const body = yield* collect(io.input, few, limit)
    return octets > most ? undefined : body
  },
})

/** A message as a stream. RFC 1939 §5 */
export const open = (message: number): Command<Body> => ({
  line: line(message),
  *talk(io) {
    yield* ok(io)
    // the octets that +OK announces are often wrong: the terminator alone says where the message ends
    return io.body(dotFraming(io.input.bareLf))
  },
})
