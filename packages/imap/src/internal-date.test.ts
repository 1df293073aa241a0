import { ArgumentError } from '@linewire/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatInternalDate, formatSearchDate, parseInternalDate } from './internal-date.ts'

test.each([
  ['17-Jul-1996 02:44:25 -0700', '1996-07-17T09:44:25.000Z'],
  [' 7-Feb-1994 21:52:25 -0800', '1994-02-08T05:52:25.000Z'],
  ['7-Feb-1994 21:52:25 +0530', '1994-02-07T16:22:25.000Z'],
  ['01-jan-2026 00:00:00 +0000', '2026-01-01T00:00:00.000Z'],
  ['29-Feb-2024 23:59:60 +0000', '2024-03-01T00:00:00.000Z'],
  ['01-Jan-0050 00:00:00 +0000', '0050-01-01T00:00:00.000Z'],
])('%s', (text, iso) => {
  expect(parseInternalDate(text)?.toISOString()).toBe(iso)
})

test.each([
  '00-Jan-0000 00:00:00 +0000', // Domino
  '',
  '17-Jul-1996',
  '17-Foo-1996 02:44:25 -0700',
  '32-Jul-1996 02:44:25 -0700',
  '17-Jul-1996 25:44:25 -0700',
  '17-Jul-1996 02:44:25 PST',
  '17-Jul-1996 02:44:25 -07',
  '17-Jul-1996 02:44:25 -0700 ',
  '17/Jul/1996 02:44:25 -0700',
])('%j is no date', (text) => {
  expect(parseInternalDate(text)).toBeUndefined()
})

test('a date is written in UTC and padded with a space', () => {
  const date = new Date('1994-02-07T21:52:25-08:00')
  expect(formatInternalDate(date)).toBe('" 8-Feb-1994 05:52:25 +0000"')
  expect(formatSearchDate(date)).toBe('8-Feb-1994')
})

test('a date that the grammar cannot hold is refused', () => {
  expect(() => formatInternalDate(new Date(Number.NaN))).toThrow(ArgumentError)
  expect(() => formatSearchDate(new Date('+012026-01-01'))).toThrow(ArgumentError)
})

test('what is written can be read', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      date.setUTCMilliseconds(0)
      expect(parseInternalDate(formatInternalDate(date).slice(1, -1))).toEqual(date)
    }),
  )
})
