import type { Command } from '@linewire/wire'
import { answer, type Reply } from '../reply.ts'

/** Says goodbye. Whatever the answer, it is over. RFC 5321 §4.1.1.10 */
export const quit = (): Command<Reply> => ({
  line: 'QUIT',
  turn: 'last',
  talk: answer,
})
