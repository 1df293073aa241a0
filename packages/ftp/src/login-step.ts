import { AuthError, ReplyError, type Script, type Talk } from '@linewire/wire'
import { accepted, finalReply } from './reply.ts'

/** What the server wants next. */
export type LoginStep = 'done' | 'password' | 'account'

/**
 * 2xx: logged in (202 too: "superfluous"). 331: the password. 332: an account. RFC 959 §5.4
 * @throws {AuthError} when the server declines
 */
export function* loginStep(io: Talk): Script<LoginStep> {
  try {
    const { code } = accepted(io, yield* finalReply(io))
    if (code < 300) return 'done'
    return code === 332 ? 'account' : 'password'
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error
    throw new AuthError(error, { cause: error })
  }
}
