import { type Entry, noFacts } from '../entry.ts'
import { digits } from './digits.ts'
import { monthAt } from './months.ts'
import { permissionsAt } from './permissions.ts'
import type { WallClock } from './wall-clock.ts'
import type { Words } from './words.ts'

/**
 * The line that nearly every server writes for a file or a folder, and nothing but it: "-rw-r--r-- 1 alice ftp 12 Nov 23
 * 11:48 a.txt", or a year in place of the time. Undefined for all others, which `unix` reads with more patience and to
 * the same end. In one piece, for it is compiled and run 50,000 times before a listing is through (bench/ftp-list).
 */
export function ordinaryLine(line: string, words: Words, clock: WallClock): Entry | undefined {
  const kind = line.charCodeAt(0)
  if ((kind !== 45 && kind !== 100) || line.charCodeAt(10) !== 32) return undefined
  const mode = permissionsAt(line, 1)
  if (mode < 0) return undefined
  const { starts, ends, count } = words.read(line, 10, 7)
  if (count < 7 || words.number(0) < 0) return undefined
  const size = words.number(3)
  const month = monthAt(line, starts[4]!, ends[4]!)
  const day = words.number(5)
  if (size < 0 || size > Number.MAX_SAFE_INTEGER || month < 0 || day < 0) return undefined
  const start = starts[6]!
  const end = ends[6]!
  if (end + 1 >= line.length) return undefined
  const isTime = end - start === 5 && line.charCodeAt(start + 2) === 58
  let time = Number.NaN
  if (isTime) {
    const hour = digits(line, start, start + 2)
    const minute = digits(line, start + 3, end)
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return undefined
    time = clock.recent(month, day, (hour * 60 + minute) * 60)
  } else if (end - start === 4) {
    // a year that is widened to the right is not for here
    const year = line.charCodeAt(end + 1) > 32 ? digits(line, start, end) : -1
    time = clock.instant(year, month, day)
  }
  if (Number.isNaN(time)) return undefined
  // one literal: what is added to an object later is kept outside of it
  return {
    name: line.slice(end + 1),
    type: kind === 45 ? 'file' : 'directory',
    size,
    modified: new Date(time),
    precision: isTime ? 'minute' : 'day',
    mode,
    owner: words.text(1),
    group: words.text(2),
    facts: noFacts,
    raw: line,
  }
}
