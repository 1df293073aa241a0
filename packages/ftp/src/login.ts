import { ArgumentError, AuthError, argument, type Command, requireSecrecy } from '@linewire/wire'
import { acct } from './commands/acct.ts'
import { pass } from './commands/pass.ts'
import { user } from './commands/user.ts'
import type { LoginStep } from './login-step.ts'
import type { Session } from './session.ts'

/** what an anonymous user is expected to give for a password. RFC 1635 §3 */
export const guest: { readonly user: string; readonly password: string } = { user: 'anonymous', password: 'anonymous@' }

/** Who logs in. */
export interface Login {
  readonly user: string
  readonly password: string | (() => string | Promise<string>)
  readonly account: string | undefined
}

/**
 * Anonymous without credentials. Nothing is said yet.
 * @throws {ArgumentError} when they cannot be sent, {@link AuthError} when they would go out in clear
 */
export function loginOf({ settings, engine }: Pick<Session, 'settings' | 'engine'>, account?: string): Login {
  const credentials = settings.auth ?? guest
  if (!('password' in credentials)) {
    throw new ArgumentError('FTP knows users and passwords alone: give auth a user and a password')
  }
  if (settings.auth !== undefined) requireSecrecy(settings, engine.transport)
  const { password } = credentials
  argument(credentials.user, 'the user name')
  if (typeof password === 'string') argument(password, 'the password')
  if (account !== undefined) argument(account, 'the account')
  return { user: credentials.user, password, account }
}

/** Whether other commands may go out right behind it: nothing in it depends on what the server answers. */
export const isFixed = ({ password, account }: Login): boolean => typeof password === 'string' && account === undefined

/**
 * USER, PASS where it is asked for, ACCT where that is asked for. RFC 959 §5.4
 * @throws {AuthError} when the server declines, or asks for what was not given
 */
export async function login({ engine }: Session, { user: name, password, account }: Login): Promise<void> {
  const submit = (command: Command<LoginStep>): Promise<LoginStep> => engine.submit(command) as Promise<LoginStep>
  let step = await submit(user(name))
  if (step === 'password') step = await submit(pass(typeof password === 'function' ? await password() : password))
  if (step === 'account' && account !== undefined) step = await submit(acct(account))
  confirm(step)
}

/**
 * USER and PASS in one write, with whatever is submitted in the same tick behind them.
 * @param patience ms that PASS may take before the server is thought to have lost it
 */
export async function loginTogether(
  { engine }: Session,
  { user: name, password }: Login,
  patience: number | undefined,
): Promise<void> {
  const submit = (command: Command<LoginStep>): Promise<LoginStep> => engine.submit(command) as Promise<LoginStep>
  const named = submit({ ...user(name), turn: 'free' })
  const proven = submit({
    ...pass(password as string),
    turn: 'free',
    ...(patience === undefined ? {} : { timeout: patience }),
  })
  proven.catch(() => {}) // what USER fails of comes first
  const step = await named
  // a password that nobody asked for is refused, and no harm done
  confirm(step === 'password' ? await proven : step)
}

function confirm(step: LoginStep): void {
  if (step === 'done') return
  throw new AuthError({
    command: step === 'account' ? 'ACCT' : 'PASS',
    code: 'ERR_AUTH_ACCOUNT',
    text:
      step === 'account' ? 'the server asks for an account: give `account`' : 'the server asks for a password again',
  })
}
