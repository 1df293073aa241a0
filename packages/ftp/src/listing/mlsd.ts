import { type Draft, draft, type Entry, setModified, setSize } from '../entry.ts'
import type { Dialect, Reading } from './dialect.ts'
import { digits } from './digits.ts'
import { parseTimeVal } from './time-val.ts'

/** MLSD, where the server was asked for it. RFC 3659 §7 */
export const mlsd: Dialect = (_clock, _sample, outsiders) => (line) => inDirectory(parseMlsd(line), outsiders)

/** In a listing of which nothing is known: what has no fact could be anything with a blank in it. */
export const factualMlsd: Dialect = (_clock, _sample, outsiders) => (line) => {
  const entry = parseMlsd(line)
  const factual = entry !== undefined && knownFacts.some((fact) => entry.facts.has(fact))
  return factual ? inDirectory(entry, outsiders) : undefined
}

const knownFacts = ['type', 'size', 'modify', 'perm', 'unique']

/**
 * The directory itself and the one above it are no entries (RFC 3659 §7.5.1), nor is a name with a slash: some servers
 * list the targets of symbolic links beside them.
 */
function inDirectory(entry: Entry | undefined, outsiders = false): Reading {
  if (entry === undefined) return undefined
  const isOther = entry.type === 'directory' && /^[cp]dir$/i.test(entry.facts.get('type')!)
  return isOther || (!outsiders && entry.name.includes('/')) ? 'skip' : entry
}

/**
 * "type=file;size=12;modify=20261123114800; a.txt". RFC 3659 §7.2
 * Undefined when the line is no such line.
 */
export function parseMlsd(line: string): Entry | undefined {
  const end = endOfFacts(line)
  const firstEquals = line.indexOf('=')
  if (end < 0 || (end > 0 && (firstEquals < 0 || firstEquals > end))) return undefined
  const facts = new Map<string, string>()
  // the last fact may have no semicolon, and there may be none of them
  for (let at = 0; at < end; ) {
    const semicolon = line.indexOf(';', at)
    const stop = semicolon < 0 || semicolon > end ? end : semicolon
    if (stop > at) {
      const equals = line.indexOf('=', at)
      if (equals <= at || equals >= stop) return undefined
      facts.set(factName(line.slice(at, equals)), line.slice(equals + 1, stop))
    }
    at = stop + 1
  }
  const entry = draft(line.slice(end + 1), 'other', line, facts)
  if (entry.name === '') return undefined
  setKind(entry, facts.get('type') ?? '')
  const size = facts.get('size') ?? facts.get('sizd')
  if (size !== undefined) setSize(entry, digits(size, 0, size.length))
  const time = parseTimeVal(facts.get('modify') ?? '')
  if (time !== undefined) setModified(entry, time.date.getTime(), time.precision)
  setUnix(entry, facts)
  return entry
}

/** Where the facts end: one blank stands between them and the name, and more of them belong to the name. -1 without one. */
function endOfFacts(line: string): number {
  if (line.charCodeAt(0) === 32) return 0
  // the target of a symbolic link may have blanks, so the semicolon is part of the mark
  const mark = line.indexOf('; ')
  // NcFTPd leaves the last semicolon out
  return mark < 0 ? line.indexOf(' ') : mark + 1
}

/** names as they came and in lower case: a server has ten or so, and says them in every line */
const factNames = new Map<string, string>()

function factName(name: string): string {
  const known = factNames.get(name)
  if (known !== undefined) return known
  const lower = name.toLowerCase()
  if (factNames.size < 200 && name.length < 30) factNames.set(name, lower)
  return lower
}

function setKind(entry: Draft, type: string): void {
  const kind = type.toLowerCase()
  if (kind === 'file') entry.type = 'file'
  else if (kind === 'dir' || kind === 'cdir' || kind === 'pdir') entry.type = 'directory'
  else if (kind.startsWith('os.unix=slink') || kind.startsWith('os.unix=symlink')) {
    entry.type = 'symlink'
    const colon = type.indexOf(':')
    if (colon >= 0) entry.target = type.slice(colon + 1)
  }
}

function setUnix(entry: Draft, facts: ReadonlyMap<string, string>): void {
  const mode = facts.get('unix.mode')
  if (mode !== undefined && mode.length <= 7 && /^[0-7]+$/.test(mode)) entry.mode = Number.parseInt(mode, 8) & 0o7777
  const owner = facts.get('unix.ownername') ?? facts.get('unix.owner') ?? facts.get('unix.uid')
  if (owner !== undefined) entry.owner = owner
  const group = facts.get('unix.groupname') ?? facts.get('unix.group') ?? facts.get('unix.gid')
  if (group !== undefined) entry.group = group
}
