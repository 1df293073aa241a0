import { argument, type Command } from '@linewire/wire'
import { completed } from '../reply.ts'

/** Which of the hosts behind this address is meant, before USER. RFC 7151 §3 */
export const host = (name: string): Command<void> => ({
  line: `HOST ${argument(name, 'the virtual host')}`,
  turn: 'alone',
  *talk(io) {
    yield* completed(io)
  },
})
