import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeClient } from '../client-programs.ts'
import type { Client, Job, Prepared } from '../harness.ts'
import { wireSources, writeWire } from '../wire-sources.ts'
import { withoutTrace } from '../without-trace.ts'

/** The same program every time; what differs is who listens, and whether there is anything to listen to. */
const client = (name: string, env: Record<string, string> = {}): Client =>
  nodeClient('linewire-trace.mjs', { name, env })

const clients: readonly Client[] = [
  { ...client('removed', { BENCH_WIRE: 'BENCH_UNTRACED' }), note: 'a copy of wire without the calls of the trace' },
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

/** No server: wire as it is, and a copy without its trace. */
const prepare = (exchanges: number, depth: number) => async (): Promise<Prepared> => {
  const folder = mkdtempSync(join(tmpdir(), 'linewire-trace-cost-'))
  const sources = wireSources()
  return {
    env: {
      BENCH_TRACED: writeWire(sources, join(folder, 'traced')),
      BENCH_UNTRACED: writeWire(withoutTrace(sources), join(folder, 'untraced')),
      BENCH_EXCHANGES: String(exchanges),
      BENCH_DEPTH: String(depth),
    },
    expect: (name) => ({ items: exchanges, events: heard[name]?.(exchanges) ?? 0 }),
    stop: async () => rmSync(folder, { recursive: true }),
  }
}

/** What the trace costs whoever does not listen to it, and whoever does. */
export const traceCost: readonly Job[] = [
  {
    name: 'trace-cost',
    title: '512,000 commands of one line, 256 in flight, over a server in memory',
    metric: 'cpu',
    rounds: 15,
    clients,
    goals: [{ client: 'nobody', metric: 'cpu', of: 'removed', atMost: 1.05 }],
    prepare: prepare(512_000, 256),
  },
  {
    name: 'trace-cost-one-by-one',
    title: '512,000 commands of one line, each when the one before is answered, over a server in memory',
    metric: 'cpu',
    rounds: 15,
    clients,
    goals: [{ client: 'nobody', metric: 'cpu', of: 'removed', atMost: 1.05 }],
    prepare: prepare(512_000, 1),
  },
]
