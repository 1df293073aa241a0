import type { Command } from '@linewire/wire'
import { answer, block } from '../reply.ts'
import { stamp } from './date.ts'
import { type ActiveGroup, parseActive } from './list-active.ts'

/** The groups that the server has taken up since. RFC 3977 §7.3 */
export const newGroups = (since: Date): Command<ActiveGroup[]> => ({
  line: `NEWGROUPS ${stamp(since)}`,
  *talk(io) {
    yield* answer(io, [231])
    return (yield* block(io)).flatMap(parseActive)
  },
})
