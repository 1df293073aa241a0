import type { Entry, ListContext } from '../entry.ts'
import { instant } from './wall-clock.ts'

const pattern =
  /^(?:(\d\d)-(\d\d)-(\d{4}|\d\d)|(\d{4})-(\d\d)-(\d\d))\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s?([AaPp][Mm])?\s+(?:(<[A-Z]+>)\s*|([\d.,]+) )(.+)$/

/** "11-23-26  11:48AM                   12 a.txt", as IIS prints it. Undefined when the line is no such line. */
export function parseDos(line: string, { timezone }: ListContext): Entry | undefined {
  const found = pattern.exec(line)
  if (!found) return undefined
  const [, m, d, y, isoYear, isoMonth, isoDay, hours, minute, second, half, kind, size, name] = found
  const year = Number(isoYear ?? y)
  const wall = {
    year: year >= 100 ? year : year < 70 ? 2000 + year : 1900 + year,
    month: Number(isoMonth ?? m),
    day: Number(isoDay ?? d),
    hour: half === undefined ? Number(hours) : (Number(hours) % 12) + (/p/i.test(half) ? 12 : 0),
    minute: Number(minute),
    second: Number(second ?? 0),
  }
  const modified = instant(wall, timezone)
  return {
    ...named(name!, kind),
    ...(size === undefined ? {} : { size: Number(size.replace(/[.,]/g, '')) }),
    ...(modified ? { modified, precision: 'minute' } : {}),
    facts: new Map(),
    raw: line,
  }
}

/** `<JUNCTION>` and `<SYMLINKD>` name their targets in brackets, where they name them at all. */
function named(name: string, kind: string | undefined): Pick<Entry, 'name' | 'type' | 'target'> {
  if (kind === undefined) return { name, type: 'file' }
  if (kind === '<DIR>') return { name, type: 'directory' }
  if (!/^<(?:JUNCTION|SYMLINKD?)>$/.test(kind)) return { name, type: 'other' }
  const [, link = name, target] = /^(.*?) \[(.*)\]$/.exec(name) ?? []
  return target === undefined ? { name, type: 'symlink' } : { name: link, type: 'symlink', target }
}
