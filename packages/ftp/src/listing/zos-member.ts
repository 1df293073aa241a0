import { draft, setModified, setSize } from '../entry.ts'
import { ClockTime } from './clock-time.ts'
import { DateParts } from './date-parts.ts'
import type { Reading } from './dialect.ts'
import { digits } from './digits.ts'
import type { WallClock } from './wall-clock.ts'
import type { Words } from './words.ts'

/**
 * The members of a partitioned dataset. With statistics, "TBTOOL 01.12 2002/09/12 2004/11/26 19:54 51 28 0 KIL001"
 * (the sizes are counted in lines); of a load library, "EAGKCPT 000058 000009 00 FO RN RU 31 ANY" (the size is
 * hexadecimal); or the name alone, which means something under a heading only.
 */
export function members(clock: WallClock): (words: Words) => Reading {
  const date = new DateParts()
  const time = new ClockTime()
  let headed = false

  const dateAt = (words: Words, at: number): boolean =>
    date.read(words.line, words.starts[at]!, words.ends[at]!) && date.third >= 0

  const withStatistics = (words: Words): Reading => {
    if (words.count < 8 || !isVersion(words.text(1)) || !dateAt(words, 2) || !dateAt(words, 3)) return undefined
    if (!time.read(words.line, words.starts[4]!, words.ends[4]!)) return undefined
    const entry = draft(words.text(0), 'file', words.line)
    setModified(entry, date.instant(clock, 'ymd', time.second), time.precision)
    if (words.count > 8) entry.owner = words.text(8)
    return entry
  }

  return (words) => {
    if (words.is(0, 'Name') && (words.is(1, 'VV.MM') || (words.is(1, 'Size') && words.is(2, 'TTR')))) {
      headed = true
      return 'skip'
    }
    if (words.count === 1)
      return headed && isMemberName(words.text(0)) ? draft(words.text(0), 'file', words.line) : undefined
    return withStatistics(words) ?? loadModule(words)
  }
}

function loadModule(words: Words): Reading {
  if (words.count < 5 || !isHexadecimal(words.text(1)) || !isHexadecimal(words.text(2))) return undefined
  if (!/^(?:ANY|24|31|64)$/.test(words.text(words.count - 1))) return undefined
  const entry = draft(words.text(0), 'file', words.line)
  setSize(entry, Number.parseInt(words.text(1), 16))
  return entry
}

/** "01.12": version and modification. */
const isVersion = (text: string): boolean =>
  text.length === 5 && digits(text, 0, 2) >= 0 && text[2] === '.' && digits(text, 3, 5) >= 0

const isHexadecimal = (text: string): boolean => text.length >= 6 && text.length <= 8 && /^[0-9A-F]+$/.test(text)

const isMemberName = (text: string): boolean => text.length <= 8 && /^[A-Z0-9@#$]+$/.test(text)
