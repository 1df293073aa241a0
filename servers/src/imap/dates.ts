import type { Scanner } from './scanner.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')

/** `"17-Jul-1996 02:44:25 +0000"`, in UTC, the day padded by a space. RFC 9051 §9 date-time */
export function internalDate(date: Date): string {
  const day = `${String(date.getUTCDate()).padStart(2)}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()}`
  return `"${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000"`
}

/** The date-time of APPEND. */
export function dateTime(scanner: Scanner): Date {
  const match = /^([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/.exec(scanner.string())
  const month = match ? monthNumber(match[2]!) : 0
  if (!match || month === 0) scanner.fault('date-time expected')
  const [, day = '', , year, time, hours, minutes] = match
  const date = new Date(`${year}-${two(month)}-${two(Number(day))}T${time}${hours}:${minutes}`)
  return Number.isNaN(date.getTime()) ? scanner.fault('date-time expected') : date
}

/** The date of SEARCH, quoted or not, as a day number: a day has no time and no zone. RFC 9051 §6.4.4 */
export function searchDay(scanner: Scanner): number {
  const day = dayOf(scanner.astring().replaceAll('-', ' '))
  return day ?? scanner.fault('date expected')
}

/** The day that a Date field names, in the sender's own zone. */
export function dayOf(text: string): number | undefined {
  const match = /(?:^|[ ,])(\d{1,2}) ([A-Za-z]{3}) (\d{4})(?: |$)/.exec(text)
  const month = match ? monthNumber(match[2]!) : 0
  return match && month > 0 ? Date.UTC(Number(match[3]), month - 1, Number(match[1])) / 86_400_000 : undefined
}

const monthNumber = (name: string): number =>
  MONTHS.findIndex((month) => month.toLowerCase() === name.toLowerCase()) + 1
