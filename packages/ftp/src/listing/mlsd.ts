import type { Entry } from '../entry.ts'
import { parseTimeVal } from './time-val.ts'

/** the directory itself and the one above it are no entries. RFC 3659 §7.5.1 */
export const isOwnOrParent = (entry: Entry): boolean =>
  /^[cp]dir$/i.test(entry.facts.get('type') ?? '') || entry.name === '.' || entry.name === '..'

/**
 * "type=file;size=12;modify=20261123114800; a.txt". RFC 3659 §7.2
 * Undefined when the line is no such line.
 */
export function parseMlsd(line: string): Entry | undefined {
  const { words, name } = split(line)
  if (name === undefined || name === '') return undefined
  const facts = new Map<string, string>()
  for (const word of words.split(';')) {
    const equals = word.indexOf('=')
    if (equals > 0) facts.set(word.slice(0, equals).toLowerCase(), word.slice(equals + 1))
    else if (word !== '') return undefined
  }
  const size = octets(facts.get('size') ?? facts.get('sizd'))
  const time = parseTimeVal(facts.get('modify') ?? '')
  const mode = facts.get('unix.mode')
  const owner = facts.get('unix.ownername') ?? facts.get('unix.owner') ?? facts.get('unix.uid')
  const group = facts.get('unix.groupname') ?? facts.get('unix.group') ?? facts.get('unix.gid')
  return {
    name,
    ...kindOf(facts.get('type') ?? ''),
    ...(size === undefined ? {} : { size }),
    ...(time ? { modified: time.date, precision: time.precision } : {}),
    ...(mode !== undefined && /^[0-7]+$/.test(mode) ? { mode: Number.parseInt(mode, 8) & 0o7777 } : {}),
    ...(owner === undefined ? {} : { owner }),
    ...(group === undefined ? {} : { group }),
    facts,
    raw: line,
  }
}

/** One space stands between the facts and the name; more of them belong to the name. */
function split(line: string): { words: string; name: string | undefined } {
  if (line.startsWith(' ')) return { words: '', name: line.slice(1) }
  // the target of a symbolic link may have spaces, so the semicolon is part of the mark
  const end = line.indexOf('; ')
  if (end >= 0) return { words: line.slice(0, end), name: line.slice(end + 2) }
  // NcFTPd leaves the last semicolon out
  const space = line.indexOf(' ')
  return space < 0 ? { words: line, name: undefined } : { words: line.slice(0, space), name: line.slice(space + 1) }
}

function kindOf(type: string): Pick<Entry, 'type' | 'target'> {
  const kind = type.toLowerCase()
  if (kind === 'file') return { type: 'file' }
  if (kind === 'dir' || kind === 'cdir' || kind === 'pdir') return { type: 'directory' }
  if (!/^os\.unix=s(?:ym)?link/.test(kind)) return { type: 'other' }
  const colon = type.indexOf(':')
  return colon < 0 ? { type: 'symlink' } : { type: 'symlink', target: type.slice(colon + 1) }
}

function octets(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
