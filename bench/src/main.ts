import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { type Job, runJob } from './harness.ts'
import { benches } from './jobs/index.ts'
import { writeReport } from './report.ts'
import { judge, summarise } from './summary.ts'
import { table, verdicts } from './table.ts'

const usage = `usage: bench <name …> [--rounds n] [--clients a,b] [--quiet]
names: ${Object.keys(benches).join(', ')}`

/** Runs the benchmarks named on the command line. The exit code: 0, 1 when a goal was missed or a job failed, 2 for usage. */
export const main = async (args: string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rounds: { type: 'string' }, clients: { type: 'string' }, quiet: { type: 'boolean', default: false } },
  })
  const jobs = positionals.flatMap((name) => benches[name] ?? [])
  if (jobs.length === 0 || positionals.some((name) => !benches[name])) {
    console.error(usage)
    return 2
  }
  const wanted = values.clients?.split(',')
  let failed = false
  for (const job of jobs) {
    const chosen: Job = {
      ...job,
      rounds: values.rounds === undefined ? job.rounds : Number(values.rounds),
      clients: job.clients.filter((client) => !wanted || wanted.includes(client.name)),
    }
    if (chosen.clients.length === 0) continue
    try {
      if (!(await run(chosen, values.quiet))) failed = true
    } catch (error) {
      failed = true
      console.error(`${error instanceof Error ? error.message : error}\n`)
    }
  }
  return failed ? 1 : 0
}

/** Runs, prints and files one job; whether every goal was met. */
const run = async (job: Job, quiet: boolean): Promise<boolean> => {
  console.log(`${job.name}: ${job.title} · ${job.rounds} rounds, medians, in brackets what is over an empty program`)
  const runs = await runJob(job, quiet ? {} : { progress: (line) => console.error(`  ${line}`) })
  const runtimes = new Map(job.clients.map((client) => [client.name, `bare ${client.runtime}`]))
  const lines = summarise(runs, job.metric, (client) => runtimes.get(client) ?? client)
  const goals = judge(lines, job.goals ?? [])
  console.log(table(lines, job.metric))
  for (const { name, note } of job.clients) if (note) console.log(`${name}: ${note}`)
  if (goals.length > 0) console.log(verdicts(goals))
  console.log(`${relative(process.cwd(), writeReport(job, runs, lines, goals))}\n`)
  return goals.every((goal) => goal.met)
}
