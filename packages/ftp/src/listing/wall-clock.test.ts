import { ArgumentError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { instant, recent } from './wall-clock.ts'

const noon = { hour: 12, minute: 0, second: 0 }

describe('a wall time in a zone', () => {
  test.each([
    ['UTC', 2026, 7, 1, '2026-07-01T12:00:00.000Z'],
    ['+02:00', 2026, 7, 1, '2026-07-01T10:00:00.000Z'],
    ['-0930', 2026, 7, 1, '2026-07-01T21:30:00.000Z'],
    ['Europe/Berlin', 2026, 7, 1, '2026-07-01T10:00:00.000Z'],
    ['Europe/Berlin', 2026, 1, 1, '2026-01-01T11:00:00.000Z'],
    ['America/New_York', 2026, 1, 1, '2026-01-01T17:00:00.000Z'],
    ['UTC', 99, 1, 1, '0099-01-01T12:00:00.000Z'],
  ])('%s, %i-%i-%i', (zone, year, month, day, expected) => {
    expect(instant({ year, month, day, ...noon }, zone)?.toISOString()).toBe(expected)
  })

  test('the hour before and the hour behind a change of summer time are told apart', () => {
    const day = { year: 2026, month: 3, day: 29, minute: 30, second: 0 }
    expect(instant({ ...day, hour: 1 }, 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T00:30:00.000Z')
    expect(instant({ ...day, hour: 3 }, 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T01:30:00.000Z')
  })

  test('a day that does not exist is no time', () => {
    expect(instant({ year: 2026, month: 2, day: 29, ...noon }, 'UTC')).toBeUndefined()
    expect(instant({ year: 2026, month: 13, day: 1, ...noon }, 'UTC')).toBeUndefined()
    expect(instant({ year: 2026, month: 1, day: 1, ...noon, hour: 24 }, 'UTC')).toBeUndefined()
  })

  test('a zone that does not exist is the caller’s mistake', () => {
    expect(() => instant({ year: 2026, month: 1, day: 1, ...noon }, 'Mars/Base')).toThrow(ArgumentError)
  })
})

describe('a date without a year', () => {
  const now = new Date('2026-01-02T10:00:00Z')

  test.each([
    [1, 2, '2026-01-02'],
    // the server may be ahead of us by a day
    [1, 3, '2026-01-03'],
    [1, 4, '2025-01-04'],
    [12, 31, '2025-12-31'],
    [2, 29, '2024-02-29'],
  ])('%i-%i is %s', (month, day, expected) => {
    const date = recent({ month, day, hour: 9, minute: 0, second: 0 }, now, 'UTC')
    expect(date?.toISOString().slice(0, 10)).toBe(expected)
  })

  test('on New Year’s Eve a server that is ahead is in the next year', () => {
    const eve = new Date('2025-12-31T23:30:00Z')
    const date = recent({ month: 1, day: 1, hour: 1, minute: 0, second: 0 }, eve, 'UTC')
    expect(date?.toISOString()).toBe('2026-01-01T01:00:00.000Z')
  })
})
