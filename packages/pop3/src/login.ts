import { authenticate, type Capabilities, type Engine, type Settings } from '@linewire/wire'
import { auth } from './commands/auth.ts'
import { pass } from './commands/pass.ts'
import { user } from './commands/user.ts'
import type { Pop3Options } from './connect.ts'

/** Logs in: the best SASL mechanism that both sides have, else USER and PASS. RFC 5034, 1939 §7 */
export function login(engine: Engine, capabilities: Capabilities, settings: Settings<Pop3Options>): Promise<void> {
  return authenticate(settings, engine.transport, {
    service: 'pop',
    offered: capabilities.get('SASL'),
    sasl: (mechanism, initial) => engine.submit(auth(mechanism, initial)),
    password: async (name, password) => {
      await engine.submit(user(name))
      await engine.submit(pass(password))
    },
  })
}
