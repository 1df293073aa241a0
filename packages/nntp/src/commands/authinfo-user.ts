import { argument, type Command } from '@linewire/wire'
import { authenticated } from '../auth-reply.ts'

/** Says who logs in; whether the password is wanted next. RFC 4643 §2.3 */
export const authinfoUser = (name: string): Command<{ passwordWanted: boolean }> => ({
  line: `AUTHINFO USER ${argument(name, 'the user name')}`,
  turn: 'alone',
  secret: true,
  *talk(io) {
    const { code } = yield* authenticated(io, [281, 381])
    return { passwordWanted: code === 381 }
  },
})
