import { argument, type Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'

/** Has the server try the mail that it holds for a domain (`@domain`: and below; `#queue`: a queue). RFC 1985 §5 */
export const etrn = (node: string): Command<Reply> => ({
  line: `ETRN ${argument(node, 'the domain')}`,
  talk: done,
})
