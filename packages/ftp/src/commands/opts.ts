import { argument, type Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** Sets how another command behaves: `UTF8 ON`, `MLST type;size;modify;`. RFC 2389 §4 */
export const opts = (option: string): Command<void> => ({
  line: `OPTS ${argument(option, 'the option')}`,
  *talk(io) {
    yield* completed(io)
  },
})
