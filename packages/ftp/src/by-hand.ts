import type { Command, Reply } from '@linewire/wire'
import { command } from './commands/command.ts'
import type { Session } from './session.ts'

/** A command as it is written. What it changes behind our back is known no longer, or is as it says. */
export function byHand({ transfers, connections }: Session, line: string): Command<Reply> {
  const raw = command(line)
  const [verb = '', argument = ''] = line.toUpperCase().split(' ')
  return {
    ...raw,
    *talk(io) {
      if (verb === 'TYPE' || verb === 'REIN') transfers.type.current = undefined
      if (verb === 'MODE' || verb === 'REIN') transfers.mode.current = undefined
      if (verb === 'REST') transfers.rested = true
      const said = yield* raw.talk(io)
      if (verb === 'PROT') {
        connections.protected = argument === 'P'
        connections.agreed = true
      }
      return said
    },
  }
}
