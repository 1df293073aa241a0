import type { Goal, GoalResult, Line, Metric } from './summary.ts'

/** The lines of a job as a table of fixed width: medians, and the ratios of the job's metric to every other client. */
export const table = (lines: readonly Line[], metric: Metric): string => {
  const others = lines.map((line) => line.client).filter((client) => !client.startsWith('bare '))
  const withTrips = lines.some((line) => line.trips !== undefined)
  const head = ['client', 'wall ms', 'cpu ms', 'rss MB', ...(withTrips ? ['trips', 'flights'] : [])]
  const rows = lines.map((line) => [
    line.client,
    over(line.wall, line.work.wall),
    over(line.cpu, line.work.cpu),
    (line.rss / 1e6).toFixed(1),
    ...(withTrips ? [String(line.trips ?? ''), String(line.flights ?? '')] : []),
    ...others.map((other) => ratio(line, other)),
  ])
  return aligned([[...head, ...others.map((other) => `${metric} ÷ ${other}`)], ...rows])
}

/** Sentences about the goals, one a line. */
export const verdicts = (results: readonly GoalResult[]): string =>
  results.map((goal) => `${goal.met ? 'met' : 'MISSED'}: ${sentence(goal)}, is ${show(goal, goal.value)}`).join('\n')

const sentence = (goal: Goal): string =>
  `${goal.client} ${goal.metric} at most ${show(goal, goal.atMost)}${goal.of === undefined ? '' : ` of ${goal.of}`}`

const show = (goal: Goal, value: number): string => {
  if (goal.of !== undefined) return `${value.toFixed(2)} x`
  if (goal.metric === 'rss') return `${(value / 1e6).toFixed(1)} MB`
  return goal.metric === 'trips' ? String(value) : `${value.toFixed(0)} ms`
}

const over = (total: number, work: number): string => `${total.toFixed(0)} (${work.toFixed(0)})`

const ratio = (line: Line, other: string): string => {
  const value = line.ratios[other]
  if (line.client === other) return '1'
  return value === undefined ? '' : value.toFixed(value < 10 ? 2 : 1)
}

const aligned = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')
  return rows.map((row) => line(row).trimEnd()).join('\n')
}
