import { ImapPool } from '@linewire/imap'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import type { Dovecot } from '../../src/dovecot.ts'

function poolFor(dovecot: Dovecot, max: number): ImapPool {
  const auth = { user: 'alice', password: 'wonderland' }
  return new ImapPool('imaps://localhost', {
    port: dovecot.ports.imaps,
    auth,
    tlsOptions: { ca: dovecot.certificates.ca },
    max,
  })
}

const letter = (n: number): string => `From: alice@lab.test\r\nSubject: ${n}\r\n\r\nHello ${n}\r\n`

describeServer('dovecot', 'and a pool', (dovecot) => {
  test('mailboxes are worked on at the same time, and never over more sessions than max', async () => {
    await using pool = poolFor(dovecot, 3)
    const names = [0, 1, 2, 3, 4, 5].map((n) => `Pooled ${n}`)
    await Promise.all(names.map((name) => pool.use((imap) => imap.create(name))))
    await Promise.all(names.map((name, n) => pool.use((imap) => imap.append(name, letter(n)))))
    const subjects = names.map((name) =>
      pool.use(name, async (mailbox) => (await mailbox.fetchOne('1', { envelope: true }))?.envelope.subject),
    )
    expect(await Promise.all(subjects)).toEqual(['0', '1', '2', '3', '4', '5'])
    expect(pool.size).toBeLessThanOrEqual(3)
    await Promise.all(names.map((name) => pool.use((imap) => imap.delete(name))))
  })

  test('a session with an IDLE under way, or that the server ends, is not lent again', async () => {
    await using pool = poolFor(dovecot, 1)
    const first = await pool.use('INBOX', async (inbox, imap) => {
      inbox
        .watch()
        .next()
        .catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 50))
      return imap
    })
    const second = await pool.use('INBOX', async (_, imap) => {
      imap.close()
      return imap
    })
    expect(second).not.toBe(first)
    expect(await pool.use((imap) => imap)).not.toBe(second)
  })

  test('a mailbox is not selected when the next one comes', async () => {
    await using pool = poolFor(dovecot, 1)
    const first = await pool.use('INBOX', (_, imap) => imap)
    expect(await pool.use(async (imap) => [imap === first, imap.mailbox, await imap.noop()])).toEqual([
      true,
      undefined,
      undefined,
    ])
  })
})

describeServer(
  'dovecot',
  'that takes two connections of a user',
  (dovecot) => {
    test('a pool of five does its work with the two sessions that the server takes', async () => {
      await using pool = poolFor(dovecot, 5)
      const held = [await pool.acquire(), await pool.acquire()]
      const waiting = Promise.all([1, 2, 3, 4, 5, 6].map(() => pool.use('INBOX', (inbox) => inbox.name)))
      while (pool.max > 2) await new Promise((resolve) => setImmediate(resolve))
      for (const lease of held) lease.release()
      expect(await waiting).toEqual(Array.from({ length: 6 }, () => 'INBOX'))
      expect(pool.size).toBe(2)
    })
  },
  { maxPerUser: 2 },
)
