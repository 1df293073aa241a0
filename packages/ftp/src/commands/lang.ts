import { argument, type Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** The language of the server's texts: `fr`, `en-US`; its own again without one. RFC 2640 §4.1 */
export const lang = (tag?: string): Command<void> => ({
  line: tag === undefined ? 'LANG' : `LANG ${argument(tag, 'the language')}`,
  *talk(io) {
    yield* completed(io)
  },
})
