import { expect, test } from 'vitest'
import { ListDate } from './list-date.ts'
import { WallClock } from './wall-clock.ts'
import { Words } from './words.ts'

const date = new ListDate(new WallClock({ now: new Date('2026-11-23T12:00:00Z'), timezone: '+01:00' }))

/** The date that "… name" begins with, in the server's zone, and what is behind it. */
function read(text: string): string | undefined {
  const line = `${text} name`
  if (!date.read(new Words().read(line), 0)) return undefined
  const time = Number.isNaN(date.time) ? 'never' : new Date(date.time + 3_600_000).toISOString()
  return `${time.replace(/:00\.000Z$|\.000Z$/, '')} ${date.precision} ${line.slice(date.nameAt)}`
}

test.each([
  ['Nov 23 11:48', '2026-11-23T11:48 minute'],
  ['Nov  3  2025', '2025-11-03T00:00 day'],
  ['Nov 03 2025', '2025-11-03T00:00 day'],
  ['nov 23 9:05', '2026-11-23T09:05 minute'],
  ['Nov 23 11.48', '2026-11-23T11:48 minute'],
  ['Dec 24 18:00', '2025-12-24T18:00 minute'],
  ['23 Nov 11:48', '2026-11-23T11:48 minute'],
  ['23. Nov 2025', '2025-11-23T00:00 day'],
  ['26. Juli, 20:10', '2026-07-26T20:10 minute'],
  ['2. Okt. 2003', '2003-10-02T00:00 day'],
  ['Oct 08, 2002 09:47', '2002-10-08T09:47 minute'],
  ['Nov 23 11:48:59 2025', '2025-11-23T11:48:59 second'],
  ['Wed Nov 23 11:48:59 2025', '2025-11-23T11:48:59 second'],
  ['01-jun-99', '1999-06-01T00:00 day'],
  ['2024-01-31 12:00', '2024-01-31T12:00 minute'],
  ['2024/01/31 12:00:30', '2024-01-31T12:00:30 second'],
  ['2024-01-31', '2024-01-31T00:00 day'],
  ['31.01.2024 12:00', '2024-01-31T12:00 minute'],
  ['24-04-2003 17:12', '2003-04-24T17:12 minute'],
  ['04-24-2003 17:12', '2003-04-24T17:12 minute'],
  ['01-31 12:00', '2026-01-31T12:00 minute'],
  ['09-26 2000', '2000-09-26T00:00 day'],
  // these are told in a zone of their own
  ['2024-01-31 12:00:00.123456789 +0300', '2024-01-31T10:00 second'],
  ['2024-01-31T12:00:00Z', '2024-01-31T13:00 second'],
  ['2024-01-31T12:00:00-01:00', '2024-01-31T14:00 second'],
  ['2024-01-31T12:00', '2024-01-31T12:00 minute'],
  ['11月 23日 11:48', '2026-11-23T11:48 minute'],
  ['6月 3日 2003年', '2003-06-03T00:00 day'],
  ['11月23日 11:48', '2026-11-23T11:48 minute'],
  ['11月 23 11:48', '2026-11-23T11:48 minute'],
  ['2003年11月23日', '2003-11-23T00:00 day'],
  ['2003年11月23日 11:48', '2003-11-23T11:48 minute'],
  ['2003 3月 20', '2003-03-20T00:00 day'],
  ['11월 23일 11시48분', '2026-11-23T11:48 minute'],
  ['11月 23日 11时48分', '2026-11-23T11:48 minute'],
])('%s', (text, expected) => {
  expect(read(text)).toBe(`${expected} name`)
})

test('a day that does not exist is a date all the same: what is behind it is the name', () => {
  for (const text of ['Feb 31 2020', 'Nov 23 25:00', '2020-13-01 12:00', '13月 1日 11:48', '11月 3日 25时00分']) {
    expect(read(text)).toMatch(/^never \w+ name$/)
  }
})

test('a time behind a year belongs to the name, unless a comma stands before the year', () => {
  expect(read('Nov 23 2025 11:48')).toBe('2025-11-23T00:00 day 11:48 name')
  expect(read('11月 23日 2025年 11:48')).toBe('2025-11-23T00:00 day 11:48 name')
})

test('`ls --time-style=iso` widens the date to the right', () => {
  expect(read('2024-01-31 ')).toBe('2024-01-31T00:00 day name')
})

test.each(['Foo 23 11:48', 'Nov 123 11:48', 'Nov 23 x', 'Nov', '23', '2026', '1-2-3-4', '11月', '11月 x', '月 3', 'x'])(
  '%s is no date',
  (text) => {
    expect(read(text)).toBeUndefined()
  },
)

test('a date with no name behind it is none', () => {
  expect(date.read(new Words().read('Nov 23 11:48'), 0)).toBe(false)
  expect(date.read(new Words().read('Nov 23 11:48 '), 0)).toBe(false)
  expect(date.read(new Words().read('Nov 23'), 0)).toBe(false)
  expect(date.read(new Words().read(''), 0)).toBe(false)
})
