import { quit, SmtpPool } from '@linewire/smtp'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { readMaildir } from '../../src/maildir.ts'
import type { Mail } from '../../src/postfix.ts'

const auth = { user: 'bob', password: 'builder' }

function poolFor(mail: Mail, max: number): SmtpPool {
  const tlsOptions = { ca: mail.certificates.ca }
  return new SmtpPool('smtp://localhost', { port: mail.ports.smtp, tls: 'starttls', auth, tlsOptions, max })
}

const message = (n: number | string) => ({
  from: 'bob@lab.test',
  to: 'alice@lab.test',
  data: `From: bob@lab.test\r\nSubject: pooled ${n}\r\n\r\nHello\r\n`,
})

/** The subjects that have arrived, once there are so many. */
async function arrived(mail: Mail, count: number): Promise<string[]> {
  for (;;) {
    const found = readMaildir(mail.dovecot, 'alice').flatMap(
      (text) => /^Subject: pooled (.*)\r?$/m.exec(`${text}`)?.[1] ?? [],
    )
    if (found.length >= count) return found.sort()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describeServer('mail', 'and a pool', (mail) => {
  test('messages go over several sessions at a time, each once, also when two of them die', async () => {
    await using pool = poolFor(mail, 3)
    const leases = [await pool.acquire(), await pool.acquire(), await pool.acquire()]
    for (const lease of leases) lease.release()
    const numbers = Array.from({ length: 40 }, (_, n) => String(n))
    const results: string[] = []
    for await (const { message: sent, error, queueId } of pool.sendAll(numbers.map(message))) {
      // the server closes behind its answer to this, between two messages
      if (results.length === 0) for (const { client } of leases.slice(1)) client.run(quit()).catch(() => {})
      expect(error).toBeUndefined()
      expect(queueId).toMatch(/^\w+$/)
      results.push(sent.data)
    }
    expect(leases.filter(({ client }) => client.closed)).toHaveLength(2)
    expect(results).toHaveLength(40)
    expect(pool.size).toBeLessThanOrEqual(3)
    expect(await arrived(mail, 40)).toEqual([...numbers].sort())
  })

  test('a session that the server has ended costs a message nothing', async () => {
    await using pool = poolFor(mail, 1)
    const first = await pool.acquire()
    first.release()
    await pool.send(message('before'))
    // its close is on the way, and perhaps not here yet
    await first.client.run(quit())
    expect((await pool.send(message('after'))).accepted).toEqual(['alice@lab.test'])
    expect(first.client.closed).toBe(true)
    expect(pool.size).toBe(1)
  })
})

describeServer(
  'mail',
  'that takes two connections from one address',
  (mail) => {
    test('a pool of five does its work with the two sessions that the server takes', async () => {
      await using pool = poolFor(mail, 5)
      const held = [await pool.acquire(), await pool.acquire()]
      const waiting = Promise.all([1, 2, 3, 4, 5, 6].map((n) => pool.send(message(`limited ${n}`))))
      while (pool.max > 2) await new Promise((resolve) => setImmediate(resolve))
      for (const lease of held) lease.release()
      for (const { accepted } of await waiting) expect(accepted).toEqual(['alice@lab.test'])
      expect(pool.size).toBe(2)
    })
  },
  { maxPerClient: 2 },
)
