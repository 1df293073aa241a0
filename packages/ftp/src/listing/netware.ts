import { draft, type Entry, setModified, setSize } from '../entry.ts'
import type { Dialect } from './dialect.ts'
import { ListDate } from './list-date.ts'
import { behindBlanks, Words } from './words.ts'

const rights = 'RWCEAFMS'

/** "d [R----F--] supervisor            512       Jan 16 18:53    login": the rights of NetWare are no permission bits. */
export const netware: Dialect = (clock) => {
  const words = new Words()
  const date = new ListDate(clock)
  return (line): Entry | undefined => {
    const kind = line.charCodeAt(0)
    if (kind !== 45 && kind !== 100) return undefined
    const behind = behindRights(line, behindBlanks(line, 1))
    if (behind < 0) return undefined
    words.read(line, behind)
    // owners have blanks where they are full names of a directory service
    for (let at = 0; at < words.count - 2; at++) {
      const size = words.number(at)
      if (size < 0 || !date.read(words, at + 1)) continue
      const name = line.slice(behindBlanks(line, date.nameAt))
      if (name === '') return undefined
      const entry = draft(name, kind === 100 ? 'directory' : 'file', line)
      setSize(entry, size)
      setModified(entry, date.time, date.precision)
      if (at > 0) entry.owner = words.text(0, at - 1)
      return entry
    }
    return undefined
  }
}

/** "[RWCEAFMS]", each letter or "-"; some leave letters out. -1 when anything else stands there. */
function behindRights(line: string, from: number): number {
  if (line.charCodeAt(from) !== 91) return -1
  for (let at = from + 1; at <= from + 1 + rights.length; at++) {
    const letter = line[at] ?? ''
    if (letter === ']') return at > from + 1 ? at + 1 : -1
    if (letter !== '-' && !rights.includes(letter)) return -1
  }
  return -1
}
