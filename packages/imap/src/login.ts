import { AuthError, type CallOptions, authenticate as logIn, requireSecrecy } from '@linewire/wire'
import { authenticate } from './commands/authenticate.ts'
import { capability } from './commands/capability.ts'
import { asAuthError, login as loginCommand } from './commands/login.ts'
import type { ImapOptions } from './connect.ts'
import type { Session } from './session.ts'

/**
 * Logs in: the best SASL mechanism that both sides have, else LOGIN, unless the server forbids it (LOGINDISABLED).
 * RFC 9051 §6.2.2, §6.2.3
 */
export function login(session: Session, auth: NonNullable<ImapOptions['auth']>): Promise<void> {
  const { engine, settings, state } = session
  const { capabilities } = state
  const atOnce = capabilities.has('SASL-IR') || capabilities.has('IMAP4REV2')
  return logIn({ ...settings, auth }, engine.transport, {
    service: 'imap',
    offered: capabilities.get('AUTH'),
    sasl: (mechanism, initial) => session.run(authenticate(mechanism, initial, atOnce)),
    password: (user, password) => loginWithPassword(session, user, password),
  })
}

/** LOGIN, unless the server forbids it. RFC 9051 §6.2.3 */
export async function loginWithPassword(
  session: Session,
  user: string,
  password: string,
  options?: CallOptions,
): Promise<void> {
  const { engine, settings, state } = session
  requireSecrecy(settings, engine.transport)
  if (state.capabilities.has('LOGINDISABLED')) throw disabled(state.capabilities.get('AUTH'))
  const before = state.known
  await asAuthError(session.run(loginCommand(user, password), options))
  // what it can do is another thing now
  if (state.known === before) await session.run(capability(), options)
}

/** Nothing is sent, for the password would be lost to whoever listens. */
function disabled(offered: readonly string[]): AuthError {
  const others = offered.length > 0 ? `; it offers ${offered.join(', ')}` : ''
  return new AuthError({
    command: 'LOGIN',
    code: 'ERR_AUTH_MECHANISM',
    text: `the server takes no password here (LOGINDISABLED): use tls: 'starttls' or 'implicit'${others}`,
  })
}
