import { ComposeError } from './errors.ts'

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * `Mon, 23 Nov 2026 12:00:00 +0100`: date and time with the zone they are told in. RFC 5322 §3.3
 *
 * @throws {ComposeError} for an invalid date and for years that the RFC cannot write (before 1900, after 9999)
 */
export const formatDate = (date: Date, zone: 'local' | 'utc'): string => {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) throw new ComposeError('date', 'not a valid Date')
  // whole minutes: zones of the 19th century have seconds, which the RFC cannot say
  const offset = zone === 'utc' ? 0 : -Math.round(date.getTimezoneOffset())
  // shifted, so that the UTC getters read local time by that very offset
  const local = new Date(date.getTime() + offset * 60_000)
  const year = local.getUTCFullYear()
  if (!(year >= 1900 && year <= 9999)) throw new ComposeError('date', 'the year has to be between 1900 and 9999')
  const day = `${DAYS[local.getUTCDay()]}, ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()]} ${year}`
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':')
  const away = Math.abs(offset)
  return `${day} ${time} ${offset < 0 ? '-' : '+'}${two(Math.floor(away / 60))}${two(away % 60)}`
}

const two = (value: number): string => String(value).padStart(2, '0')
