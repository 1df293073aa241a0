import { digits } from './digits.ts'
import { monthAt } from './months.ts'
import type { WallClock } from './wall-clock.ts'

/** In which order a date of three numbers has them. */
export type DateOrder = 'mdy' | 'dmy' | 'ymd'

/** A date written with separators: "11-23-26", "2026/11/23", "23.11.2026", "23-NOV-2026", "11-23". */
export class DateParts {
  first = -1
  second = -1
  /** -1 when there are two parts */
  third = -1
  /** the second part is the name of a month */
  named = false
  /** the code of "-", "/" or "." */
  separator = 0
  /** the first part has four digits */
  yearFirst = false

  /** False when it is no such text. */
  read(line: string, from: number, to: number): boolean {
    let at = from
    while (at < to && at - from < 4 && !isSeparator(line.charCodeAt(at))) at++
    this.separator = line.charCodeAt(at)
    if (at >= to || !isSeparator(this.separator)) return false
    this.first = digits(line, from, at)
    if (this.first < 0) return false
    this.yearFirst = at - from === 4
    const middle = at + 1
    at = middle
    while (at < to && at - middle < 12 && line.charCodeAt(at) !== this.separator) at++
    this.second = digits(line, middle, at)
    this.named = this.second < 0
    if (this.named) this.second = monthAt(line, middle, at)
    if (this.second < 0) return false
    this.third = -1
    if (at === to) return !this.named && at - middle <= 2
    if (line.charCodeAt(at) !== this.separator || to - at > 5) return false
    this.third = digits(line, at + 1, to)
    return this.third >= 0
  }

  /** The instant, NaN when there is no such day. A year of four digits, and a month's name, leave no choice. */
  instant(clock: WallClock, order: DateOrder, second: number): number {
    if (this.third < 0) return Number.NaN
    if (this.yearFirst) return clock.instant(this.first, this.second, this.third, second)
    if (this.named) return clock.instant(fullYear(this.third), this.second, this.first, second)
    if (order === 'ymd') return clock.instant(fullYear(this.first), this.second, this.third, second)
    if (order === 'mdy') return clock.instant(fullYear(this.third), this.first, this.second, second)
    return clock.instant(fullYear(this.third), this.second, this.first, second)
  }
}

const isSeparator = (code: number): boolean => code >= 45 && code <= 47

/** 26 is 2026, 70 is 1970; 126 is 2026 to servers that count from 1900 and did not expect the year 2000. */
function fullYear(year: number): number {
  if (year >= 1000) return year
  if (year >= 100) return 1900 + year
  return year < 70 ? 2000 + year : 1900 + year
}

/**
 * The order that makes the most sense of a sample: most of its dates exist in it and are not in the future. In doubt
 * the first.
 */
export function likelyOrder(
  orders: readonly DateOrder[],
  sample: readonly string[],
  clock: WallClock,
  modified: (line: string, order: DateOrder) => number | undefined,
): DateOrder {
  let best = orders[0]!
  let most = 0
  for (const order of orders) {
    const sensible = sample.filter((line) => (modified(line, order) ?? Number.NaN) <= clock.latest).length
    if (sensible <= most) continue
    best = order
    most = sensible
  }
  return best
}
