import { AuthError, ReplyError, type Script, type Talk } from '@linewire/wire'
import { ok } from './reply.ts'

/** The reply to a command that logs in: -ERR is an AuthError. RFC 3206 §4: [AUTH] blames the credentials */
export function* authenticated(io: Talk): Script<void> {
  try {
    yield* ok(io)
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error
    throw new AuthError(error, { cause: error })
  }
}
