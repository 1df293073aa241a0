import type { Command } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import { completed } from '../reply.ts'

/** Changes the working directory. RFC 959 §4.1.1 */
export const cwd = (path: string): Command<void> => ({
  line: `CWD ${pathArgument(path)}`,
  *talk(io) {
    yield* completed(io)
  },
})
