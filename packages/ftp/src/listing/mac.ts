import { draft, type Entry, setModified, setSize } from '../entry.ts'
import type { Dialect } from './dialect.ts'
import { ListDate } from './list-date.ts'
import { permissionsAt } from './permissions.ts'
import { isBlank, Words } from './words.ts'

/**
 * "-------r--         326  1391972  1392298 Nov 22  1995 MegaPhone.sit": classic Mac OS, by Peter Lewis' FTPd and
 * NetPresenz. Where others have owner and group, a file has the sizes of its two forks and their sum, and a folder
 * has the word "folder" and how much is in it.
 */
export const mac: Dialect = (clock) => {
  const words = new Words()
  const date = new ListDate(clock)
  return (line): Entry | undefined => {
    const kind = line.charCodeAt(0)
    const mode = kind === 45 || kind === 100 ? permissionsAt(line, 1) : -1
    if (mode < 0 || !isBlank(line.charCodeAt(10))) return undefined
    words.read(line, 10)
    const isFolder = kind === 100
    const size = isFolder ? -1 : bothForks(words)
    if (isFolder ? !words.is(0, 'folder') : size < 0) return undefined
    if (!date.read(words, isFolder ? 2 : 3)) return undefined
    const entry = draft(line.slice(date.nameAt), isFolder ? 'directory' : 'file', line)
    setSize(entry, size)
    setModified(entry, date.time, date.precision)
    entry.mode = mode
    return entry
  }
}

/** Their sum tells them from the link count, owner and size of a line of Unix that leaves the group out. */
function bothForks(words: Words): number {
  const resource = words.number(0)
  const data = words.number(1)
  const sum = words.number(2)
  return resource >= 0 && data >= 0 && resource + data === sum ? sum : -1
}
