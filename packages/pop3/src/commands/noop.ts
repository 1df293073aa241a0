import type { Command } from '@linewire/wire'
import { ok } from '../reply.ts'

/** Nothing, but the server hears that we are there. RFC 1939 §5 */
export const noop = (): Command<void> => ({
  line: 'NOOP',
  *talk(io) {
    yield* ok(io)
  },
})
