import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeClient } from '../client-programs.ts'
import type { Client, Job, Prepared } from '../harness.ts'
import { withoutTrace } from '../without-trace.ts'

const built = fileURLToPath(new URL('../../../packages/wire/dist', import.meta.url))

/** The same program every time; what differs is who listens, and whether there is anything to listen to. */
const client = (name: string, env: Record<string, string> = {}): Client =>
  nodeClient('linewire-trace.mjs', { name, env })

const clients: readonly Client[] = [
  { ...client('removed', { BENCH_BUILD: 'untraced' }), note: 'a copy of the build without the calls of the trace' },
  client('nobody'),
  { ...client('nobody again'), note: 'the same as nobody: how far apart two equals are on this machine' },
  client('connect', { BENCH_CHANNELS: 'connect close' }),
  client('exchange', { BENCH_CHANNELS: 'exchange' }),
  client('line', { BENCH_CHANNELS: 'line' }),
]

/** Events that a client hears of so many exchanges. */
const heard: Readonly<Record<string, (exchanges: number) => number>> = {
  connect: () => 2,
  exchange: (exchanges) => exchanges,
  line: (exchanges) => 2 * exchanges,
}

/** No server: a build of wire, and its copy without the trace. */
const prepare = (exchanges: number, depth: number) => (): Promise<Prepared> => {
  const folder = mkdtempSync(join(tmpdir(), 'linewire-untraced-'))
  cpSync(built, folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'))
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  for (const [name, text] of Object.entries(withoutTrace(files))) writeFileSync(join(folder, name), text)
  return Promise.resolve({
    env: {
      BENCH_BUILT: join(built, 'index.js'),
      BENCH_UNTRACED: join(folder, 'index.js'),
      BENCH_EXCHANGES: String(exchanges),
      BENCH_DEPTH: String(depth),
    },
    expect: (name) => ({ items: exchanges, events: heard[name]?.(exchanges) ?? 0 }),
    stop: async () => rmSync(folder, { recursive: true }),
  })
}

/** What the trace costs whoever does not listen to it, and whoever does. */
export const traceCost: readonly Job[] = [
  {
    name: 'trace-cost',
    title: '512,000 commands of one line, 256 in flight, over a server in memory',
    metric: 'cpu',
    rounds: 15,
    clients,
    goals: [{ client: 'nobody', metric: 'cpu', of: 'removed', atMost: 1.03 }],
    prepare: prepare(512_000, 256),
  },
  {
    name: 'trace-cost-one-by-one',
    title: '512,000 commands of one line, each when the one before is answered, over a server in memory',
    metric: 'cpu',
    rounds: 15,
    clients,
    goals: [{ client: 'nobody', metric: 'cpu', of: 'removed', atMost: 1.03 }],
    prepare: prepare(512_000, 1),
  },
]
