import type { Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'

/** What the server says first: 220, or 554 and 421 when it wants nobody. RFC 5321 §3.1 */
export const greeting = (timeout: number): Command<Reply> => ({
  line: undefined,
  turn: 'alone',
  timeout,
  talk: done,
})
