import { argument, type Command } from '@linewire/wire'
import { authenticated } from '../auth-reply.ts'

/** The name of the maildrop; PASS follows. RFC 1939 §7 */
export const user = (name: string): Command<void> => ({
  line: `USER ${argument(name, 'the user name')}`,
  turn: 'alone',
  *talk(io) {
    yield* authenticated(io)
  },
})
