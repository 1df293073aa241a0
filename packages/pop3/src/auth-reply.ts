import { AuthError, ReplyError, type Script, type Talk } from '@linewire/wire'
import { ok } from './reply.ts'

/** The reply to a command that logs in. */
export function* authenticated(io: Talk): Script<void> {
  try {
    yield* ok(io)
  } catch (error) {
    throw loginRefusal(error)
  }
}

/**
 * What a refused login is. -ERR blames the credentials, unless its code says that they were right ([IN-USE]) or did not
 * matter ([LOGIN-DELAY], [SYS/TEMP], [SYS/PERM]): nobody is to be asked for another password then. RFC 3206 §3
 */
export function loginRefusal(error: unknown): unknown {
  if (error instanceof AuthError) {
    // a SASL exchange makes an AuthError of whatever declines it
    const { cause } = error
    return cause instanceof ReplyError && !blamesCredentials(cause) ? cause : error
  }
  if (!(error instanceof ReplyError) || !blamesCredentials(error)) return error
  return new AuthError(error, { cause: error })
}

function blamesCredentials(error: ReplyError): boolean {
  return error instanceof AuthError || error.name === ReplyError.kind
}
