import type { Command } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import { completed } from '../reply.ts'

/** Removes an empty directory. RFC 959 §4.1.3 */
export const rmd = (path: string): Command<void> => ({
  line: `RMD ${pathArgument(path)}`,
  *talk(io) {
    yield* completed(io)
  },
})
