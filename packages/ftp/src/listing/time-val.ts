import type { Precision } from '../entry.ts'
import { digits } from './digits.ts'
import { WallClock } from './wall-clock.ts'

const utc = new WallClock()

/**
 * "20261123114800" or "20261123114800.123", always UTC. RFC 3659 §2.3
 * Some servers count their years from 1900 and write "19126" for 2026.
 */
export function parseTimeVal(text: string): { date: Date; precision: Precision } | undefined {
  const value = text.trim()
  const dot = value.indexOf('.')
  const end = dot < 0 ? value.length : dot
  const counted = end === 15 && value.startsWith('19')
  if ((end !== 14 && !counted) || digits(value, 0, end) < 0) return undefined
  if (dot >= 0 && digits(value, dot + 1, value.length) < 0) return undefined
  const year = counted ? 1900 + digits(value, 2, 5) : digits(value, 0, 4)
  const pair = (place: number): number => digits(value, end - 2 * place, end - 2 * place + 2)
  const second = pair(3) > 23 || pair(2) > 59 || pair(1) > 60 ? Number.NaN : (pair(3) * 60 + pair(2)) * 60 + pair(1)
  const time = utc.instant(year, pair(5), pair(4), second)
  if (Number.isNaN(time)) return undefined
  if (dot < 0) return { date: new Date(time), precision: 'second' }
  const ms = Number(value.slice(dot + 1, dot + 4).padEnd(3, '0'))
  return { date: new Date(time + ms), precision: 'millisecond' }
}

/** A time as MFMT takes it, in whole seconds. RFC 3659 §2.3 */
export const timeVal = (date: Date): string => date.toISOString().slice(0, 19).replace(/[-:T]/g, '')
