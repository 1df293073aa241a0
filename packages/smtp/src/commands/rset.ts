import type { Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'

/** Ends a transaction that has begun; nothing of it remains. RFC 5321 §4.1.1.5 */
export const rset = (): Command<Reply> => ({
  line: 'RSET',
  talk: done,
})
