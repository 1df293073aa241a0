import type { Command } from '@linewire/wire'
import { timeVal } from '../listing/time-val.ts'
import { pathArgument } from '../path.ts'
import { completed } from '../reply.ts'

/** Sets when a file was modified, to the second, in UTC. draft-somers-ftp-mfxx-04 §3.1 */
export const mfmt = (path: string, date: Date): Command<void> => ({
  line: `MFMT ${timeVal(date)} ${pathArgument(path)}`,
  *talk(io) {
    yield* completed(io)
  },
})
