import { argument, type Command } from '@linewire/wire'
import { authenticated } from '../auth-reply.ts'

/** The password. RFC 1939 §7 */
export const pass = (password: string): Command<void> => ({
  line: `PASS ${argument(password, 'the password')}`,
  turn: 'alone',
  secret: true,
  *talk(io) {
    yield* authenticated(io)
  },
})
