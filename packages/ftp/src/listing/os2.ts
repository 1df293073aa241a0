import { draft, type Entry, setModified, setSize } from '../entry.ts'
import { ClockTime } from './clock-time.ts'
import { DateParts } from './date-parts.ts'
import type { Dialect } from './dialect.ts'
import { behindBlanks, Words } from './words.ts'

/** "     0           DIR   12-30-97   12:32  jbrekke": size, attributes (R, H, S, A), date, time, name. */
export const os2: Dialect = (clock) => {
  const words = new Words()
  const date = new DateParts()
  const time = new ClockTime()
  return (line): Entry | undefined => {
    const first = line.charCodeAt(behindBlanks(line, 0))
    if (!(first >= 48 && first <= 57) || words.read(line).count < 4) return undefined
    const size = words.number(0)
    if (size < 0) return undefined
    let isDirectory = false
    let at = 1
    for (; at < words.count && areLetters(line, words.starts[at]!, words.ends[at]!); at++) {
      isDirectory ||= words.is(at, 'DIR')
    }
    if (at + 2 >= words.count || !date.read(line, words.starts[at]!, words.ends[at]!) || date.third < 0)
      return undefined
    const end = words.ends[at + 1]!
    if (!time.read(line, words.starts[at + 1]!, end)) return undefined
    // two blanks before the name
    const name = line.slice(Math.min(behindBlanks(line, end), end + 2))
    const entry = draft(name, isDirectory ? 'directory' : 'file', line)
    setSize(entry, size)
    setModified(entry, date.instant(clock, 'mdy', time.second), time.precision)
    return entry
  }
}

function areLetters(line: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const code = line.charCodeAt(at)
    if (code < 65 || code > 90) return false
  }
  return true
}
