import { expect, test } from 'vitest'
import type { Run, Runs } from './harness.ts'
import { judge, median, summarise } from './summary.ts'
import { table, verdicts } from './table.ts'

const run = (wall: number, cpu: number, rss: number, trips?: number): Run => ({
  wall,
  cpu,
  rss,
  counts: {},
  ...(trips === undefined ? {} : { trips, flights: trips - 2 }),
})

const runs: Runs = new Map([
  ['bare node', [run(50, 40, 40e6), run(52, 42, 40e6), run(900, 41, 40e6)]],
  ['limit', [run(150, 61, 50e6, 4), run(152, 61, 50e6, 4), run(152, 99, 50e6, 4)]],
  ['rival', [run(1152, 141, 100e6, 400), run(1152, 141, 100e6, 400), run(1, 1, 1, 400)]],
])
const bare = (client: string): string => (client === 'limit' || client === 'rival' ? 'bare node' : client)

test('a median is the middle value, or the mean of both middle values', () => {
  expect(median([5, 1, 900])).toBe(5)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(() => median([])).toThrow(RangeError)
})

test('wall and CPU are compared without the start of the runtime', () => {
  const [, limit, rival] = summarise(runs, 'cpu', bare)
  expect(limit?.work).toEqual({ wall: 100, cpu: 20 })
  expect(rival?.ratios).toEqual({ limit: 5 })
  expect(summarise(runs, 'wall', bare)[2]?.ratios).toEqual({ limit: 11 })
})

test('memory and round trips are compared as they are, and the empty program with nobody', () => {
  expect(summarise(runs, 'rss', bare)[2]?.ratios).toEqual({ limit: 2 })
  expect(summarise(runs, 'trips', bare)[2]?.ratios).toEqual({ limit: 100 })
  expect(summarise(runs, 'rss', bare)[0]?.ratios).toEqual({})
})

test('a difference within the noise makes no ratio', () => {
  const near: Runs = new Map([...runs, ['limit', [run(51, 42, 50e6)]]])
  expect(summarise(near, 'cpu', bare)[2]?.ratios).toEqual({})
})

test('a goal is met, missed, or left out when its client did not run', () => {
  const lines = summarise(runs, 'trips', bare)
  const results = judge(lines, [
    { client: 'limit', metric: 'trips', atMost: 4 },
    { client: 'rival', metric: 'trips', atMost: 15 },
    { client: 'rival', metric: 'cpu', of: 'limit', atMost: 2 },
    { client: 'absent', metric: 'rss', atMost: 1 },
    { client: 'rival', metric: 'rss', of: 'absent', atMost: 1 },
  ])
  expect(results.map(({ value, met }) => [value, met])).toEqual([
    [4, true],
    [400, false],
    [5, false],
  ])
  expect(verdicts(results).split('\n')).toEqual([
    'met: limit trips at most 4, is 4',
    'MISSED: rival trips at most 15, is 400',
    'MISSED: rival cpu at most 2.00 x of limit, is 5.00 x',
  ])
})

test('a goal that cannot be measured is missed', () => {
  const near: Runs = new Map([...runs, ['limit', [run(51, 42, 50e6)]]])
  const lines = summarise(near, 'cpu', bare)
  expect(judge(lines, [{ client: 'rival', metric: 'cpu', of: 'limit', atMost: 99 }])[0]?.met).toBe(false)
  expect(judge(lines, [{ client: 'limit', metric: 'trips', atMost: 15 }])[0]?.met).toBe(false)
})

test('the table has a line per client and a column of ratios per rival', () => {
  expect(table(summarise(runs, 'rss', bare), 'rss').split('\n')).toEqual([
    'client         wall ms     cpu ms  rss MB  trips  flights  rss ÷ limit  rss ÷ rival',
    'bare node       52 (0)     41 (0)    40.0',
    'limit        152 (100)    61 (20)    50.0      4        2            1         0.50',
    'rival      1152 (1100)  141 (100)   100.0    400      398         2.00            1',
  ])
})
