import { type Command, excerpt, ProtocolError, type Talk } from '@linewire/wire'
import { NoSuchGroupError } from '../refusals.ts'
import { answer, integers } from '../reply.ts'
import { word } from '../spec.ts'

export interface Group {
  readonly name: string
  /** how many articles there are; an estimate, for numbers have gaps */
  readonly count: number
  /** the lowest and the highest article number; when the group is empty, `last` may be less than `first` */
  readonly first: number
  readonly last: number
}

/** Selects a group; its first article becomes the current one. RFC 3977 §6.1.1 */
export const group = (name: string): Command<Group> => ({
  line: `GROUP ${word(name, 'the group name')}`,
  *talk(io) {
    return selected(io, (yield* answer(io, [211], { 411: NoSuchGroupError })).text)
  },
})

/** "1234 3000234 3002322 misc.test". RFC 3977 §6.1.1.2 */
function selected(io: Talk, text: string): Group {
  const [count, first, last] = integers(io, text, 3) as [number, number, number]
  const name = text.trimStart().split(/ +/)[3]
  if (name === undefined) throw new ProtocolError(`${io.name}: expected the group's name, got ${excerpt(text)}`)
  return { name, count, first, last }
}
