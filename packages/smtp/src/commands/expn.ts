import { argument, type Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'

/** The members of a mailing list, one in each line of the reply. RFC 5321 §4.1.1.7 */
export const expn = (list: string): Command<Reply> => ({
  line: `EXPN ${argument(list, 'the mailing list')}`,
  turn: 'last',
  talk: done,
})
