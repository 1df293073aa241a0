import { draft, type Entry } from '../entry.ts'
import type { Reading } from './dialect.ts'
import type { Words } from './words.ts'

/** What stands in place of the columns where a dataset is not looked into, and what it is then. */
const states: readonly (readonly [words: string, type: Entry['type']])[] = [
  ['Migrated', 'file'],
  ['Not Mounted', 'file'],
  ['Not Direct Access Device', 'file'],
  ['Not a DASD device', 'file'],
  ['File not on volume', 'file'],
  ['Tape', 'file'],
  ['Pseudo Directory', 'directory'],
  ['User catalog connector', 'other'],
  ['Error determining attributes', 'other'],
  // what FTP does not transfer: keyed datasets, generation groups, file systems
  ['VSAM', 'other'],
  ['GDG', 'other'],
  ['HFS', 'other'],
  ['ZFS', 'other'],
]

/** organisations: sequential, direct, indexed, not known; partitioned ones are directories */
const organisations = /^(?:PS|PS-E|PS-L|PSU|DA|DAU|IS|ISU|VSAM|NONE|\?|(PO|PO-E|POU))$/

/**
 * "B10142 3390   2006/03/20  2   31  F       80    80  PS   MDI.OKL.WORK": volume, unit (not with LISTLEVEL 2), when it
 * was used, extents and tracks (without a blank where they are many), records, organisation, name. Neither a size in
 * octets nor when it was changed is among them.
 */
export function datasets(words: Words): Reading {
  if (words.is(0, 'Volume') && (words.is(1, 'Unit') || words.is(1, 'Referred'))) return 'skip'
  const last = words.count - 1
  if (last < 1) return undefined
  if (last >= 6 && (isDate(words, 1) || isDate(words, 2))) {
    const found = organisations.exec(words.text(last - 1))
    return found ? draft(words.text(last), found[1] ? 'directory' : 'file', words.line) : undefined
  }
  const state = stateBefore(words, last)
  return state && isDatasetName(words.text(last)) ? draft(words.text(last), state, words.line) : undefined
}

/** "2006/03/20" or "**NONE**": when a dataset was last used. */
const isDate = (words: Words, at: number): boolean =>
  words.is(at, '**NONE**') || (words.text(at).length === 10 && /^\d{4}\/\d\d\/\d\d$/.test(words.text(at)))

/** Volume and unit may stand before a state. */
function stateBefore(words: Words, last: number): Entry['type'] | undefined {
  for (let first = 0; first < Math.min(3, last); first++) {
    const said = words.text(first, last - 1)
    if (said.length > 40) continue
    for (const [state, type] of states) if (said === state) return type
  }
  return undefined
}

/** Qualifiers of up to eight characters with full stops between, 44 at most; in quotes where it is a full name. */
const isDatasetName = (text: string): boolean => text.length <= 46 && /^'?[A-Z0-9@#$.-]+'?$/i.test(text)
