import type { Command } from '@linewire/wire'
import { pathArgument } from '../path.ts'
import { accepted, completed, finalReply, named } from '../reply.ts'

/** Two commands that nothing may come between: RNFR, and RNTO behind its 350. RFC 959 §4.1.3 */
export const rename = (from: string, to: string): Command<void> => {
  const second = `RNTO ${pathArgument(to)}`
  return {
    line: `RNFR ${pathArgument(from)}`,
    turn: 'last',
    *talk(io) {
      accepted(io, yield* finalReply(io))
      io.output.line(second)
      yield* completed(named(io, second))
    },
  }
}
