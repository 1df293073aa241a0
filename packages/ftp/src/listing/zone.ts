import { ArgumentError } from '@linewire/wire'

const dayLength = 86_400_000
/** days whose offset is remembered, of each zone */
const mostDays = 10_000
const known = new Map<string, (time: number) => number>()

/**
 * How far a zone is ahead of UTC at a time, both in milliseconds. An IANA name (`Europe/Berlin`) or an offset (`+02:00`).
 * @throws {ArgumentError} when there is no such zone
 */
export function zoneOffset(timezone: string): (time: number) => number {
  if (/^(?:utc|gmt|z)$/i.test(timezone)) return () => 0
  const fixed = fixedOffset(timezone)
  if (!Number.isNaN(fixed)) return () => fixed
  let offset = known.get(timezone)
  if (offset === undefined) {
    offset = byDay(namedOffset(timezone))
    known.set(timezone, offset)
  }
  return offset
}

function byDay(exact: (time: number) => number): (time: number) => number {
  // 5 µs each: a listing of ten years asks for fewer days than it has lines
  const days = new Map<number, number>()
  return (time) => {
    const day = Math.floor(time / dayLength)
    let offset = days.get(day)
    if (offset === undefined) {
      const first = exact(day * dayLength)
      // NaN: the offset changes on this day
      offset = first === exact((day + 1) * dayLength - 1) ? first : Number.NaN
      if (days.size >= mostDays) days.clear()
      days.set(day, offset)
    }
    return Number.isNaN(offset) ? exact(time) : offset
  }
}

/** "+0200", "-09:30"; NaN when it is no such text. */
export function fixedOffset(text: string): number {
  const found = /^([+-])(\d\d):?(\d\d)$/.exec(text)
  if (!found) return Number.NaN
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) * 60_000
}

function namedOffset(timeZone: string): (time: number) => number {
  const format = formatter(timeZone)
  return (time) => {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
    for (const { type, value } of format.formatToParts(time)) parts[type] = Number(value)
    const { year, month, day, hour, minute, second } = parts
    // Date.UTC takes 99 for 1999
    const midnight = new Date(0).setUTCFullYear(year!, month! - 1, day!)
    return midnight + ((hour! * 60 + minute!) * 60 + second! - Math.floor(time / 1000)) * 1000
  }
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
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
}
