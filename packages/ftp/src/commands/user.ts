import { argument, type Command } from '@linewire/wire'
import { type LoginStep, loginStep } from '../login-step.ts'

/** Who logs in. RFC 959 §4.1.1: 230 is enough already, 331 wants a password, 332 an account. */
export const user = (name: string): Command<LoginStep> => ({
  line: `USER ${argument(name, 'the user name')}`,
  turn: 'alone',
  *talk(io) {
    return yield* loginStep(io)
  },
})
