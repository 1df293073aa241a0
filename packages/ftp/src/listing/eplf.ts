import { draft, type Entry, setModified, setSize } from '../entry.ts'
import type { Dialect } from './dialect.ts'
import { digits } from './digits.ts'

/**
 * "+i8388621.48594,m825718503,r,s280,\tdjb.html": Easily Parsed LIST Format, https://cr.yp.to/ftp/list/eplf.html. Facts
 * with a comma behind each, a tab, the name.
 */
export const eplf: Dialect = () => {
  return (line): Entry | undefined => {
    if (line.charCodeAt(0) !== 43) return undefined
    const tab = line.indexOf('\t')
    if (tab < 0 || tab === line.length - 1) return undefined
    const entry = draft(line.slice(tab + 1), 'other', line)
    for (let at = 1; at < tab; ) {
      const comma = line.indexOf(',', at)
      const end = comma < 0 || comma > tab ? tab : comma
      const letter = line[at]
      if (letter === '/') entry.type = 'directory'
      else if (letter === 'r' && entry.type === 'other') entry.type = 'file'
      else if (letter === 's') setSize(entry, digits(line, at + 1, end))
      else if (letter === 'm') setModified(entry, seconds(line, at + 1, end), 'second')
      else if (letter === 'u' && line[at + 1] === 'p') setMode(entry, line.slice(at + 2, end))
      at = end + 1
    }
    return entry
  }
}

/** Seconds since 1970 as milliseconds, UTC; NaN beyond what a Date holds. */
function seconds(line: string, from: number, to: number): number {
  const value = digits(line, from, to)
  return value >= 0 && value <= 8.64e12 ? value * 1000 : Number.NaN
}

function setMode(entry: { mode?: number }, octal: string): void {
  if (/^[0-7]{1,6}$/.test(octal)) entry.mode = Number.parseInt(octal, 8) & 0o7777
}
