import { type Command, type Talk, wholeNumber } from '@linewire/wire'
import { block, ok, withOctets } from '../reply.ts'

export interface Listed {
  readonly number: number
  readonly octets: number
}

/** The size of every message that is not deleted, in at most `maxBytes` octets. RFC 1939 §5 */
export const list = (maxBytes?: number): Command<Listed[]> => ({
  line: 'LIST',
  *talk(io) {
    yield* ok(io)
    return (yield* block(io, maxBytes)).map((text) => listed(io, text))
  },
})

/** "1 120": two numbers and nothing else, as nearly every line is, are read by their digits: a fifth of the cost (bench: pop3-many). */
function listed(io: Talk, text: string): Listed {
  const blank = text.indexOf(' ')
  const number = digits(text, 0, blank)
  const octets = digits(text, blank + 1, text.length)
  if (number >= 0 && octets >= 0) return { number, octets }
  const [first, second] = withOctets(io, text)
  return { number: first, octets: second }
}

/** -1 for anything but one to fifteen digits. */
function digits(text: string, from: number, to: number): number {
  if (to <= from || to - from > 15) return -1
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

/** The size of one message. RFC 1939 §5 */
export const listOne = (message: number): Command<Listed> => ({
  line: `LIST ${wholeNumber(message, 'the message number')}`,
  *talk(io) {
    const [number, octets] = withOctets(io, yield* ok(io))
    return { number, octets }
  },
})
