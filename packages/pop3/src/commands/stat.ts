import type { Command } from '@linewire/wire'
import { ok, withOctets } from '../reply.ts'

export interface Stat {
  readonly messages: number
  readonly octets: number
}

/** How many messages the maildrop holds, and their size in octets; deleted ones do not count. RFC 1939 §5 */
export const stat = (): Command<Stat> => ({
  line: 'STAT',
  *talk(io) {
    const [messages, octets] = withOctets(io, yield* ok(io))
    return { messages, octets }
  },
})
