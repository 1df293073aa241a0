import { ArgumentError } from '@linewire/wire'

/** A time as a clock on the server's wall shows it. */
export interface WallTime {
  readonly year: number
  /** 1 to 12 */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const minutes = 60_000
const dayLength = 86_400_000

/** The instant of a wall time in a zone. Undefined when there is no such day or hour. */
export function instant(wall: WallTime, timezone: string): Date | undefined {
  const { year, month, day, hour, minute, second } = wall
  const utc = new Date(0)
  utc.setUTCFullYear(year, month - 1, day)
  utc.setUTCHours(hour, minute, second)
  if (utc.getUTCMonth() !== month - 1 || utc.getUTCDate() !== day || hour > 23 || minute > 59 || second > 60)
    return undefined
  const guess = utc.getTime() - offsetAt(utc.getTime(), timezone)
  // the offset may change between the guess and the instant
  return new Date(utc.getTime() - offsetAt(guess, timezone))
}

/**
 * `ls` leaves the year out of what is younger than half a year: the latest year in which the date is not in the
 * future. A day of grace, for the server's clock may be ahead or in another zone than we think.
 */
export function recent(wall: Omit<WallTime, 'year'>, now: Date, timezone: string): Date | undefined {
  const year = now.getUTCFullYear() + 1
  // eight years back to a 29 February, over a century that has no leap day
  for (let back = 0; back < 10; back++) {
    const date = instant({ ...wall, year: year - back }, timezone)
    if (date && date.getTime() <= now.getTime() + dayLength) return date
  }
  return undefined
}

/** ms that the zone is ahead of UTC */
function offsetAt(time: number, timezone: string): number {
  if (/^(?:utc|gmt|z)$/i.test(timezone)) return 0
  const fixed = /^([+-])(\d\d):?(\d\d)$/.exec(timezone)
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * minutes
  const parts: Record<string, number> = {}
  for (const { type, value } of formatter(timezone).formatToParts(time)) parts[type] = Number(value)
  const { year, month, day, hour, minute, second } = parts as Record<keyof WallTime, number>
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone)
  if (found === undefined) {
    try {
      found = new Intl.DateTimeFormat('en-US', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      })
    } catch {
      throw new ArgumentError(
        `no time zone is called ${JSON.stringify(timeZone)}: use a name like Europe/Berlin or +02:00`,
      )
    }
    formatters.set(timeZone, found)
  }
  return found
}
