import { type Entry, type ListContext, unread } from '../entry.ts'
import { parseDos } from './dos.ts'
import { parseMlsd } from './mlsd.ts'
import { parseUnix } from './unix.ts'

export type ListDialect = 'mlsd' | 'unix' | 'dos'

export interface ParseListOptions {
  /** the dialect that reads the most lines, unless told */
  dialect?: ListDialect
  /** lines without a year are in the past of this moment; this very one unless told */
  now?: Date
  /** the zone of the server's clock: an IANA name (`Europe/Berlin`) or an offset (`+02:00`); UTC unless told */
  timezone?: string
}

type LineParser = (line: string, context: ListContext) => Entry | undefined

const dialects: Readonly<Record<ListDialect, LineParser>> = { unix: parseUnix, dos: parseDos, mlsd: parseMlsd }

/**
 * Reads a listing, given as text or as lines: no connection is needed. A line that cannot be read is kept as an entry
 * of type `other` with the line as its name; nothing is thrown for what a server says.
 *
 * @throws {ArgumentError} when the time zone does not exist
 */
export function parseList(lines: string | Iterable<string>, options: ParseListOptions = {}): Entry[] {
  const context = { now: options.now ?? new Date(), timezone: options.timezone ?? 'UTC' }
  const all = typeof lines === 'string' ? lines.split(/\r?\n/) : lines
  const kept = [...all].filter((line) => line.trim() !== '')
  const names = options.dialect ? [options.dialect] : (Object.keys(dialects) as ListDialect[])
  let best: (Entry | undefined)[] = []
  let most = -1
  let chosen: ListDialect | undefined
  for (const name of names) {
    const entries = kept.map((line) => dialects[name](line, context))
    const score = entries.reduce((sum, entry) => sum + (entry === undefined ? 0 : 1), 0)
    if (score <= most) continue
    best = entries
    most = score
    chosen = name
    if (score === kept.length) break
  }
  // "total 12", in whatever language
  const isTotal = chosen === 'unix' && best[0] === undefined && /^\S+:? \d+$/.test(kept[0] ?? '')
  return best.map((entry, index) => entry ?? unread(kept[index]!)).slice(isTotal ? 1 : 0)
}
