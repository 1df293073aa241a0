import type { Run, Runs } from './harness.ts'

/** `wall` and `cpu` in milliseconds, `rss` in octets, `trips` in round trips. */
export type Metric = 'wall' | 'cpu' | 'rss' | 'trips'

/** What a client has to reach: a number (of wall and CPU what is over an empty program), or a ratio to another client of the same run. */
export type Goal = { client: string; metric: Metric; atMost: number; of?: string }

/** The medians of one client. */
export interface Line {
  client: string
  wall: number
  cpu: number
  rss: number
  trips?: number
  flights?: number
  /** Milliseconds over an empty program of the same runtime. */
  work: { wall: number; cpu: number }
  /** The job's metric divided by that of each other client; left out where the other has nothing to divide by. */
  ratios: Record<string, number>
}

export interface GoalResult extends Goal {
  value: number
  met: boolean
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  if (sorted.length === 0) throw new RangeError('a median needs a value')
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** Below this many milliseconds over the empty program the difference is noise, and no ratio is made from it. */
const noise = 3

/** One line per client, in the order of the runs. `bare` names the empty program of a client. */
export const summarise = (runs: Runs, metric: Metric, bare: (client: string) => string): Line[] => {
  const lines = [...runs.keys()].map((client): Line => {
    const mine = of(runs, client)
    const start = of(runs, bare(client))
    const trips = mine.flatMap((run) => run.trips ?? [])
    const flights = mine.flatMap((run) => run.flights ?? [])
    return {
      client,
      wall: medianOf(mine, 'wall'),
      cpu: medianOf(mine, 'cpu'),
      rss: medianOf(mine, 'rss'),
      ...(trips.length ? { trips: median(trips), flights: median(flights) } : {}),
      work: {
        wall: medianOf(mine, 'wall') - medianOf(start, 'wall'),
        cpu: medianOf(mine, 'cpu') - medianOf(start, 'cpu'),
      },
      ratios: {},
    }
  })
  const clients = lines.filter((line) => line.client !== bare(line.client))
  for (const line of clients) {
    for (const other of clients) {
      const ratio = other === line ? undefined : divide(line, other, metric)
      if (ratio !== undefined) line.ratios[other.client] = ratio
    }
  }
  return lines
}

/** Wall and CPU are compared without the start of the runtime, which no client can help. */
const divide = (line: Line, by: Line, metric: Metric): number | undefined => {
  if (metric === 'rss') return line.rss / by.rss
  if (metric === 'trips') return by.trips && line.trips !== undefined ? line.trips / by.trips : undefined
  return by.work[metric] >= noise ? Math.max(0, line.work[metric]) / by.work[metric] : undefined
}

/** Whether each goal was reached. A goal whose clients did not run is left out; one without a value is missed. */
export const judge = (lines: readonly Line[], goals: readonly Goal[]): GoalResult[] =>
  goals.flatMap((goal) => {
    const line = lines.find((each) => each.client === goal.client)
    const other = goal.of === undefined ? undefined : lines.find((each) => each.client === goal.of)
    if (!line || (goal.of !== undefined && !other)) return []
    const value = (other ? divide(line, other, goal.metric) : own(line, goal.metric)) ?? Number.NaN
    return [{ ...goal, value, met: value <= goal.atMost }]
  })

const own = (line: Line, metric: Metric): number | undefined =>
  metric === 'wall' || metric === 'cpu' ? line.work[metric] : line[metric]

const of = (runs: Runs, client: string): Run[] => runs.get(client) ?? []

const medianOf = (runs: readonly Run[], metric: 'wall' | 'cpu' | 'rss'): number =>
  median(runs.map((run) => run[metric]))
