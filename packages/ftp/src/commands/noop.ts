import type { Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** Nothing, but the server hears that we are there. RFC 959 §4.1.3 */
export const noop = (): Command<void> => ({
  line: 'NOOP',
  *talk(io) {
    yield* completed(io)
  },
})
