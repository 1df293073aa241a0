import { program } from './client-programs.ts'
import { type Counts, type Measured, measure, python } from './measure.ts'
import type { Goal, Metric } from './summary.ts'

/** One way to do the job: a program that takes its orders from the environment and prints its counts as its last line. */
export interface Client {
  /** `limit` is the client that does only what the protocol makes necessary. */
  name: string
  command: readonly string[]
  env?: Readonly<Record<string, string>>
  /** Whose start is subtracted: an empty program of the same runtime is measured in the same rounds. */
  runtime: 'node' | 'python'
  /** Why this client may count something else than the job says; printed below the table. */
  note?: string
}

export interface Job {
  name: string
  title: string
  /** What the job is about: its ratios are printed. */
  metric: Metric
  /** Measured rounds; one more goes before them to warm the server up. */
  rounds: number
  /** Milliseconds that one run may take. Default 120 s. */
  timeout?: number
  clients: readonly Client[]
  goals?: readonly Goal[]
  prepare(): Promise<Prepared>
}

/** The server as it stands ready for a job. */
export interface Prepared {
  /** Given to every client. */
  env: Readonly<Record<string, string>>
  /** What a client by that name must have counted; known from the seed, not from another client. */
  expect(client: string): Counts
  /** What is to be seen on the server when that client has ended: counted with what it says itself. Tidies up, too. */
  inspect?(client: string): Counts
  /** Round trips and flights of the connections since the last call, where a proxy counts them. */
  trips?(): Promise<{ trips: number; flights: number }>
  stop(): Promise<void>
}

/** One measured run. */
export interface Run extends Measured {
  trips?: number
  flights?: number
}

/** All measured runs by client, those of the empty programs under `bare node` and `bare python`. */
export type Runs = Map<string, Run[]>

export interface RunOptions {
  /** Told about every run. */
  progress?: (line: string) => void
  /** What runs a program and measures it. */
  take?: typeof measure
}

/**
 * Runs a job: rounds interleaved (A B C A B C …), so that a busy minute of the machine meets every client alike.
 * Throws when a client fails or when it counted something else than what the server holds.
 */
export const runJob = async (job: Job, { progress = () => {}, take = measure }: RunOptions = {}): Promise<Runs> => {
  const prepared = await job.prepare()
  try {
    const runs: Runs = new Map()
    const bare = [...new Set(job.clients.map((client) => client.runtime))].map(empty)
    for (let round = 0; round <= job.rounds; round += 1) {
      for (const client of [...bare, ...job.clients]) {
        const run = await runOnce(job, client, prepared, take)
        progress(`${round === 0 ? 'warm-up' : `round ${round}`} ${client.name}: ${Math.round(run.wall)} ms`)
        if (round > 0) runs.set(client.name, [...(runs.get(client.name) ?? []), run])
      }
    }
    return runs
  } finally {
    await prepared.stop()
  }
}

const runOnce = async (job: Job, client: Client, prepared: Prepared, take: typeof measure): Promise<Run> => {
  const run = await take(client.command, { ...prepared.env, ...client.env }, job.timeout).catch((cause) => {
    throw new Error(`${job.name}: ${client.name} failed: ${cause instanceof Error ? cause.message : cause}`, { cause })
  })
  if (!job.clients.includes(client)) return run
  const counts = { ...run.counts, ...prepared.inspect?.(client.name) }
  const wrong = difference(counts, prepared.expect(client.name))
  if (wrong) throw new Error(`${job.name}: ${client.name} did not do the work: ${wrong}`)
  return { ...run, counts, ...(await prepared.trips?.()) }
}

/** What a client counted wrong, as a sentence; undefined when every expected count is there and right. */
export const difference = (counts: Counts, expected: Counts): string | undefined => {
  const wrong = Object.entries(expected).filter(([name, count]) => counts[name] !== count)
  if (wrong.length === 0) return undefined
  return wrong.map(([name, count]) => `${name} should be ${count} and is ${counts[name] ?? 'missing'}`).join(', ')
}

const empty = (runtime: Client['runtime']): Client => ({
  name: `bare ${runtime}`,
  runtime,
  // a module, as all the clients are
  command: runtime === 'node' ? [process.execPath, program('empty.mjs')] : [python(), '-c', 'print("{}")'],
})
