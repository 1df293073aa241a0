import type { Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** To the directory above, whatever the server calls it. RFC 959 §4.1.1 */
export const cdup = (): Command<void> => ({
  line: 'CDUP',
  *talk(io) {
    yield* completed(io)
  },
})
