import { passwordOf, userName } from './credential.ts'
import { type Password, SaslError, type SaslMechanism } from './mechanism.ts'

/** What LOGIN sends: the password itself. */
export interface LoginOptions {
  user: string
  password: Password
}

/**
 * The user name, then the password, each after a prompt. draft-murchison-sasl-login-00. The password goes out in clear.
 *
 * The prompts are not read: servers write "Username:", "User Name", "Login:", or nothing at all.
 */
export function login({ user, password }: LoginOptions): SaslMechanism {
  let prompts = 0
  return {
    name: 'LOGIN',
    async next() {
      prompts++
      if (prompts === 1) return Buffer.from(userName(user))
      if (prompts === 2) return Buffer.from(await passwordOf(password))
      throw new SaslError('LOGIN: the server asked for more than a user name and a password')
    },
  }
}
