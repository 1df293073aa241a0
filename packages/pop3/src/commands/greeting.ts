import type { Command } from '@linewire/wire'
import { ok } from '../reply.ts'

/** What the server says first, its timestamp for APOP in it. RFC 1939 §4 */
export const greeting = (timeout: number): Command<string> => ({
  line: undefined,
  turn: 'alone',
  timeout,
  talk: ok,
})
