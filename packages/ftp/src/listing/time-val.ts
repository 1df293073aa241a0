import type { Precision } from '../entry.ts'

/**
 * "20261123114800" or "20261123114800.123", always UTC. RFC 3659 §2.3
 * Some servers count their years from 1900 and write "19126" for 2026.
 */
export function parseTimeVal(text: string): { date: Date; precision: Precision } | undefined {
  const found = /^(\d{4}|19\d{3})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d+))?$/.exec(text.trim())
  if (!found) return undefined
  const [, years, month, day, hour, minute, second, fraction] = found
  const year = years!.length === 5 ? 1900 + Number(years!.slice(2)) : Number(years)
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000)
  const date = new Date(
    Date.UTC(year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms),
  )
  if (Number(month) < 1 || Number(month) > 12 || date.getUTCDate() !== Number(day)) return undefined
  return { date, precision: fraction === undefined ? 'second' : 'millisecond' }
}

/** A time as MFMT takes it, in whole seconds. RFC 3659 §2.3 */
export const timeVal = (date: Date): string => date.toISOString().slice(0, 19).replace(/[-:T]/g, '')
