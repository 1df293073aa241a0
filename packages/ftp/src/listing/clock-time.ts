import type { Precision } from '../entry.ts'
import { digits } from './digits.ts'

/** A time of day as listings write it. */
export class ClockTime {
  /** of the day; NaN when no clock shows it */
  second = 0
  precision: Precision = 'minute'

  /**
   * "11:48", "9.05", "11:48:59.13", "03:25PM", "5:03p". False when it is no such text.
   * @param apart the half of the day, where it stands in a word of its own
   */
  read(line: string, from: number, to: number, apart?: 'a' | 'p'): boolean {
    let at = from + 1
    if (isDigit(line.charCodeAt(at))) at++
    const separator = line.charCodeAt(at)
    if ((separator !== 58 && separator !== 46) || at + 3 > to) return false
    let hour = digits(line, from, at)
    const minute = digits(line, at + 1, at + 3)
    if (hour < 0 || minute < 0) return false
    at += 3
    let second = 0
    this.precision = 'minute'
    if (at < to && line.charCodeAt(at) === separator) {
      second = digits(line, at + 1, at + 3)
      if (second < 0 || at + 3 > to) return false
      this.precision = 'second'
      at = behindFraction(line, at + 3, to)
    }
    const half = at < to ? halfOf(line, at, to) : apart
    if (at < to && half === undefined) return false
    if (half !== undefined) hour = hour < 1 || hour > 12 ? Number.NaN : (hour % 12) + (half === 'p' ? 12 : 0)
    const shown = hour <= 23 && minute <= 59 && second <= 60
    this.second = shown ? (hour * 60 + minute) * 60 + second : Number.NaN
    return true
  }
}

/** "AM", "p", "a.m.": which half of the day; undefined for anything else. */
export function halfOf(line: string, from: number, to: number): 'a' | 'p' | undefined {
  const letter = line.charCodeAt(from) | 32
  if ((letter !== 97 && letter !== 112) || to - from > 4) return undefined
  const rest = line.slice(from + 1, to).toLowerCase()
  if (rest !== '' && rest !== 'm' && rest !== '.m.') return undefined
  return letter === 97 ? 'a' : 'p'
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** ".13" and ",13" are fractions of the second, if digits follow. */
function behindFraction(line: string, from: number, to: number): number {
  const code = line.charCodeAt(from)
  if (code !== 46 && code !== 44) return from
  let at = from + 1
  while (at < to && isDigit(line.charCodeAt(at))) at++
  return at > from + 1 ? at : from
}
