import { LineTooLong } from '../reader.ts'
import type { Session } from '../session.ts'

/** Octets of one line, literals apart. RFC 7162 §4 asks for 8192 */
const LINE = 65_536

/** A command with its literals where they stood: "{5}", CR LF, five octets. Or what to answer instead. */
export type ReadCommand = { text: string } | { refuse: string } | 'interrupted'

/** Reads lines and literals until a line ends without announcing another literal. RFC 9051 §4.3 */
export async function readCommand(session: Session, maxLiteral: number, nonSync: boolean): Promise<ReadCommand> {
  try {
    let line = await session.line(LINE)
    const pieces = [line]
    for (;;) {
      const match = /~?\{(\d{1,10})(\+?)\}$/.exec(line)
      if (!match) return { text: pieces.join('') }
      const size = Number(match[1])
      if (match[2]) {
        if (!nonSync) return { refuse: 'BAD No LITERAL+ here' }
        // the octets come whatever we say
        if (size > maxLiteral) return { refuse: await skip(session, size) }
      } else if (size > maxLiteral) return { refuse: 'NO [TOOBIG] Literal too large' }
      else if (!(await session.reply('+ Ready for literal data'))) return 'interrupted'
      const literal = await session.read(size)
      line = await session.more(LINE)
      pieces.push('\r\n', literal.toString('latin1'), line)
    }
  } catch (error) {
    if (error instanceof LineTooLong) return { refuse: 'BAD [TOOBIG] Line too long' }
    throw error
  }
}

async function skip(session: Session, size: number): Promise<string> {
  for (let left = size; left > 0; left -= 65_536) await session.read(Math.min(left, 65_536))
  await session.more(LINE)
  return 'NO [TOOBIG] Literal too large'
}
