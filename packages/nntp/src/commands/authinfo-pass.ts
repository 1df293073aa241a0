import { argument, type Command } from '@linewire/wire'
import { authenticated } from '../auth-reply.ts'

/** The password behind AUTHINFO USER. RFC 4643 §2.3 */
export const authinfoPass = (password: string): Command<void> => ({
  line: `AUTHINFO PASS ${argument(password, 'the password')}`,
  turn: 'alone',
  secret: true,
  *talk(io) {
    yield* authenticated(io, [281])
  },
})
