import type { Command } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import { completed } from '../reply.ts'

/** Deletes a file. RFC 959 §4.1.3 */
export const dele = (path: string): Command<void> => ({
  line: `DELE ${pathArgument(path)}`,
  *talk(io) {
    yield* completed(io)
  },
})
