import { ArgumentError } from '@linewire/wire'
import { zoneOffset } from './zone.ts'

const dayLength = 86_400_000
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const monthStarts = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

export interface WallClockOptions {
  /** this very moment unless told */
  now?: Date | undefined
  /** an IANA name (`Europe/Berlin`) or an offset (`+02:00`); UTC unless told */
  timezone?: string | undefined
}

/**
 * The clock on the server's wall: what its times without a zone mean, and what is past to it. Times are milliseconds
 * since 1970, NaN for those that no clock shows.
 */
export class WallClock {
  /** A day ahead of now: the server's clock may be ahead of ours, or in another zone than we think. */
  readonly latest: number
  readonly #latestYear: number
  readonly #offset: (time: number) => number

  /** @throws {ArgumentError} when there is no such zone, or `now` is an invalid date */
  constructor({ now = new Date(), timezone = 'UTC' }: WallClockOptions = {}) {
    if (Number.isNaN(now.getTime())) throw new ArgumentError('now is an invalid date')
    this.#offset = zoneOffset(timezone)
    this.latest = now.getTime() + dayLength
    this.#latestYear = new Date(this.latest + this.#offset(this.latest)).getUTCFullYear()
  }

  /** A wall time; `second` is that of the day. */
  instant(year: number, month: number, day: number, second = 0): number {
    if (!isDay(year, month, day) || !(second >= 0)) return Number.NaN
    const wall = daysBefore(year, month, day) * dayLength + second * 1000
    // the offset may change between the guess and the instant
    const guess = wall - this.#offset(wall)
    return wall - this.#offset(guess)
  }

  /** A wall time without a year, as `ls` has it for what is young: the latest year in which it is not in the future. */
  recent(month: number, day: number, second = 0): number {
    // eight years back to a 29 February, over a century that has no leap day
    for (let year = this.#latestYear; year > this.#latestYear - 9; year--) {
      const time = this.instant(year, month, day, second)
      if (time <= this.latest) return time
    }
    return Number.NaN
  }
}

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)

const isDay = (year: number, month: number, day: number): boolean =>
  year >= 1 &&
  year <= 9999 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= monthLengths[month - 1]! + (month === 2 && isLeap(year) ? 1 : 0)

/** Days from 1970-01-01 on: Date.UTC does the same at five times the cost, and takes 99 for 1999. */
function daysBefore(year: number, month: number, day: number): number {
  const leapDays = Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100) + Math.floor((year - 1) / 400) - 477
  return (year - 1970) * 365 + leapDays + monthStarts[month - 1]! + (month > 2 && isLeap(year) ? 1 : 0) + day - 1
}
