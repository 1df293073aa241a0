import { ArgumentError } from '@linewire/wire'
import type { ImapCommand } from '../command.ts'
import { atom } from '../quote.ts'

/** Switches extensions on; returns those that the server did. RFC 9051 §6.3.1 */
export const enable = (...capabilities: string[]): ImapCommand<string[]> => {
  if (capabilities.length === 0) throw new ArgumentError('ENABLE needs at least one capability')
  let enabled: string[] = []
  return {
    line: `ENABLE ${capabilities.map((name) => atom(name.toUpperCase())).join(' ')}`,
    // it may change how names and strings are written
    turn: 'alone',
    types: ['ENABLED'],
    claims(response) {
      if (response.kind !== 'data' || response.type !== 'ENABLED') return false
      enabled = [...enabled, ...response.capabilities]
      return true
    },
    done: () => enabled,
  }
}
