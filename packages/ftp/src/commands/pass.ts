import { argument, type Command } from '@linewire/wire'
import { type LoginStep, loginStep } from '../login-step.ts'

/** The password. RFC 959 §4.1.1: 332 wants an account too. */
export const pass = (password: string): Command<LoginStep> => ({
  line: `PASS ${argument(password, 'the password')}`,
  turn: 'alone',
  secret: true,
  *talk(io) {
    return yield* loginStep(io)
  },
})
