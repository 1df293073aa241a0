import { expect, test } from 'vitest'
import { parseTimeVal, timeVal } from './time-val.ts'

test('RFC 3659 §2.3: a time to the second, or with a fraction of it', () => {
  expect(parseTimeVal('19990929003355')).toEqual({ date: new Date('1999-09-29T00:33:55Z'), precision: 'second' })
  expect(parseTimeVal('19980615100045.014')).toEqual({
    date: new Date('1998-06-15T10:00:45.014Z'),
    precision: 'millisecond',
  })
})

test('years counted from 1900 are understood', () => {
  expect(parseTimeVal('191261123114800')?.date).toEqual(new Date('2026-11-23T11:48:00Z'))
})

test.each(['', '2026', '20261323000000', '20260230000000', '2026112311480', 'x'])('%j is no time', (text) => {
  expect(parseTimeVal(text)).toBeUndefined()
})

test('a time goes out in UTC, to the second', () => {
  expect(timeVal(new Date('2026-11-23T11:48:00.999Z'))).toBe('20261123114800')
})
