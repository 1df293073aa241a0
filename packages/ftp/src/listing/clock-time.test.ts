import { expect, test } from 'vitest'
import { ClockTime, halfOf } from './clock-time.ts'

const time = new ClockTime()
const read = (text: string, apart?: 'a' | 'p'): boolean => time.read(`x${text}x`, 1, 1 + text.length, apart)

test.each([
  ['11:48', '11:48:00', 'minute'],
  ['9:05', '09:05:00', 'minute'],
  ['9.05', '09:05:00', 'minute'],
  ['00:00', '00:00:00', 'minute'],
  ['11:48:59', '11:48:59', 'second'],
  ['11.48.59', '11:48:59', 'second'],
  ['11:48:59.123456789', '11:48:59', 'second'],
  ['10:30:13,64', '10:30:13', 'second'],
  ['12:00AM', '00:00:00', 'minute'],
  ['12:00PM', '12:00:00', 'minute'],
  ['03:25PM', '15:25:00', 'minute'],
  ['5:03p', '17:03:00', 'minute'],
  ['5:03a.m.', '05:03:00', 'minute'],
])('%s', (text, expected, precision) => {
  expect(read(text)).toBe(true)
  expect(new Date(time.second * 1000).toISOString().slice(11, 19)).toBe(expected)
  expect(time.precision).toBe(precision)
})

test('the half of the day may stand apart', () => {
  expect(read('3:25', 'p')).toBe(true)
  expect(time.second).toBe((15 * 60 + 25) * 60)
})

test.each(['24:00', '11:60', '11:48:61', '13:00PM', '0:30AM', '99:99'])('no clock shows %s', (text) => {
  expect(read(text)).toBe(true)
  expect(time.second).toBeNaN()
})

test.each([
  '',
  ':',
  '1',
  '11',
  '11:',
  '11:4',
  '11:4x',
  '111:48',
  '11:48x',
  '11:48:5',
  '11:48.59',
  '11:48:59.',
  '11-48',
  'x:48',
  '11:48AMP',
])('%j is no time', (text) => {
  expect(read(text)).toBe(false)
})

test('halves of the day', () => {
  expect(['AM', 'am', 'A', 'a.m.'].map((text) => halfOf(text, 0, text.length))).toEqual(['a', 'a', 'a', 'a'])
  expect(['PM', 'p', 'P.M.'].map((text) => halfOf(text, 0, text.length))).toEqual(['p', 'p', 'p'])
  expect(['', 'x', 'pmx', 'a.m.x', 'ma'].map((text) => halfOf(text, 0, text.length))).toEqual(Array(5).fill(undefined))
})
