import { expect, test } from 'vitest'
import { type Client, difference, type Job, runJob } from './harness.ts'
import type { measure } from './measure.ts'

const client = (name: string): Client => ({ name, runtime: 'node', command: [name] })

/** Runs no process: a command is the name of what it does. */
const take: typeof measure = async ([command], env) => {
  if (command === 'broken') throw new Error('ended with 3')
  const items = command === 'short' ? 2 : Number(env['BENCH_MESSAGES'])
  return { wall: 5, cpu: 4, rss: 3, counts: command === process.execPath ? {} : { items } }
}

const job = (clients: Client[], stopped: string[] = []): Job => ({
  name: 'job',
  title: 'a job',
  metric: 'cpu',
  rounds: 2,
  clients,
  prepare: async () => ({
    env: { BENCH_MESSAGES: '3' },
    expect: () => ({ items: 3 }),
    trips: async () => ({ trips: 4, flights: 2 }),
    stop: async () => void stopped.push('stopped'),
  }),
})

test('rounds are interleaved, the first is not measured, the empty program runs in each', async () => {
  const order: string[] = []
  const runs = await runJob(job([client('a'), client('b')]), {
    progress: (line) => void order.push(line.slice(0, line.indexOf(':'))),
    take,
  })
  expect(order).toEqual(
    ['warm-up', 'round 1', 'round 2'].flatMap((round) => ['bare node', 'a', 'b'].map((name) => `${round} ${name}`)),
  )
  expect([...runs].map(([name, each]) => [name, each.length])).toEqual([
    ['bare node', 2],
    ['a', 2],
    ['b', 2],
  ])
  expect(runs.get('a')?.[0]).toMatchObject({ counts: { items: 3 }, trips: 4, flights: 2 })
})

test('a client that counts something else is refused, and the server is stopped', async () => {
  const stopped: string[] = []
  const wrong = job([client('short')], stopped)
  await expect(runJob(wrong, { take })).rejects.toThrow('job: short did not do the work: items should be 3 and is 2')
  expect(stopped).toEqual(['stopped'])
})

test('what is on the server is counted with what the client says, once for each of its runs', async () => {
  const looked: string[] = []
  const stored = (counts: number): Job => ({
    ...job([client('a')]),
    prepare: async () => ({
      ...(await job([]).prepare()),
      expect: () => ({ items: 3, stored: 7 }),
      inspect: (name) => {
        looked.push(name)
        return { stored: counts }
      },
    }),
  })
  const runs = await runJob(stored(7), { take })
  expect(runs.get('a')?.[0]?.counts).toEqual({ items: 3, stored: 7 })
  expect(looked).toEqual(['a', 'a', 'a'])
  await expect(runJob(stored(6), { take })).rejects.toThrow('a did not do the work: stored should be 7 and is 6')
})

test('a client that fails is named with what it said, and the server is stopped', async () => {
  const stopped: string[] = []
  await expect(runJob(job([client('broken')], stopped), { take })).rejects.toThrow('job: broken failed: ended with 3')
  expect(stopped).toEqual(['stopped'])
})

test('a count that is missing is wrong, one that nobody asked for is not', () => {
  expect(difference({ items: 3 }, { items: 3, octets: 9 })).toBe('octets should be 9 and is missing')
  expect(difference({ items: 3, octets: 9 }, { items: 3 })).toBeUndefined()
})
