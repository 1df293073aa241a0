import { type Draft, draft, setModified, setSize } from '../entry.ts'
import { ClockTime } from './clock-time.ts'
import { DateParts } from './date-parts.ts'
import type { Dialect, Reading } from './dialect.ts'
import { digits } from './digits.ts'
import { isBlank, Words } from './words.ts'

/** octets of the blocks that sizes are told in */
const block = 512

/**
 * "A.TXT;1        9/15   2-JUN-1998 07:32:04  [GROUP,OWNER]  (RWED,RWED,RE,)": OpenVMS, MultiNet and their like. What is
 * behind the name comes in any order, and on a line of its own where the name is long. Files keep their versions, for
 * that is how they are asked for; a directory is entered by its name alone.
 */
export const vms: Dialect = (clock) => {
  const words = new Words()
  const date = new DateParts()
  const time = new ClockTime()
  return (line): Reading => {
    if (isHeading(line)) return 'skip'
    const end = behindVersion(line)
    if (end < 0) return undefined
    words.read(line, end)
    if (words.count === 0) return 'more'
    const name = line.slice(0, end)
    const base = name.slice(0, name.lastIndexOf(';'))
    const isDirectory = base.length > 4 && base.slice(-4).toUpperCase() === '.DIR'
    const entry = isDirectory ? draft(base.slice(0, -4), 'directory', line) : draft(name, 'file', line)
    if (isFailure(words)) return entry
    let dateAt = -1
    for (let at = 0; at < words.count; at++) {
      const [start, stop] = [words.starts[at]!, words.ends[at]!]
      const code = line.charCodeAt(start)
      if (code === 91) setOwner(entry, line, start)
      else if (code === 40) setMode(entry, line, start)
      else if (date.read(line, start, stop) && date.named) dateAt = at
      else if (dateAt < 0 && entry.size === undefined) setSize(entry, blocks(line, start, stop) * block)
    }
    if (dateAt < 0 || !date.read(line, words.starts[dateAt]!, words.ends[dateAt]!)) return undefined
    const timed = dateAt + 1 < words.count && time.read(line, words.starts[dateAt + 1]!, words.ends[dateAt + 1]!)
    setModified(entry, date.instant(clock, 'dmy', timed ? time.second : 0), timed ? time.precision : 'day')
    return entry
  }
}

/** "Directory USER1:[TEMP]", "Total of 14 files, 60/75 blocks", "Grand total of 2 directories" */
const isHeading = (line: string): boolean =>
  (line.startsWith('Directory ') && line.trimEnd().endsWith(']')) ||
  line.startsWith('Total of ') ||
  line.startsWith('Grand total of ')

/** Where "A.TXT;1" ends: at the first semicolon that digits and a blank follow. -1 when there is none, or no name before it. */
function behindVersion(line: string): number {
  for (let semicolon = line.indexOf(';', 1); semicolon > 0; semicolon = line.indexOf(';', semicolon + 1)) {
    let at = semicolon + 1
    while (at < line.length && line.charCodeAt(at) >= 48 && line.charCodeAt(at) <= 57) at++
    if (at > semicolon + 1 && (at === line.length || isBlank(line.charCodeAt(at)))) return at
  }
  return -1
}

/** "%RMS-E-PRV, insufficient privilege or file protection violation", "No privilege for attempted operation" */
const isFailure = (words: Words): boolean =>
  words.line.charCodeAt(words.starts[0]!) === 37 || (words.text(0).toLowerCase() === 'no' && words.is(1, 'privilege'))

/** "9", and "9/15": used and allocated. NaN when it is no such word. */
function blocks(line: string, from: number, to: number): number {
  const slash = line.indexOf('/', from)
  const value = digits(line, from, slash > from && slash < to ? slash : to)
  return value < 0 ? Number.NaN : value
}

/** "[GROUP,OWNER]", "[OWNER]", cut short in some listings: "[AP_HTTPD,APACHE$WWW" */
function setOwner(entry: Draft, line: string, from: number): void {
  let to = from + 1
  while (to < line.length && line.charCodeAt(to) !== 93 && !isBlank(line.charCodeAt(to))) to++
  const text = line.slice(from + 1, to)
  const comma = text.indexOf(',')
  if (comma > 0) entry.group = text.slice(0, comma)
  if (text.length > comma + 1) entry.owner = text.slice(comma + 1)
}

/** "(RWED,RWED,RE,)": what the system, the owner, the group and the world may. */
function setMode(entry: Draft, line: string, from: number): void {
  let group = -1
  let mode = 0
  for (let at = from + 1; line.charCodeAt(at) !== 41; at++) {
    const letter = line[at]
    if (letter === ',') group++
    else if (letter === 'R' && group >= 0) mode |= 0o400 >> (group * 3)
    else if (letter === 'W' && group >= 0) mode |= 0o200 >> (group * 3)
    else if (letter === 'E' && group >= 0) mode |= 0o100 >> (group * 3)
    else if (letter === undefined || !'RWED'.includes(letter)) return
  }
  if (group === 2) entry.mode = mode
}
