import { argument, type Command } from '@linewire/wire'
import { type LoginStep, loginStep } from '../login-step.ts'

/** The account, where one is asked for. RFC 959 §4.1.1 */
export const acct = (account: string): Command<LoginStep> => ({
  line: `ACCT ${argument(account, 'the account')}`,
  turn: 'alone',
  secret: true,
  *talk(io) {
    return yield* loginStep(io)
  },
})
