import { type Command, wholeNumber } from '@linewire/wire'
import { block, integers, ok } from '../reply.ts'

export interface Listed {
  readonly number: number
  readonly octets: number
}

/** The size of every message that is not deleted, in at most `maxBytes` octets. RFC 1939 §5 */
export const list = (maxBytes?: number): Command<Listed[]> => ({
  line: 'LIST',
  *talk(io) {
    yield* ok(io)
    return (yield* block(io, maxBytes)).map((text) => {
      const [number, octets] = integers(io, text, 2) as [number, number]
      return { number, octets }
    })
  },
})

/** The size of one message. RFC 1939 §5 */
export const listOne = (message: number): Command<Listed> => ({
  line: `LIST ${wholeNumber(message, 'the message number')}`,
  *talk(io) {
    const [number, octets] = integers(io, yield* ok(io), 2) as [number, number]
    return { number, octets }
  },
})
