import { AuthError, type CallOptions, type CommonOptions, isLoopback, requireSecrecy } from '@linewire/wire'
import { attempt, mechanisms } from '@linewire/wire/sasl'
import { authenticate } from './commands/authenticate.ts'
import { capability } from './commands/capability.ts'
import { asAuthError, login as loginCommand } from './commands/login.ts'
import type { Session } from './session.ts'

type Credentials = NonNullable<CommonOptions['auth']>

/**
 * Logs in: the best SASL mechanism that both sides have, else LOGIN, unless the server forbids it (LOGINDISABLED).
 * RFC 9051 §6.2.2, §6.2.3
 */
export async function login(session: Session, auth: Credentials): Promise<void> {
  const { engine, settings, state } = session
  requireSecrecy(settings, engine.transport)
  const { options, host, port } = settings
  const { capabilities } = state
  const secure = engine.transport.secure || isLoopback(engine.transport.remoteAddress ?? host)
  const offered = capabilities.get('AUTH')
  const context = { host, port, service: 'imap', secure, clientCertificate: options.tlsOptions?.cert !== undefined }
  const candidates = mechanisms(offered, auth, context, options.allowInsecureAuth)
  if (candidates.length === 0 && 'password' in auth && auth.mechanisms === undefined) {
    const { password } = auth
    await loginWithPassword(session, auth.user, typeof password === 'function' ? await password() : password)
    return
  }
  const atOnce = capabilities.has('SASL-IR') || capabilities.has('IMAP4REV2')
  await attempt(candidates, offered, async (mechanism) =>
    session.run(authenticate(mechanism, await mechanism.initial?.(), atOnce)),
  )
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
