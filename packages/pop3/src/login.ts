import { authenticate, type CallOptions, type Credentials, requireSecrecy, type Settings } from '@linewire/wire'
import { apop, apopDigest } from './commands/apop.ts'
import { auth } from './commands/auth.ts'
import { pass } from './commands/pass.ts'
import { user } from './commands/user.ts'
import type { Pop3Options, Session } from './connect.ts'

/** Logs in: the best SASL mechanism that both sides have, else USER and PASS; APOP on request. RFC 5034, 1939 §7 */
export async function login(
  { engine, capabilities, greeting }: Session,
  settings: Settings<Pop3Options>,
  options?: CallOptions,
): Promise<void> {
  const asked = passwordForApop(settings.auth)
  if (asked) {
    requireSecrecy(settings, engine.transport)
    const password = typeof asked.password === 'function' ? await asked.password() : asked.password
    await engine.submit(apop(asked.user, await apopDigest(greeting.text, password)), options)
    return
  }
  await authenticate(settings, engine.transport, {
    service: 'pop',
    offered: capabilities.get('SASL'),
    sasl: (mechanism, initial) => engine.submit(auth(mechanism, initial), options),
    password: async (name, password) => {
      await engine.submit(user(name), options)
      await engine.submit(pass(password), options)
    },
  })
}

/** Who says `+APOP`, in a URL or in `mechanisms`, wants no SASL mechanism. RFC 2384 §4 */
function passwordForApop(auth: Credentials | undefined): Extract<Credentials, { password: unknown }> | undefined {
  if (auth === undefined || !('password' in auth)) return undefined
  return auth.mechanisms?.[0]?.toUpperCase() === '+APOP' ? auth : undefined
}
