import { type Draft, draft, type Entry, setModified, setSize } from '../entry.ts'
import { ClockTime, halfOf } from './clock-time.ts'
import { type DateOrder, DateParts, likelyOrder } from './date-parts.ts'
import type { Dialect } from './dialect.ts'
import { groupedDigits } from './digits.ts'
import { behindBlanks, Words } from './words.ts'

/** what stands in place of a size */
const tags: Readonly<Record<string, Entry['type']>> = {
  '<DIR>': 'directory',
  '<JUNCTION>': 'symlink',
  '<SYMLINK>': 'symlink',
  '<SYMLINKD>': 'symlink',
}

/** columns from where a tag begins to the name: "<DIR>          a" */
const tagWidth = 15

/** "11-23-26  11:48AM                   12 a.txt": IIS, Windows CE and others that show what `dir` shows. */
export const dos: Dialect = (clock, sample) => {
  const words = new Words()
  const date = new DateParts()
  const time = new ClockTime()

  const read = (line: string, order: DateOrder): Entry | undefined => {
    const code = line.charCodeAt(0)
    if (code < 48 || code > 57) return undefined
    words.read(line)
    if (words.count < 4 || !date.read(line, 0, words.ends[0]!) || date.third < 0) return undefined
    // "03:04 PM"
    const half = halfOf(line, words.starts[2]!, words.ends[2]!)
    if (!time.read(line, words.starts[1]!, words.ends[1]!, half)) return undefined
    const at = half === undefined ? 2 : 3
    const entry = named(line, words.starts[at]!, words.ends[at]!)
    // full stops are German: the day first
    const found = date.separator === 46 ? 'dmy' : order
    if (entry) setModified(entry, date.instant(clock, found, time.second), time.precision)
    return entry
  }

  const order = likelyOrder(['mdy', 'dmy'], sample, clock, (line, tried) => read(line, tried)?.modified?.getTime())
  return (line) => read(line, order)
}

/** A size and the name, one blank between them, or a tag and the name. */
function named(line: string, from: number, to: number): Draft | undefined {
  if (line.charCodeAt(from) === 60) return tagged(line, from, to)
  const size = groupedDigits(line, from, to, ",.'")
  if (size < 0 || to + 1 >= line.length) return undefined
  const entry = draft(line.slice(to + 1), 'file', line)
  setSize(entry, size)
  return entry
}

/** `<JUNCTION>` and `<SYMLINKD>` name their targets in brackets, where they name them at all. */
function tagged(line: string, from: number, to: number): Draft | undefined {
  if (line.charCodeAt(to - 1) !== 62) return undefined
  const type = tags[line.slice(from, to)] ?? 'other'
  const name = line.slice(Math.min(behindBlanks(line, to), Math.max(from + tagWidth, to + 1)))
  if (name.trim() === '') return undefined
  const bracket = type === 'symlink' && name.endsWith(']') ? name.indexOf(' [') : -1
  if (bracket <= 0) return draft(name, type, line)
  const entry = draft(name.slice(0, bracket), type, line)
  entry.target = name.slice(bracket + 2, -1)
  return entry
}
