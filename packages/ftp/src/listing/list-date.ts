import type { Precision } from '../entry.ts'
import { ClockTime } from './clock-time.ts'
import { DateParts } from './date-parts.ts'
import { digits } from './digits.ts'
import { EastAsianDate } from './east-asian-date.ts'
import { monthAt } from './months.ts'
import { WallClock } from './wall-clock.ts'
import { isBlank, type Words } from './words.ts'
import { fixedOffset } from './zone.ts'

const utc = new WallClock()

/** The date in a line of `ls`, which is the last thing before the name. */
export class ListDate {
  /** ms; NaN when there is no such day */
  time = Number.NaN
  precision: Precision = 'day'
  /** where the name begins: one blank behind the date, for others belong to the name */
  nameAt = 0
  readonly #clock: WallClock
  readonly #clockTime = new ClockTime()
  readonly #parts = new DateParts()
  readonly #eastAsian = new EastAsianDate()

  constructor(clock: WallClock) {
    this.#clock = clock
  }

  /** Whether a date begins with a word, in any of the ways that `ls` has been seen to write one. */
  read(words: Words, at: number): boolean {
    if (at >= words.count) return false
    const code = words.line.charCodeAt(words.starts[at]!)
    if (code >= 48 && code <= 57)
      return this.#dayFirst(words, at) || this.#numeric(words, at) || this.#inEastAsian(words, at)
    // "Wed Nov 23 11:48:59 2026"
    return this.#monthFirst(words, at) || (isWeekday(words, at) && this.#monthFirst(words, at + 1))
  }

  /** "Nov 23 11:48", "Nov 23  2026", "Oct 08, 2026 09:47" */
  #monthFirst(words: Words, at: number): boolean {
    if (at + 2 >= words.count) return false
    const month = monthAt(words.line, words.starts[at]!, words.ends[at]!)
    if (month < 0) return false
    const day = dayAt(words, at + 1)
    return day >= 0 && this.#yearOrTime(words, at + 2, month, day)
  }

  /** "23 Nov 11:48", "23. Nov. 2026", "26. Juli, 20:10" */
  #dayFirst(words: Words, at: number): boolean {
    if (at + 2 >= words.count) return false
    const day = dayAt(words, at)
    if (day < 0) return false
    const month = monthAt(words.line, words.starts[at + 1]!, words.ends[at + 1]!)
    return month >= 0 && this.#yearOrTime(words, at + 2, month, day)
  }

  /** What `ls` has behind month and day: the time of what is young, else the year. */
  #yearOrTime(words: Words, at: number, month: number, day: number): boolean {
    const { line, starts, ends } = words
    const year = yearAt(words, at)
    if (year >= 0) {
      const comma = line.charCodeAt(starts[at]! - 2) === 44
      if (comma && this.#timeAt(words, at + 1))
        return this.#found(words, at + 1, this.#clock.instant(year, month, day, this.#clockTime.second))
      return this.#found(words, at, this.#clock.instant(year, month, day), 'day')
    }
    if (!this.#clockTime.read(line, starts[at]!, ends[at]!)) return false
    const { second, precision } = this.#clockTime
    // `ls -T` of BSD: seconds come with the year
    const behind = precision === 'second' && at + 1 < words.count ? yearAt(words, at + 1) : -1
    if (behind >= 0) return this.#found(words, at + 1, this.#clock.instant(behind, month, day, second))
    return this.#found(words, at, this.#clock.recent(month, day, second))
  }

  /** "2026-11-23 11:48", "2026-11-23T11:48:59Z", "2026-11-23 11:48:59.123 +0100", "2026-11-23", "11-23 11:48", "11-23 2026" */
  #numeric(words: Words, at: number): boolean {
    const { line } = words
    const start = words.starts[at]!
    const end = words.ends[at]!
    const parts = this.#parts
    if (line.charCodeAt(start + 10) === 84 && start + 11 < end) {
      return parts.read(line, start, start + 10) && this.#zoned(words, at, start + 11)
    }
    if (!parts.read(line, start, end)) return false
    if (parts.third < 0) return this.#yearOrTime(words, at + 1, parts.first, parts.second)
    if (this.#timeAt(words, at + 1)) {
      const zone = at + 2 < words.count ? fixedOffset(words.text(at + 2)) : Number.NaN
      const time = this.#dated(this.#clockTime.second, zone)
      return this.#found(words, Number.isNaN(zone) ? at + 1 : at + 2, time)
    }
    return this.#found(words, at, this.#dated(0, Number.NaN), 'day')
  }

  #zoned(words: Words, at: number, from: number): boolean {
    const { line, ends } = words
    const end = ends[at]!
    const isUtc = (line.charCodeAt(end - 1) | 32) === 122
    const offset = isUtc ? 0 : fixedOffset(line.slice(Math.max(from, end - 6), end))
    const behind = isUtc ? end - 1 : Number.isNaN(offset) ? end : end - 6
    return (
      this.#clockTime.read(line, from, behind) && this.#found(words, at, this.#dated(this.#clockTime.second, offset))
    )
  }

  /** A date that is written with its zone is in no need of the server's. */
  #dated(second: number, offset: number): number {
    // day first where the year is last, but for months beyond December
    const order = this.#parts.second > 12 ? 'mdy' : 'dmy'
    const time = this.#parts.instant(Number.isNaN(offset) ? this.#clock : utc, order, second)
    return Number.isNaN(offset) ? time : time - offset
  }

  /** "11月 23日 11:48", "2026年11月23日", "2026 11月 23" */
  #inEastAsian(words: Words, at: number): boolean {
    const date = this.#eastAsian
    if (!date.read(words, at)) return false
    const { year, month, day, second } = date
    const time = year < 0 ? this.#clock.recent(month, day, second) : this.#clock.instant(year, month, day, second)
    return this.#found(words, date.last, time, date.timed ? 'minute' : 'day')
  }

  #timeAt(words: Words, at: number): boolean {
    return at < words.count && this.#clockTime.read(words.line, words.starts[at]!, words.ends[at]!)
  }

  /** False where no name follows. */
  #found(words: Words, last: number, time: number, precision: Precision = this.#clockTime.precision): boolean {
    const { line, starts, ends } = words
    const end = ends[last]!
    this.time = time
    this.precision = precision
    this.nameAt = end + 1
    // IBM i and `ls --time-style=iso` write "2026 " where others have " 2026", as wide as "11:48" (commons-net NET-745)
    const padded = precision === 'day' && !isBlank(line.charCodeAt(starts[last]! - 2))
    if (padded && isBlank(line.charCodeAt(end + 1)) && end + 2 < line.length) this.nameAt++
    return this.nameAt < line.length
  }
}

/** "3", "23", "23." and "23,"; -1 for others */
const dayAt = (words: Words, at: number): number => {
  const start = words.starts[at]!
  let end = words.ends[at]!
  const last = words.line.charCodeAt(end - 1)
  if (last === 46 || last === 44) end--
  return end - start <= 2 ? digits(words.line, start, end) : -1
}

const yearAt = (words: Words, at: number): number => {
  return words.ends[at]! - words.starts[at]! === 4 ? words.number(at) : -1
}

const isWeekday = (words: Words, at: number): boolean =>
  words.ends[at]! - words.starts[at]! === 3 && /^(?:mon|tue|wed|thu|fri|sat|sun)$/i.test(words.text(at))
