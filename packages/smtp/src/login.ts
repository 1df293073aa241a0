import {
  AuthError,
  authenticate,
  type Capabilities,
  type Engine,
  type SaslMechanism,
  type Settings,
} from '@linewire/wire'
import { auth } from './commands/auth.ts'
import type { SmtpOptions } from './connect.ts'

/** Logs in by the best SASL mechanism that both sides have. RFC 4954 */
export function login(engine: Engine, capabilities: Capabilities, settings: Settings<SmtpOptions>): Promise<void> {
  return authenticate(settings, engine.transport, {
    service: 'smtp',
    offered: capabilities.get('AUTH'),
    sasl: (mechanism, initial) => exchange(engine, mechanism, initial),
  })
}

async function exchange(engine: Engine, mechanism: SaslMechanism, initial: Uint8Array | undefined): Promise<void> {
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
