import type { Command } from '@linewire/wire'
import { answer, block } from '../reply.ts'
import { word } from '../spec.ts'
import { stamp } from './date.ts'

/** The Message-IDs of the articles that have come since, in the groups that fit the wildmat. RFC 3977 §7.4 */
export const newNews = (wildmat: string, since: Date): Command<string[]> => ({
  line: `NEWNEWS ${word(wildmat, 'the wildmat')} ${stamp(since)}`,
  *talk(io) {
    yield* answer(io, [230])
    return (yield* block(io)).map((line) => line.trim()).filter((line) => line !== '')
  },
})
