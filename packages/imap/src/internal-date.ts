import { ArgumentError } from '@linewire/wire'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const
const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/**
 * `"17-Jul-1996 02:44:25 -0700"`, the day may be ` 7` or `7`. RFC 9051 §9 date-time
 *
 * Undefined for what is no date, `00-Jan-0000 00:00:00 +0000` (Domino) among them.
 */
export function parseInternalDate(text: string): Date | undefined {
  let at = text.charCodeAt(0) === 0x20 ? 1 : 0
  const dayLength = text.charCodeAt(at + 1) === 0x2d ? 1 : 2
  const day = digits(text, at, dayLength)
  at += dayLength
  const month = MONTHS.indexOf(text.slice(at + 1, at + 4).toLowerCase() as (typeof MONTHS)[number])
  const year = digits(text, at + 5, 4)
  const hour = digits(text, at + 10, 2)
  const minute = digits(text, at + 13, 2)
  const second = digits(text, at + 16, 2)
  const zone = text[at + 19] === '-' ? -1 : 1
  const offset = digits(text, at + 20, 2) * 60 + digits(text, at + 22, 2)
  if (!isShaped(text, at)) return undefined
  if (month === -1 || !(day >= 1 && day <= 31 && hour < 24 && minute < 60 && second <= 60 && year >= 1))
    return undefined
  if (Number.isNaN(offset)) return undefined
  // Date.UTC reads the year 17 as 1917; the calendar repeats itself every 400 years
  return new Date(Date.UTC(year + 400, month, day, hour, minute, second) - FOUR_CENTURIES - zone * offset * 60_000)
}

const FOUR_CENTURIES = 146_097 * 86_400_000

/** `-Jul-1996 02:44:25 -0700` from `at`, as far as signs and separators go. */
function isShaped(text: string, at: number): boolean {
  return (
    text.length === at + 24 &&
    text.charCodeAt(at) === 0x2d &&
    text.charCodeAt(at + 4) === 0x2d &&
    text.charCodeAt(at + 9) === 0x20 &&
    text.charCodeAt(at + 12) === 0x3a &&
    text.charCodeAt(at + 15) === 0x3a &&
    text.charCodeAt(at + 18) === 0x20 &&
    (text.charCodeAt(at + 19) === 0x2b || text.charCodeAt(at + 19) === 0x2d)
  )
}

function digits(text: string, at: number, count: number): number {
  let value = 0
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 0x30
    if (!(digit >= 0 && digit <= 9)) return NaN
    value = value * 10 + digit
  }
  return value
}

/**
 * A date-time for APPEND, quotes included, in UTC. RFC 9051 §9
 *
 * @throws ArgumentError for an invalid Date and for years outside 1 to 9999
 */
export function formatInternalDate(date: Date): string {
  check(date)
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  return `"${String(date.getUTCDate()).padStart(2, ' ')}-${monthYear(date)} ${time} +0000"`
}

/**
 * A date for SEARCH, `1-Feb-1994`: the day in UTC, since these keys disregard time and zone. RFC 9051 §6.4.4
 *
 * @throws ArgumentError for an invalid Date and for years outside 1 to 9999
 */
export function formatSearchDate(date: Date): string {
  check(date)
  return `${date.getUTCDate()}-${monthYear(date)}`
}

function check(date: Date): void {
  const year = date.getUTCFullYear()
  if (!(year >= 1 && year <= 9999)) throw new ArgumentError(`IMAP cannot say this date: ${String(date)}`)
}

function monthYear(date: Date): string {
  return `${NAMES[date.getUTCMonth()]}-${String(date.getUTCFullYear()).padStart(4, '0')}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`
}
