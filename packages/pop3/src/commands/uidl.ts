import { type Command, excerpt, ProtocolError, type Talk, wholeNumber } from '@linewire/wire'
import { block, ok } from '../reply.ts'

export interface UniqueId {
  readonly number: number
  /** the same in every session, for as long as the message is in the maildrop */
  readonly uid: string
}

/** The unique identifier of every message that is not deleted, in at most `maxBytes` octets. RFC 1939 §7 */
export const uidl = (maxBytes?: number): Command<UniqueId[]> => ({
  line: 'UIDL',
  *talk(io) {
    yield* ok(io)
    return (yield* block(io, maxBytes)).map((text) => uniqueId(io, text))
  },
})

/** The unique identifier of one message. RFC 1939 §7 */
export const uidlOne = (message: number): Command<UniqueId> => ({
  line: `UIDL ${wholeNumber(message, 'the message number')}`,
  *talk(io) {
    return uniqueId(io, yield* ok(io), message)
  },
})

/**
 * "1 whqtswO00WBw418f9t5JxYwZ"; several blanks have been seen between them (thunderbird-android#323).
 * @param asked the message that was asked for: Twisted answers with its identifier alone (twisted#9104)
 */
function uniqueId(io: Talk, text: string, asked?: number): UniqueId {
  const [first, second] = text.trim().split(/\s+/, 2) as [string, string?]
  if (second !== undefined && /^\d+$/.test(first)) return { number: Number(first), uid: second }
  // the number alone would be a message without an identifier
  if (asked !== undefined && second === undefined && first !== '' && first !== `${asked}`) {
    return { number: asked, uid: first }
  }
  throw new ProtocolError(`${io.name}: expected a number and an identifier, got ${excerpt(text)}`)
}
