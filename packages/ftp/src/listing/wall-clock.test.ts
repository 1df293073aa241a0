import { ArgumentError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { WallClock } from './wall-clock.ts'

const noon = 12 * 3600
const iso = (time: number): string | undefined => (Number.isNaN(time) ? undefined : new Date(time).toISOString())

describe('a wall time in a zone', () => {
  test.each([
    ['UTC', 2026, 7, 1, '2026-07-01T12:00:00.000Z'],
    ['+02:00', 2026, 7, 1, '2026-07-01T10:00:00.000Z'],
    ['-0930', 2026, 7, 1, '2026-07-01T21:30:00.000Z'],
    ['Europe/Berlin', 2026, 7, 1, '2026-07-01T10:00:00.000Z'],
    ['Europe/Berlin', 2026, 1, 1, '2026-01-01T11:00:00.000Z'],
    ['America/New_York', 2026, 1, 1, '2026-01-01T17:00:00.000Z'],
    ['Asia/Kathmandu', 2026, 1, 1, '2026-01-01T06:15:00.000Z'],
    ['UTC', 99, 1, 1, '0099-01-01T12:00:00.000Z'],
    ['Asia/Tokyo', 99, 1, 1, '0099-01-01T02:41:01.000Z'],
  ])('%s, %i-%i-%i', (timezone, year, month, day, expected) => {
    expect(iso(new WallClock({ timezone }).instant(year, month, day, noon))).toBe(expected)
  })

  test('the hour before and the hour behind a change of summer time are told apart', () => {
    const berlin = new WallClock({ timezone: 'Europe/Berlin' })
    expect(iso(berlin.instant(2026, 3, 29, 1.5 * 3600))).toBe('2026-03-29T00:30:00.000Z')
    expect(iso(berlin.instant(2026, 3, 29, 3.5 * 3600))).toBe('2026-03-29T01:30:00.000Z')
    expect(iso(berlin.instant(2026, 10, 25, 1.5 * 3600))).toBe('2026-10-24T23:30:00.000Z')
    expect(iso(berlin.instant(2026, 10, 25, 3.5 * 3600))).toBe('2026-10-25T02:30:00.000Z')
  })

  test('a year of days is what Intl says of each', () => {
    const format = new Intl.DateTimeFormat('sv', {
      timeZone: 'America/St_Johns',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const clock = new WallClock({ timezone: 'America/St_Johns' })
    for (let day = 0; day < 366; day++) {
      const date = new Date(Date.UTC(2024, 0, 1 + day))
      const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()]
      const time = clock.instant(2024, month, dayOfMonth, noon)
      expect(format.format(time)).toBe(`${date.toISOString().slice(0, 10)} 12:00:00`)
    }
  })

  test.each([
    [2026, 2, 29],
    [2100, 2, 29],
    [2026, 4, 31],
    [2026, 13, 1],
    [2026, 0, 1],
    [2026, 1, 0],
    [0, 1, 1],
    [10_000, 1, 1],
    [Number.NaN, 1, 1],
    [2026, Number.NaN, 1],
  ])('there is no %i-%i-%i', (year, month, day) => {
    expect(new WallClock().instant(year, month, day)).toBeNaN()
  })

  test('days are those of the Gregorian calendar', () => {
    for (let year = 1; year <= 9999; year++) {
      for (const [month, day] of [
        [1, 1],
        [2, 28],
        [3, 1],
        [12, 31],
      ] as const) {
        expect(new WallClock().instant(year, month, day)).toBe(new Date(0).setUTCFullYear(year, month - 1, day))
      }
    }
  })

  test('a time that no clock shows is none', () => {
    expect(new WallClock().instant(2026, 1, 1, Number.NaN)).toBeNaN()
  })

  test('a zone that does not exist, and a moment that is none, are the caller’s mistake', () => {
    expect(() => new WallClock({ timezone: 'Mars/Base' })).toThrow(ArgumentError)
    expect(() => new WallClock({ now: new Date('never') })).toThrow(ArgumentError)
  })
})

describe('a date without a year', () => {
  const on = (now: string, timezone = 'UTC'): WallClock => new WallClock({ now: new Date(now), timezone })

  test.each([
    [1, 2, '2026-01-02'],
    // the server may be ahead of us by a day
    [1, 3, '2026-01-03'],
    [1, 4, '2025-01-04'],
    [12, 31, '2025-12-31'],
    [2, 29, '2024-02-29'],
  ])('%i-%i is %s', (month, day, expected) => {
    expect(iso(on('2026-01-02T10:00:00Z').recent(month, day, 9 * 3600))?.slice(0, 10)).toBe(expected)
  })

  test('a day ahead is past to the second, and one second more is a year ago', () => {
    const clock = on('2026-11-23T12:00:00Z')
    expect(iso(clock.recent(11, 24, noon))).toBe('2026-11-24T12:00:00.000Z')
    expect(iso(clock.recent(11, 24, noon + 1))).toBe('2025-11-24T12:00:01.000Z')
  })

  test('on New Year’s Eve a server that is ahead is in the next year', () => {
    expect(iso(on('2025-12-31T23:30:00Z').recent(1, 1, 3600))).toBe('2026-01-01T01:00:00.000Z')
    expect(iso(on('2025-12-31T23:30:00Z', 'Asia/Tokyo').recent(1, 1, 8.5 * 3600))).toBe('2025-12-31T23:30:00.000Z')
  })

  test('29 February is up to eight years back, and 30 February never was', () => {
    expect(iso(on('2103-11-23T12:00:00Z').recent(2, 29))).toBe('2096-02-29T00:00:00.000Z')
    expect(on('2026-11-23T12:00:00Z').recent(2, 30)).toBeNaN()
  })
})
