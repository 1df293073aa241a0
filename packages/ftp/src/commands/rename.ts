import type { Command, Reply } from '@linewire/wire'
import { severalLines } from '../flight.ts'
import { pathArgument } from '../path.ts'
import { refused } from '../reply.ts'

/**
 * Two commands that nothing may come between: RNFR, and RNTO behind its 350. RFC 959 §4.1.3
 * @param together both in one write, for a server that takes that: it refuses an RNTO whose RNFR it has refused (503)
 */
export const rename = (from: string, to: string, together = false): Command<void> => {
  const lines = [`RNFR ${pathArgument(from)}`, `RNTO ${pathArgument(to)}`]
  const steps = lines.map((line) => ({
    line,
    heard(said: Reply): void {
      if (said.code >= 400) throw refused({ name: line }, said)
    },
  }))
  return severalLines(
    lines[0]!,
    () => steps,
    () => undefined,
    together,
  )
}
