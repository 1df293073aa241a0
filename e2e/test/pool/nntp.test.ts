import { NntpPool, quit } from '@linewire/nntp'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'

describeServer('inn', 'and a pool', (inn) => {
  const poolFor = (max: number): NntpPool =>
    new NntpPool('nntps://localhost', { port: inn.ports.nntps, tlsOptions: { ca: inn.certificates.ca }, max })

  test('the articles of a group come over several sessions at a time, each once, also when two of them die', async () => {
    await using pool = poolFor(3)
    const leases = [await pool.acquire(), await pool.acquire(), await pool.acquire()]
    const { first, last } = await leases[0]!.client.group('local.test')
    for (const lease of leases) lease.release()
    const numbers = Array.from({ length: last - first + 1 }, (_, n) => first + n)
    const wanted = Array.from({ length: 8 }, () => numbers).flat()
    const found: number[] = []
    for await (const { spec, article, missing } of pool.articles(wanted, { group: 'local.test' })) {
      // the server closes behind its answer to this, whatever else was asked
      if (found.length === 0) for (const { client } of leases.slice(1)) client.run(quit()).catch(() => {})
      if (!missing) expect((await article.bytes()).length).toBeGreaterThan(0)
      found.push(Number(spec))
    }
    expect(found.sort((a, b) => a - b)).toEqual([...wanted].sort((a, b) => a - b))
    expect(leases.map(({ client }) => client.closed)).toEqual([false, true, true])
    expect(pool.size).toBeLessThanOrEqual(3)
  })
})

describeServer(
  'inn',
  'that keeps three connections',
  (inn) => {
    test('a pool of six does its work with the sessions that the server takes', async () => {
      await using pool = new NntpPool('nntp://localhost', {
        port: inn.ports.transit,
        tls: 'none',
        mode: 'transit',
        max: 6,
      })
      const held = [await pool.acquire(), await pool.acquire()]
      const waiting = Promise.all([1, 2, 3, 4, 5, 6].map(() => pool.use((news) => news.refreshCapabilities())))
      while (pool.max > 3) await new Promise((resolve) => setImmediate(resolve))
      for (const lease of held) lease.release()
      for (const capabilities of await waiting) expect(capabilities.has('IHAVE')).toBe(true)
    })
  },
  { maxConnections: 3 },
)
