import type { Command } from '@linewire/wire'
import { integers, ok } from '../reply.ts'

export interface Stat {
  readonly messages: number
  readonly octets: number
}

/** How many messages the maildrop holds, and their size in octets; deleted ones do not count. RFC 1939 §5 */
export const stat = (): Command<Stat> => ({
  line: 'STAT',
  *talk(io) {
    const [messages, octets] = integers(io, yield* ok(io), 2) as [number, number]
    return { messages, octets }
  },
})
