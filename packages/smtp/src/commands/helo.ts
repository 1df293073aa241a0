import type { Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'
import { ownName } from './ehlo.ts'

/** Says who we are to a server that does not know EHLO: it has no extensions. RFC 5321 §4.1.1.1 */
export const helo = (name: string): Command<Reply> => ({
  line: `HELO ${ownName(name)}`,
  turn: 'last',
  talk: done,
})
