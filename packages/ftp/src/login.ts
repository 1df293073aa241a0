import {
  ArgumentError,
  AuthError,
  argument,
  type CommonOptions,
  type Engine,
  requireSecrecy,
  type Settings,
} from '@linewire/wire'
import { acct } from './commands/acct.ts'
import { pass } from './commands/pass.ts'
import { user } from './commands/user.ts'
import type { LoginStep } from './login-step.ts'

/** what an anonymous user is expected to give for a password. RFC 1635 §3 */
const guest = { user: 'anonymous', password: 'anonymous@' }

/**
 * USER, PASS where it is asked for, ACCT where that is asked for; anonymous without credentials. RFC 959 §5.4
 * @throws {AuthError} when the server declines, or asks for what was not given
 */
export async function login<O extends CommonOptions>(
  engine: Engine,
  settings: Settings<O>,
  account?: string,
): Promise<void> {
  const credentials = settings.auth ?? guest
  if (!('password' in credentials)) {
    throw new ArgumentError('FTP knows users and passwords alone: give auth a user and a password')
  }
  if (settings.auth !== undefined) requireSecrecy(settings, engine.transport)
  const { password } = credentials
  // before the user is told
  if (typeof password === 'string') argument(password, 'the password')
  if (account !== undefined) argument(account, 'the account')
  let step = (await engine.submit(user(credentials.user))) as LoginStep
  if (step === 'password') {
    step = (await engine.submit(pass(typeof password === 'function' ? await password() : password))) as LoginStep
  }
  if (step === 'account' && account !== undefined) step = (await engine.submit(acct(account))) as LoginStep
  if (step === 'done') return
  throw new AuthError({
    command: step === 'account' ? 'ACCT' : 'PASS',
    code: 'ERR_AUTH_ACCOUNT',
    text:
      step === 'account' ? 'the server asks for an account: give `account`' : 'the server asks for a password again',
  })
}
