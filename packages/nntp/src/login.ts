import { authenticate, type Capabilities, type Engine, type Settings } from '@linewire/wire'
import { authinfoPass } from './commands/authinfo-pass.ts'
import { authinfoSasl } from './commands/authinfo-sasl.ts'
import { authinfoUser } from './commands/authinfo-user.ts'
import type { NntpOptions } from './connect.ts'

/** Logs in: the best SASL mechanism that both sides have, else AUTHINFO USER and PASS. RFC 4643 §2 */
export function login(engine: Engine, capabilities: Capabilities, settings: Settings<NntpOptions>): Promise<void> {
  return authenticate(settings, engine.transport, {
    service: 'nntp',
    offered: capabilities.get('SASL'),
    sasl: (mechanism, initial) => engine.submit(authinfoSasl(mechanism, initial)),
    password: async (user, password) => {
      const { passwordWanted } = (await engine.submit(authinfoUser(user))) as { passwordWanted: boolean }
      if (passwordWanted) await engine.submit(authinfoPass(password))
    },
  })
}
