import type { Command } from '@linewire/wire'
import { timeVal } from '../listing/time-val.ts'
import { pathArgument } from '../path.ts'
import { completed } from '../reply.ts'

/**
 * Sets when a file was modified, to the second, in UTC: older than MFMT, and in no RFC. The three times are those of the
 * last access, the last modification and the creation.
 */
export const utime = (path: string, date: Date): Command<void> => ({
  line: `SITE UTIME ${pathArgument(path)} ${timeVal(date)} ${timeVal(date)} ${timeVal(date)} UTC`,
  *talk(io) {
    yield* completed(io)
  },
})
