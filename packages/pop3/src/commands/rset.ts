import type { Command } from '@linewire/wire'
import { ok } from '../reply.ts'

/** Takes the mark off every message marked as deleted. RFC 1939 §5 */
export const rset = (): Command<void> => ({
  line: 'RSET',
  *talk(io) {
    yield* ok(io)
  },
})
