import {
  AuthError,
  type Capabilities,
  type CommonOptions,
  type Engine,
  isLoopback,
  requireSecrecy,
  type Settings,
} from '@linewire/wire'
import { attempt, mechanisms, type SaslMechanism } from '@linewire/wire/sasl'
import { auth } from './commands/auth.ts'

/** Logs in by the best SASL mechanism that both sides have. RFC 4954 */
export async function login<O extends CommonOptions>(
  engine: Engine,
  capabilities: Capabilities,
  settings: Settings<O>,
): Promise<void> {
  const credentials = settings.auth
  if (credentials === undefined) return
  requireSecrecy(settings, engine.transport)
  const { options, host, port } = settings
  const secure = engine.transport.secure || isLoopback(engine.transport.remoteAddress ?? host)
  const offered = capabilities.get('AUTH')
  const context = { host, port, service: 'smtp', secure, clientCertificate: options.tlsOptions?.cert !== undefined }
  const candidates = mechanisms(offered, credentials, context, options.allowInsecureAuth)
  await attempt(candidates, offered, (mechanism) => authenticate(engine, mechanism))
}

async function authenticate(engine: Engine, mechanism: SaslMechanism): Promise<void> {
  const initial = await mechanism.initial?.()
  try {
    await engine.submit(auth(mechanism, initial))
  } catch (error) {
    if (!(error instanceof AuthError) || !isLoggedIn(error)) throw error
  }
}

/** "503 already authenticated": by a client certificate, or an earlier login. RFC 4954 §4 */
function isLoggedIn({ code, text }: AuthError): boolean {
  return code === '503' && /already/i.test(text)
}
