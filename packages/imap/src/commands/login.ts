import { AuthError, argument, ReplyError } from '@linewire/wire'
import type { ImapCommand } from '../command.ts'
import { astring } from '../quote.ts'

/**
 * Logs in with a name and a password. RFC 9051 §6.2.3
 * @throws {AuthError} when the server refuses
 */
export const login = (user: string, password: string): ImapCommand<void> => ({
  line: ['LOGIN ', astring(argument(user, 'the user name')), ' ', astring(argument(password, 'the password'))],
  turn: 'alone',
  secret: true,
  done: () => {},
})

/** A refused login is an AuthError. RFC 5530 §3 AUTHENTICATIONFAILED */
export async function asAuthError<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply
  } catch (error) {
    if (!(error instanceof ReplyError) || error instanceof AuthError) throw error
    throw new AuthError(error, { cause: error })
  }
}
