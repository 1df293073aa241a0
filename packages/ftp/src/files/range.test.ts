import { expect, test } from 'vitest'
import { missing, present, split } from './range.ts'

const spans = (ranges: readonly { at: number; end: number }[]): number[][] => ranges.map(({ at, end }) => [at, end])

test('what is missing lies between what is there', () => {
  expect(spans(missing([], 100))).toEqual([[0, 100]])
  expect(spans(missing([[0, 30]], 100))).toEqual([[30, 100]])
  const ranges = missing(
    [
      [50, 60],
      [0, 10],
      [55, 70],
    ],
    100,
  )
  expect(spans(ranges)).toEqual([
    [10, 50],
    [70, 100],
  ])
  expect(ranges.map((range) => range.last)).toEqual([false, true])
  expect(missing([[0, 100]], 100)).toEqual([])
})

test('of a file whose size nobody knows, and of one without octets, there is one range', () => {
  expect(missing([[0, 10]], Number.POSITIVE_INFINITY)).toMatchObject([{ at: 10, last: true }])
  expect(missing([], 0)).toMatchObject([{ at: 0, end: 0, last: true }])
})

test('what is there lies between what is missing', () => {
  const ranges = missing(
    [
      [0, 10],
      [50, 60],
    ],
    100,
  )
  expect(present(ranges, 100)).toEqual([
    [0, 10],
    [50, 60],
  ])
  ranges[0]!.at = 30
  ranges[1]!.done = true
  expect(present(ranges, 100)).toEqual([
    [0, 30],
    [50, 100],
  ])
  expect(present([], 100)).toEqual([[0, 100]])
})

test('the largest range is cut in two, as long as its halves are worth it', () => {
  const whole = missing([], 1000)
  expect(spans(split(whole, 4, 100)).sort((a, b) => a[0]! - b[0]!)).toEqual([
    [0, 250],
    [250, 500],
    [500, 750],
    [750, 1000],
  ])
  expect(split(whole, 3, 100).filter((range) => range.last)).toHaveLength(1)
  expect(split(whole, 99, 300)).toHaveLength(2)
  expect(split(missing([], Number.POSITIVE_INFINITY), 4, 1)).toHaveLength(1)
  expect(split([], 4, 1)).toEqual([])
})
