import type { Command } from '@linewire/wire'
import { answer, block } from './reply.ts'
import { phrase, word } from './spec.ts'

/**
 * LIST and what to list: a line for each thing, and none for a line that makes no sense. RFC 3977 §7.6
 * A server that does not keep that list says 503, one that does not know it 501.
 */
export const list = <T>(keyword: string, parse: (line: string) => T[], argument?: string): Command<T[]> => ({
  line: phrase('LIST', keyword, argument === undefined ? argument : word(argument, 'the wildmat')),
  *talk(io) {
    yield* answer(io, [215])
    return (yield* block(io)).flatMap(parse)
  },
})
