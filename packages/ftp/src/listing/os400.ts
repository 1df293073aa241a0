import { draft, type Entry, setModified, setSize } from '../entry.ts'
import { ClockTime } from './clock-time.ts'
import { type DateOrder, DateParts, likelyOrder } from './date-parts.ts'
import type { Dialect } from './dialect.ts'
import { behindBlanks, Words } from './words.ts'

const directories = new Set(['*DIR', '*DDIR', '*LIB', '*FLR'])

/**
 * "BAILEYSE     5263360 06/11/97 12:27:39 *FILE     BPTFSAVF": OS/400 (IBM i), LISTFMT 0. All before the type may be
 * missing; a member of a file has an owner at most. The date is in the format of the server's job, so that only the
 * whole of a listing tells what 04/03/24 is.
 */
export const os400: Dialect = (clock, sample) => {
  const words = new Words()
  const date = new DateParts()
  const time = new ClockTime()

  const read = (line: string, order: DateOrder): Entry | undefined => {
    if (!line.includes('*')) return undefined
    const at = typeAt(words.read(line))
    if (at < 0 || at + 1 >= words.count) return undefined
    const { starts, ends } = words
    const dated =
      at >= 2 &&
      time.read(line, starts[at - 1]!, ends[at - 1]!) &&
      date.read(line, starts[at - 2]!, ends[at - 2]!) &&
      date.third >= 0
    const sizeEnd = dated ? at - 2 : at
    const size = sizeEnd > 0 ? words.number(sizeEnd - 1) : -1
    const owners = size < 0 || !dated ? sizeEnd : sizeEnd - 1
    if (owners > 1) return undefined
    const isDirectory = directories.has(words.text(at))
    const name = line.slice(behindBlanks(line, ends[at]!))
    const entry = draft(isDirectory ? withoutSlash(name) : name, isDirectory ? 'directory' : 'file', line)
    if (dated) {
      setSize(entry, size)
      setModified(entry, date.instant(clock, orderBySeparator(date, order), time.second), time.precision)
    }
    if (owners > 0) entry.owner = words.text(0)
    return entry
  }

  const orders: readonly DateOrder[] = ['mdy', 'dmy', 'ymd']
  const order = likelyOrder(orders, sample, clock, (line, tried) => read(line, tried)?.modified?.getTime())
  return (line) => read(line, order)
}

/** The object type is the first word that begins with an asterisk: "*STMF". */
function typeAt(words: Words): number {
  for (let at = 0; at < Math.min(words.count, 5); at++) {
    const start = words.starts[at]!
    if (words.line.charCodeAt(start) !== 42) continue
    const letter = words.line.charCodeAt(start + 1)
    return letter >= 65 && letter <= 90 ? at : -1
  }
  return -1
}

/** Full stops are those of *DMY. */
const orderBySeparator = (date: DateParts, order: DateOrder): DateOrder => (date.separator === 46 ? 'dmy' : order)

const withoutSlash = (name: string): string => (name.length > 1 && name.endsWith('/') ? name.slice(0, -1) : name)
