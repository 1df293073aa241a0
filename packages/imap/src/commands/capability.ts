import type { Capabilities } from '@linewire/wire'
import { toCapabilities } from '../capabilities.ts'
import type { ImapCommand } from '../command.ts'

/** What the server can do, in its present state. RFC 9051 §6.1.1 */
export const capability = (): ImapCommand<Capabilities> => {
  let names: readonly string[] = []
  return {
    line: 'CAPABILITY',
    types: ['CAPABILITY'],
    claims(response) {
      if (response.kind !== 'data' || response.type !== 'CAPABILITY') return false
      names = response.capabilities
      return true
    },
    done: () => toCapabilities(names),
  }
}
