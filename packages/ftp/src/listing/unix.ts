import type { Entry, ListContext, Precision } from '../entry.ts'
import { monthNumber } from './months.ts'
import { instant, recent } from './wall-clock.ts'

/** "drwxr-xr-x", perhaps with a mark of ACLs or SELinux, perhaps with the link count glued to it */
const permissions = /^([-bcdlpsD])([-rwxsStTlL]{9})[+.@]?(\d*)$/

interface Word {
  readonly text: string
  /** where the line goes on behind it */
  readonly end: number
}

/**
 * "-rw-r--r--   1 alice    ftp            12 Nov 23 11:48 a.txt", as /bin/ls prints it and most servers imitate.
 * The group or the owner may be missing, the owner may have spaces: the date is what the line is read from.
 * Undefined when the line is no such line.
 */
export function parseUnix(line: string, context: ListContext): Entry | undefined {
  const words = split(line)
  const [, kind, bits] = permissions.exec(words[0]?.text ?? '') ?? []
  if (kind === undefined || bits === undefined) return undefined
  for (let at = 1; at < words.length - 2; at++) {
    if (!/^\d+$/.test(words[at]!.text)) continue
    const date = dateAt(words, at + 1, context)
    if (date === undefined) continue
    // one space ends the date; more of them belong to the name
    const rest = line.slice(date.end + 1)
    if (rest === '') return undefined
    const device = words[at - 1]!.text.endsWith(',')
    const people = words.slice(1, device ? at - 1 : at).map((word) => word.text)
    const size = Number(words[at]!.text)
    return {
      ...named(rest, kind),
      ...(device || !Number.isSafeInteger(size) ? {} : { size }),
      ...(date.instant ? { modified: date.instant, precision: date.precision } : {}),
      mode: modeOf(bits),
      ...ownersOf(people),
      facts: new Map(),
      raw: line,
    }
  }
  return undefined
}

/** At most so many words are looked at: the rest is the name, or nothing that we know. */
function split(line: string, most = 16): Word[] {
  const words: Word[] = []
  const pattern = /\S+/g
  for (let found = pattern.exec(line); found && words.length < most; found = pattern.exec(line)) {
    words.push({ text: found[0], end: pattern.lastIndex })
  }
  return words
}

interface ListDate {
  readonly instant: Date | undefined
  readonly precision: Precision
  readonly end: number
}

/** "Nov 23 11:48", "Nov 23 2025", "23 Nov 11:48", "2025-11-23 11:48" */
function dateAt(words: readonly Word[], at: number, context: ListContext): ListDate | undefined {
  const [first, second, third] = [words[at]!, words[at + 1], words[at + 2]]
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(first.text)
  if (iso && second) {
    const time = clock(second.text)
    if (!time) return undefined
    const [year, month, day] = iso.slice(1).map(Number) as [number, number, number]
    return dated(instant({ year, month, day, ...time }, context.timezone), 'minute', second.end)
  }
  if (!second || !third) return undefined
  const month = monthNumber(first.text) ?? monthNumber(second.text)
  const day = dayNumber(monthNumber(first.text) === undefined ? first.text : second.text)
  if (month === undefined || day === undefined) return undefined
  const year = /^(\d{4})年?$/.exec(third.text)?.[1]
  if (year !== undefined) {
    const wall = { year: Number(year), month, day, hour: 0, minute: 0, second: 0 }
    return dated(instant(wall, context.timezone), 'day', third.end)
  }
  const time = clock(third.text)
  if (!time) return undefined
  return dated(recent({ month, day, ...time }, context.now, context.timezone), 'minute', third.end)
}

const dated = (when: Date | undefined, precision: Precision, end: number): ListDate => ({
  instant: when,
  precision,
  end,
})

function dayNumber(text: string): number | undefined {
  const found = /^(\d{1,2})(?:\.|日)?$/.exec(text)
  return found ? Number(found[1]) : undefined
}

function clock(text: string): { hour: number; minute: number; second: number } | undefined {
  const found = /^(\d{1,2})[:.](\d\d)(?::(\d\d)(?:\.\d+)?)?$/.exec(text)
  return found ? { hour: Number(found[1]), minute: Number(found[2]), second: Number(found[3] ?? 0) } : undefined
}

function named(rest: string, kind: string): Pick<Entry, 'name' | 'type' | 'target'> {
  if (kind === 'd') return { name: rest, type: 'directory' }
  if (kind === '-') return { name: rest, type: 'file' }
  if (kind !== 'l') return { name: rest, type: 'other' }
  const arrow = rest.indexOf(' -> ')
  if (arrow < 0) return { name: rest, type: 'symlink' }
  return { name: rest.slice(0, arrow), type: 'symlink', target: rest.slice(arrow + 4) }
}

/** "rwxr-sr-x" as bits */
function modeOf(bits: string): number {
  let mode = 0
  for (let place = 0; place < 9; place++) {
    const letter = bits[place]!
    if (/[rwxst]/.test(letter)) mode |= 0o400 >> place
    if (/[sStTlL]/.test(letter)) mode |= [0o4000, 0o2000, 0o1000][Math.floor(place / 3)]!
  }
  return mode
}

/** The link count, if there is one, then the owner, then the group: what is there of them. */
function ownersOf(people: string[]): Pick<Entry, 'owner' | 'group'> {
  if (people.length > 1 && /^\d+$/.test(people[0]!)) people.shift()
  if (people.length === 0) return {}
  if (people.length === 1) return { owner: people[0]! }
  return { owner: people.slice(0, -1).join(' '), group: people.at(-1)! }
}
