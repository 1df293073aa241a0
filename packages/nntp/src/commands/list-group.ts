import { ArgumentError, type Body, type Command, dotFraming } from '@linewire/wire'
import { NoGroupSelectedError, NoSuchGroupError } from '../refusals.ts'
import { answer } from '../reply.ts'
import { type ArticleRange, phrase, rangeArgument, word } from '../spec.ts'

/**
 * The article numbers of a group, or of the selected one, a line each; the group becomes the selected one. RFC 3977 §6.1.2
 * Behind LISTGROUP a 211 has a block, behind GROUP it has none.
 */
export const listGroup = (name?: string, range?: ArticleRange): Command<Body> => {
  if (name === undefined && range !== undefined) throw new ArgumentError('a range needs the name of its group')
  return {
    line: phrase('LISTGROUP', name && word(name, 'the group name'), range === undefined ? range : rangeArgument(range)),
    *talk(io) {
      yield* answer(io, [211], { 411: NoSuchGroupError, 412: NoGroupSelectedError })
      return io.body(dotFraming(io.input.bareLf))
    },
  }
}

/** "3000234" */
export const parseNumber = (line: string): number | undefined =>
  /^\s*\d+/.test(line) ? Number.parseInt(line, 10) : undefined
