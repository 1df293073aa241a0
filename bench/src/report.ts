import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, availableParallelism, platform, release } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Job, Runs } from './harness.ts'
import type { GoalResult, Line } from './summary.ts'

const folder = new URL('../results/', import.meta.url)

/** Writes a job's runs and medians to bench/results/<job>-<date>.json and returns the file's path. */
export const writeReport = (job: Job, runs: Runs, lines: Line[], goals: GoalResult[], now = new Date()): string => {
  mkdirSync(folder, { recursive: true })
  const date = now.toISOString().slice(0, 19).replaceAll(':', '')
  const file = fileURLToPath(new URL(`${job.name}-${date}.json`, folder))
  const report = {
    job: job.name,
    title: job.title,
    metric: job.metric,
    date: now.toISOString(),
    machine: {
      node: process.version,
      platform: platform(),
      release: release(),
      arch: arch(),
      cpus: availableParallelism(),
    },
    units: { wall: 'ms', cpu: 'ms', rss: 'octets', trips: 'round trips' },
    medians: lines,
    goals,
    notes: Object.fromEntries(job.clients.flatMap(({ name, note }) => (note ? [[name, note]] : []))),
    runs: Object.fromEntries(runs),
  }
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`)
  return file
}
