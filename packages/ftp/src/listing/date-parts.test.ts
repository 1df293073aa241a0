import { expect, test } from 'vitest'
import { type DateOrder, DateParts, likelyOrder } from './date-parts.ts'
import { WallClock } from './wall-clock.ts'

const clock = new WallClock({ now: new Date('2026-11-23T12:00:00Z') })
const parts = new DateParts()
const read = (text: string): boolean => parts.read(`x${text}x`, 1, 1 + text.length)

function day(text: string, order: DateOrder): string | undefined {
  if (!read(text)) return undefined
  const time = parts.instant(clock, order, 0)
  return Number.isNaN(time) ? 'never' : new Date(time).toISOString().slice(0, 10)
}

test.each<[string, DateOrder, string]>([
  ['11-23-26', 'mdy', '2026-11-23'],
  ['23/11/26', 'dmy', '2026-11-23'],
  ['26.11.23', 'ymd', '2026-11-23'],
  ['11-23-1999', 'mdy', '1999-11-23'],
  // a year of four digits and the name of a month leave no choice
  ['2026/11/23', 'mdy', '2026-11-23'],
  ['2-JUN-1998', 'mdy', '1998-06-02'],
  ['27-Aug-02', 'ymd', '2002-08-27'],
  ['01-01-69', 'mdy', '2069-01-01'],
  ['01-01-70', 'mdy', '1970-01-01'],
  ['04-23-103', 'mdy', '2003-04-23'],
  ['13-13-26', 'mdy', 'never'],
  ['30-FEB-2026', 'dmy', 'never'],
])('%s as %s is %s', (text, order, expected) => {
  expect(day(text, order)).toBe(expected)
})

test('a date of two parts has no year', () => {
  expect(read('11-23')).toBe(true)
  expect([parts.first, parts.second, parts.third]).toEqual([11, 23, -1])
  expect(day('11-23', 'mdy')).toBe('never')
})

test.each([
  '',
  '-',
  '11',
  '11-',
  '-11-23',
  '11-23-',
  '11/23-26',
  '11-23-26x',
  '1-2-3-4',
  '12345-1-1',
  '1-FOO-2026',
  '1-JUN',
  '11-234',
  '1--2',
])('%j is no date', (text) => {
  expect(read(text)).toBe(false)
})

test('the order is that in which most of a sample exists and is past', () => {
  const order = (...dates: string[]): DateOrder =>
    likelyOrder(['mdy', 'dmy', 'ymd'], dates, clock, (text, tried) =>
      parts.read(text, 0, text.length) ? parts.instant(clock, tried, 0) : undefined,
    )
  expect(order()).toBe('mdy')
  expect(order('none at all')).toBe('mdy')
  expect(order('04/03/12')).toBe('mdy')
  expect(order('23/03/12')).toBe('dmy')
  expect(order('04/03/31')).toBe('ymd')
  expect(order('23/03/12', '03/23/12', '03/24/12')).toBe('mdy')
})
