import {
  type Capabilities,
  type CommonOptions,
  type Engine,
  isLoopback,
  requireSecrecy,
  type Settings,
} from '@linewire/wire'
import { attempt, mechanisms } from '@linewire/wire/sasl'
import { authinfoPass } from './commands/authinfo-pass.ts'
import { authinfoSasl } from './commands/authinfo-sasl.ts'
import { authinfoUser } from './commands/authinfo-user.ts'

/** Logs in: the best SASL mechanism that both sides have, else AUTHINFO USER and PASS. RFC 4643 §2 */
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
  const context = { host, port, service: 'nntp', secure, clientCertificate: options.tlsOptions?.cert !== undefined }
  const candidates = mechanisms(offered, credentials, context, options.allowInsecureAuth)
  if (candidates.length === 0 && 'password' in credentials && credentials.mechanisms === undefined) {
    const { password } = credentials
    const words = typeof password === 'function' ? await password() : password
    const { passwordWanted } = (await engine.submit(authinfoUser(credentials.user))) as { passwordWanted: boolean }
    if (passwordWanted) await engine.submit(authinfoPass(words))
    return
  }
  await attempt(candidates, offered, async (mechanism) =>
    engine.submit(authinfoSasl(mechanism, await mechanism.initial?.())),
  )
}
