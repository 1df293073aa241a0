import { type Draft, draft, type Entry, setModified, setSize } from '../entry.ts'
import type { Dialect, Reading } from './dialect.ts'
import { digits, groupedDigits } from './digits.ts'
import { ListDate } from './list-date.ts'
import { permissionsAt } from './permissions.ts'
import { ordinaryLine } from './unix-ordinary.ts'
import { isBlank, Words } from './words.ts'

/** What the first letter of a line means: letters that begin no such line are not among them. */
const kinds: readonly (Entry['type'] | undefined)[] = kindsByCode({
  // contiguous, migrated, mounted ones too
  file: '-fCmM',
  directory: 'd',
  // an external link of z/OS
  symlink: 'le',
  // devices, pipes, sockets, doors, what is special to one system
  other: 'bcpsDnPw?',
})

/**
 * "-rw-r--r--   1 alice    ftp            12 Nov 23 11:48 a.txt", as /bin/ls prints it and most servers imitate. Link
 * count, owner and group may be missing, and both names may have blanks: the line is read from its size and date on.
 */
export const unix: Dialect = (clock) => {
  const words = new Words()
  const date = new ListDate(clock)
  let first = true
  return (line): Reading => {
    const wasFirst = first
    first = false
    const entry = ordinaryLine(line, words, clock)
    if (entry !== undefined) return entry
    const type = kinds[line.charCodeAt(0)]
    const mode = type === undefined ? -1 : permissionsAt(line, 1)
    if (type === undefined || mode < 0) return wasFirst && isSum(words.read(line)) ? 'skip' : undefined
    const behind = behindPermissions(line)
    if (behind < 0) return undefined
    words.read(line, behind)
    const at = sizeBefore(words, date)
    // some leave the size out, or glue it to the group
    const dateAt = at >= 0 ? at + 1 : dateFrom(words, date)
    if (dateAt < 0) return undefined
    const device = type === 'other' && at >= 0 && isDevice(words, at)
    const size = at < 0 || device ? -1 : sizeAt(words, at)
    const name = line.slice(date.nameAt)
    const found = draft(name, type, line)
    setSize(found, size)
    setModified(found, date.time, date.precision)
    if (type === 'symlink') point(found, name, size)
    found.mode = mode
    setOwners(found, words, at < 0 ? dateAt : device && endsInComma(words, at - 1) ? at - 1 : at)
    return found
  }
}

/** "total 12", "total 1.5M", in whatever language: the first line. */
const isSum = (words: Words): boolean => words.count === 2 && !Number.isNaN(sizeAt(words, 1))

/** A mark of ACLs or SELinux may follow, and the link count without a blank. -1 when anything else does. */
function behindPermissions(line: string): number {
  const code = line.charCodeAt(10)
  // + . @
  const at = code === 43 || code === 46 || code === 64 ? 11 : 10
  const next = line.charCodeAt(at)
  return isBlank(next) || (next >= 48 && next <= 57) ? at : -1
}

/** Which word is a size with a date behind it: links, owner and group stand before it, unless it is somewhere else. */
function sizeBefore(words: Words, date: ListDate): number {
  if (!Number.isNaN(sizeAt(words, 3)) && date.read(words, 4)) return 3
  for (let at = 0; at < words.count - 2; at++) {
    if (!Number.isNaN(sizeAt(words, at)) && date.read(words, at + 1)) return at
  }
  return -1
}

function dateFrom(words: Words, date: ListDate): number {
  for (let at = 0; at < words.count - 2; at++) if (date.read(words, at)) return at
  return -1
}

/** "12", "1,234"; -1 for sizes that are not told in octets: "34.5k", "-2147483648". NaN when it is no size. */
function sizeAt(words: Words, at: number): number {
  const size = words.number(at)
  if (size >= 0) return size
  if (at >= words.count) return Number.NaN
  const { line } = words
  const start = words.starts[at]!
  const end = words.ends[at]!
  if (line.charCodeAt(start) === 45) return digits(line, start + 1, end) < 0 ? Number.NaN : -1
  const grouped = groupedDigits(line, start, end, ',')
  if (grouped >= 0) return grouped
  return 'kKMGTP'.includes(line[end - 1]!) && groupedDigits(line, start, end - 1, '.') >= 0 ? -1 : Number.NaN
}

/** "4, 1" and "109,767" are the numbers of a device, where others have a size. */
const isDevice = (words: Words, at: number): boolean => endsInComma(words, at - 1) || words.text(at).includes(',')

const endsInComma = (words: Words, at: number): boolean => at >= 0 && words.line.charCodeAt(words.ends[at]! - 1) === 44

/** "a -> b". The size of a link is that of its target, which tells them apart where names have arrows. */
function point(entry: Draft, text: string, size: number): void {
  const first = text.indexOf(' -> ')
  if (first < 0) return
  let arrow = first
  for (let at = first; at >= 0; at = text.indexOf(' -> ', at + 1)) {
    if (size === text.length - at - 4) arrow = at
  }
  entry.name = text.slice(0, arrow)
  entry.target = text.slice(arrow + 4)
}

/** The link count, if there is one, the owner, the group: what is there of them before a word. */
function setOwners(entry: Draft, words: Words, end: number): void {
  const first = end > 0 && words.number(0) >= 0 ? 1 : 0
  if (end === first) return
  if (end === first + 1) {
    entry.owner = words.text(first)
    return
  }
  // two blanks are a border of columns; else the name with blanks is the group's, "Domain Users"
  let last = first
  for (let at = first; at < end - 1; at++) {
    if (words.starts[at + 1]! - words.ends[at]! < 2) continue
    last = at
    break
  }
  entry.owner = words.text(first, last)
  entry.group = words.text(last + 1, end - 1)
}

function kindsByCode(letters: Readonly<Record<Entry['type'], string>>): (Entry['type'] | undefined)[] {
  const found: (Entry['type'] | undefined)[] = Array(128).fill(undefined)
  for (const [type, all] of Object.entries(letters))
    for (const letter of all) found[letter.charCodeAt(0)] = type as Entry['type']
  return found
}
