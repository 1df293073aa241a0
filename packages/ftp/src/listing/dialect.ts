import type { Entry } from '../entry.ts'
import type { WallClock } from './wall-clock.ts'

/** The ways in which servers list a directory. */
export type ListDialect =
  | 'mlsd'
  | 'unix'
  | 'dos'
  | 'vms'
  | 'zos'
  | 'os400'
  | 'os2'
  | 'netware'
  | 'mac'
  | 'eplf'
  | 'nonstop'

/**
 * What a line is to a dialect: an entry; `skip`, a heading, a sum or a name that is not in the directory; `more`, the
 * beginning of a record that the next line ends (it is read again as one text, with LF between the two); or no such
 * line at all.
 */
export type Reading = Entry | 'skip' | 'more' | undefined

/** Reads one listing, line by line. What it remembers is a heading at most. Nothing is thrown for what a server says. */
export type LineParser = (line: string) => Reading

/**
 * Begins a listing. `sample` are its first lines, for what one line leaves open: the order of a date in numbers.
 * `outsiders`: names that lead elsewhere are entries too, where the dialect leaves them out.
 */
export type Dialect = (clock: WallClock, sample: readonly string[], outsiders?: boolean) => LineParser
