import { AuthError, type Reply, ReplyError, type Script, type Talk } from '@linewire/wire'
import { answer } from './reply.ts'

/** The reply to a command that logs in: whatever declines it is an AuthError. RFC 4643 §2.3: 481, 482, 483, 502 */
export function* authenticated(io: Talk, wanted: readonly number[]): Script<Reply> {
  try {
    return yield* answer(io, wanted)
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error
    throw new AuthError(error, { cause: error })
  }
}
