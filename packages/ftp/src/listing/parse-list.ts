import type { Entry } from '../entry.ts'
import type { ListDialect } from './dialect.ts'
import { ListReader } from './list-reader.ts'
import { WallClock } from './wall-clock.ts'

export interface ParseListOptions {
  /** the dialect that reads the most of the first 100 lines, unless told */
  dialect?: ListDialect
  /** lines without a year are in the past of this moment; this very one unless told */
  now?: Date
  /** the zone of the server's clock: an IANA name (`Europe/Berlin`) or an offset (`+02:00`); UTC unless told */
  timezone?: string
}

/**
 * Reads a listing, given as text or as lines: no connection is needed. A line that cannot be read is kept as an entry
 * of type `other` with the line as its name; nothing is thrown for what a server says.
 *
 * @throws {ArgumentError} when the time zone does not exist, or `now` is an invalid date
 */
export function parseList(lines: string | Iterable<string>, options: ParseListOptions = {}): Entry[] {
  const reader = new ListReader(new WallClock(options), options.dialect)
  const entries = reader.read(typeof lines === 'string' ? lines.split(/\r?\n/) : lines)
  return entries.concat(reader.end())
}
