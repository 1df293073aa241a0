import { execFileSync, spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** What the operating system charged one process for: wall and CPU (user + system) in milliseconds, peak RSS in octets. */
export interface Usage {
  wall: number
  cpu: number
  rss: number
}

/** What a client counted of its own work, from the last line it printed. */
export type Counts = Readonly<Record<string, number>>

export interface Measured extends Usage {
  counts: Counts
}

const wrapper = fileURLToPath(new URL('measure.py', import.meta.url))

let interpreter: string | undefined

/**
 * The path of the Python that measures, and that runs the clients written in it. What is first in PATH may be a script
 * that looks for the interpreter, and would be measured too. Throws where there is none.
 */
export const python = (): string => {
  try {
    interpreter ??= execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim()
  } catch (cause) {
    throw new Error('a benchmark needs python3: it measures every client, whatever the client is written in', { cause })
  }
  return interpreter
}

/**
 * Runs a command as a process of its own and measures it through `measure.py`.
 * Throws when it fails, prints no counts, or has not ended after `timeout` milliseconds; then it is killed.
 */
export const measure = async (
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  timeout = 120_000,
): Promise<Measured> => {
  // a process group of its own, so that the command goes with its wrapper
  const child = spawn(python(), ['-I', '-S', wrapper, ...command], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const [, out, err, report] = child.stdio.map((stream) => (stream instanceof Readable ? text(stream) : ''))
  let late = false
  const timer = setTimeout(() => {
    late = true
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  }, timeout)
  const exit = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  try {
    const [code, printed, complaint, usage] = await Promise.all([exit, out, err, report])
    if (late) throw new Error(`had not ended after ${timeout} ms`)
    if (code !== 0) throw new Error(`ended with ${code}\n${complaint?.trim()}`)
    return { ...usageOf(usage ?? ''), counts: countsOf(printed ?? '') }
  } finally {
    clearTimeout(timer)
  }
}

const usageOf = (report: string): Usage => {
  const { wall, cpu, rss } = countsOf(report)
  if (wall === undefined || cpu === undefined || rss === undefined) throw new Error(`measure.py reported ${report}`)
  return { wall, cpu, rss }
}

/** The last line of what a client printed: `{"items":300,"octets":2457600}`. */
export const countsOf = (out: string): Counts => {
  const line = out.trimEnd().split('\n').at(-1) ?? ''
  let counts: unknown
  try {
    counts = JSON.parse(line)
  } catch {
    counts = undefined
  }
  if (isCounts(counts)) return counts
  throw new Error(`the last line is no object of numbers: ${line.slice(0, 200)}`)
}

const isCounts = (value: unknown): value is Record<string, number> =>
  typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'number')
