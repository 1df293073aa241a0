import { expect, test } from 'vitest'
import { formatDate } from './date.ts'
import { ComposeError } from './errors.ts'

test('UTC is told as +0000', () => {
  expect(formatDate(new Date('2026-11-03T04:05:06Z'), 'utc')).toBe('Tue, 3 Nov 2026 04:05:06 +0000')
})

test.each([
  ['Europe/Berlin', 'Tue, 3 Nov 2026 05:05:06 +0100'],
  ['America/St_Johns', 'Tue, 3 Nov 2026 00:35:06 -0330'],
  ['Asia/Kathmandu', 'Tue, 3 Nov 2026 09:50:06 +0545'],
  ['Pacific/Honolulu', 'Mon, 2 Nov 2026 18:05:06 -1000'],
])('local time in %s comes with its own zone', (zone, expected) => {
  const before = process.env['TZ']
  process.env['TZ'] = zone
  try {
    const date = new Date('2026-11-03T04:05:06Z')
    expect(formatDate(date, 'local')).toBe(expected)
    expect(new Date(formatDate(date, 'local'))).toEqual(date)
  } finally {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  }
})

test('a date that the RFC cannot write is refused', () => {
  for (const date of [new Date(Number.NaN), new Date('1899-12-31T00:00:00Z'), new Date('+010000-01-02T00:00:00Z')]) {
    expect(() => formatDate(date, 'utc')).toThrow(ComposeError)
  }
})
