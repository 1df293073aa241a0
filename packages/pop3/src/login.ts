import {
  type Capabilities,
  type CommonOptions,
  type Engine,
  isLoopback,
  requireSecrecy,
  type Settings,
} from '@linewire/wire'
import { attempt, mechanisms } from '@linewire/wire/sasl'
import { auth } from './commands/auth.ts'
import { pass } from './commands/pass.ts'
import { user } from './commands/user.ts'

/** Logs in: the best SASL mechanism that both sides have, else USER and PASS. RFC 5034, 1939 §7 */
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
  const offered = capabilities.get('SASL')
  const context = { host, port, service: 'pop', secure, clientCertificate: options.tlsOptions?.cert !== undefined }
  const candidates = mechanisms(offered, credentials, context, options.allowInsecureAuth)
  if (candidates.length === 0 && 'password' in credentials && credentials.mechanisms === undefined) {
    const { password } = credentials
    const words = typeof password === 'function' ? await password() : password
    await engine.submit(user(credentials.user))
    await engine.submit(pass(words))
    return
  }
  await attempt(candidates, offered, async (mechanism) => engine.submit(auth(mechanism, await mechanism.initial?.())))
}
