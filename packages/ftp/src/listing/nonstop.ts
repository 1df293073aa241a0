import { draft, setModified, setSize } from '../entry.ts'
import { ClockTime } from './clock-time.ts'
import { DateParts } from './date-parts.ts'
import type { Dialect, Reading } from './dialect.ts'
import { Words } from './words.ts'

/** 'ALV           101             2522 27-Aug-02 13:57:10 155,106 "nnnn"': a subvolume of Guardian, on NonStop servers. */
export const nonstop: Dialect = (clock) => {
  const words = new Words()
  const date = new DateParts()
  const time = new ClockTime()
  return (line): Reading => {
    if (!line.includes('"') && !line.startsWith('File')) return undefined
    const { starts, ends } = words.read(line)
    if (words.is(0, 'File') && words.is(1, 'Code') && words.is(2, 'EOF')) return 'skip'
    // an open file has a mark of its own behind its code
    const at = dateAt(words, date, 3) ? 3 : dateAt(words, date, 4) ? 4 : -1
    if (at < 0 || at + 2 >= words.count || line.charCodeAt(ends[words.count - 1]! - 1) !== 34) return undefined
    const size = words.number(at - 1)
    if (size < 0 || !time.read(line, starts[at + 1]!, ends[at + 1]!)) return undefined
    const entry = draft(words.text(0), 'file', line)
    setSize(entry, size)
    setModified(entry, date.instant(clock, 'dmy', time.second), time.precision)
    // "155,106" and "155, 76": group and user
    const owners = words.text(at + 2, words.count - 2)
    const comma = owners.indexOf(',')
    if (comma > 0 && comma < owners.length - 1) {
      entry.group = owners.slice(0, comma)
      entry.owner = owners.slice(comma + 1).trim()
    }
    return entry
  }
}

const dateAt = (words: Words, date: DateParts, at: number): boolean =>
  at < words.count && date.read(words.line, words.starts[at]!, words.ends[at]!) && date.named
