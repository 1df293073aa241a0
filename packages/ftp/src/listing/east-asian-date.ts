import { ClockTime } from './clock-time.ts'
import type { Words } from './words.ts'

/** Chinese, Japanese; Korean; traditional and Japanese "hour" */
const units: Readonly<Record<string, 'year' | 'month' | 'day' | 'hour' | 'minute'>> = {
  年: 'year',
  년: 'year',
  月: 'month',
  월: 'month',
  日: 'day',
  일: 'day',
  时: 'hour',
  時: 'hour',
  시: 'hour',
  分: 'minute',
  분: 'minute',
}

/** A date whose numbers carry their units: "11月 23日 11:48", "2026年11月23日 11時48分", "11월 23 2026". */
export class EastAsianDate {
  /** -1 when it is not said */
  year = -1
  month = -1
  day = -1
  /** of the day */
  second = 0
  timed = false
  /** the last word of the date */
  last = 0
  readonly #clockTime = new ClockTime()

  /** False when no such date begins with a word. */
  read(words: Words, at: number): boolean {
    this.year = this.month = this.day = -1
    this.second = 0
    this.timed = false
    let yearFirst = false
    for (let index = at; index < Math.min(words.count, at + 4); index++) {
      this.last = index
      if (!this.#word(words, index)) return false
      if (index === at) yearFirst = this.year >= 0
      if (index > at && this.month < 0) return false
      if (this.month < 0 || this.day < 0 || (this.year < 0 && !this.timed)) continue
      // behind a year at the end the name may look like a time
      if (yearFirst && !this.timed && this.#time(words, index + 1)) this.last = index + 1
      return true
    }
    return false
  }

  /** A word of numbers with units, a number that stands for what is missing, or a time. */
  #word(words: Words, index: number): boolean {
    const { line } = words
    const end = words.ends[index]!
    let at = words.starts[index]!
    while (at < end) {
      const start = at
      let value = 0
      for (let digit = line.charCodeAt(at) - 48; digit >= 0 && digit <= 9 && at < end && at - start < 5; ) {
        value = value * 10 + digit
        digit = line.charCodeAt(++at) - 48
      }
      if (at === start) return false
      if (at === end) return this.#bare(value, at - start)
      const unit = units[line[at]!]
      if (unit === undefined) return this.month >= 0 && this.day >= 0 && this.#time(words, index)
      at++
      this.#set(unit, value)
    }
    return true
  }

  #bare(value: number, width: number): boolean {
    if (width === 4 && this.year < 0) this.year = value
    else if (this.month >= 0 && this.day < 0 && width <= 2) this.day = value
    else return false
    return true
  }

  #set(unit: 'year' | 'month' | 'day' | 'hour' | 'minute', value: number): void {
    if (unit === 'hour') {
      this.second = value < 24 ? value * 3600 : Number.NaN
      this.timed = true
    } else if (unit === 'minute') this.second += value < 60 ? value * 60 : Number.NaN
    else this[unit] = value
  }

  #time(words: Words, index: number): boolean {
    const read = index < words.count && this.#clockTime.read(words.line, words.starts[index]!, words.ends[index]!)
    if (!read) return false
    this.second = this.#clockTime.second
    this.timed = true
    return true
  }
}
