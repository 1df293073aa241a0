import { AuthError } from '@linewire/wire'
import { afterEach, expect, test } from 'vitest'
import {
  imapServer,
  type LineServer,
  MailStore,
  type ImapOptions as ServerOptions,
} from '../../../servers/src/index.ts'
import type { ImapOptions } from './connect.ts'
import { NotFoundError } from './not-found-error.ts'
import { ImapPool } from './pool.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function start(options: Partial<ImapOptions> & { max?: number } = {}, serving: Partial<ServerOptions> = {}) {
  const store = new MailStore({
    INBOX: ['Subject: 1\r\n\r\none\r\n', 'Subject: 2\r\n\r\ntwo\r\n'],
    Sent: ['Subject: 3\r\n\r\nthree\r\n'],
  })
  const to: LineServer = await imapServer({ users: { tim: { password: 'tanstaaf', store } }, ...serving })
  const url = `imap://tim:tanstaaf@127.0.0.1:${to.port}`
  const pool = new ImapPool(url, { tls: 'none', timeout: 5000, ...options })
  open.push(to, pool)
  return { to, pool, store }
}

const commands = ({ transcript }: LineServer): string[] =>
  transcript.filter((line) => line.startsWith('C: ')).map((line) => line.split(' ').slice(2).join(' '))

test('a mailbox of its own for each at the same time, and never more sessions than max', async () => {
  const { to, pool } = await start({ max: 2 })
  const names = ['INBOX', 'Sent', 'INBOX', 'Sent', 'INBOX']
  const counts = await Promise.all(names.map((name) => pool.use(name, (mailbox) => mailbox.exists)))
  expect(counts).toEqual([2, 1, 2, 1, 2])
  expect(to.sessions).toHaveLength(2)
})

test('a mailbox that is selected when a session comes back is unselected, and nothing in it expunged', async () => {
  for (const without of [[], ['UNSELECT']]) {
    const { to, pool } = await start({ max: 1 }, { without })
    const mailbox = await pool.use(async (imap) => {
      const inbox = await imap.select('INBOX')
      await inbox.addFlags('1', ['\\Deleted'])
      expect(imap.mailbox).toBe(inbox)
      return inbox
    })
    expect(await pool.use((imap) => imap.mailbox)).toBeUndefined()
    await expect(mailbox.search({ all: true })).rejects.toThrow('not the selected mailbox any more')
    expect(await pool.use('INBOX', (inbox) => inbox.exists)).toBe(2)
    expect(to.sessions).toHaveLength(1)
  }
})

test('read-only where the work only reads', async () => {
  const { to, pool } = await start({ max: 1 })
  expect(await pool.use('INBOX', (inbox) => inbox.readOnly, { readOnly: true })).toBe(true)
  expect(await pool.use('INBOX', (inbox) => inbox.readOnly)).toBe(false)
  expect(commands(to).filter((line) => /^(EXAMINE|SELECT)/.test(line))).toEqual(['EXAMINE INBOX', 'SELECT INBOX'])
})

test('a mailbox that there is not is an error, and the session is good', async () => {
  const { to, pool } = await start({ max: 1 })
  await expect(pool.use('No', () => {})).rejects.toThrow(NotFoundError)
  expect(await pool.use('Sent', (mailbox) => mailbox.exists)).toBe(1)
  expect(to.sessions).toHaveLength(1)
})

test('a session with an IDLE under way is not lent again', async () => {
  const { to, pool } = await start({ max: 1 })
  await pool.use('INBOX', async (inbox) => {
    const events = inbox.watch()
    events.next().catch(() => {})
    while (!commands(to).includes('IDLE')) await new Promise((resolve) => setImmediate(resolve))
  })
  expect(await pool.use('Sent', (mailbox) => mailbox.exists)).toBe(1)
  expect(to.sessions).toHaveLength(2)
})

test('a session that was aborted with a reply outstanding is not lent again', async () => {
  const { to, pool } = await start({ max: 1 }, { faults: { replies: { NOOP: '' }, stallAt: 4, connections: 1 } })
  const leaving = new AbortController()
  const work = pool.use(async (imap) => {
    const asked = imap.status('INBOX', ['messages'], { signal: leaving.signal })
    setImmediate(() => leaving.abort(new Error('left')))
    await asked
  })
  await expect(work).rejects.toThrow('left')
  expect(await pool.use('Sent', (mailbox) => mailbox.exists)).toBe(1)
  expect(to.sessions).toHaveLength(2)
})

test('a session that the server has ended with BYE while it was idle is not lent', async () => {
  const { to, pool } = await start({ max: 1 })
  await pool.use((imap) => imap.noop())
  await to.sessions[0]!.write('* BYE idle for too long\r\n')
  await to.sessions[0]!.end()
  expect(await pool.use('Sent', (mailbox) => mailbox.exists)).toBe(1)
  expect(to.sessions).toHaveLength(2)
})

test('work that may be run again selects its mailbox on another session when its own is lost', async () => {
  const { to, pool } = await start({ max: 1 })
  let tries = 0
  const found = await pool.use(
    'INBOX',
    async (inbox) => {
      if (++tries === 1) to.sessions[0]!.destroy()
      return (await inbox.search({ all: true })).size
    },
    { retry: { backoff: () => 0 }, readOnly: true },
  )
  expect([found, tries]).toEqual([2, 2])
})

test.each([
  ['* BYE Too many simultaneous connections. (Failure)', 0],
  ['{tag} NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=1)', 1],
  ['{tag} NO [LIMIT] no more of you', 1],
])('a server that says "%s" is used with the sessions that it takes', async (reply, at) => {
  const { to, pool } = await start({ max: 3 })
  const held = await pool.acquire()
  to.faults = { replies: { [at]: reply }, closeAt: at + 1 }
  const waiting = pool.use('Sent', (mailbox) => mailbox.exists)
  while (pool.max > 1) await new Promise((resolve) => setImmediate(resolve))
  held.release()
  expect(await waiting).toBe(1)
  expect(pool.size).toBe(1)
})

test('a wrong password is an error', async () => {
  const { pool } = await start({ auth: { user: 'tim', password: 'no' } })
  await expect(pool.use('INBOX', () => {})).rejects.toThrow(AuthError)
})

test('all sessions are left politely', async () => {
  const { to, pool } = await start({ max: 2 })
  await pool.use('INBOX', () => pool.use('Sent', () => {}))
  await pool[Symbol.asyncDispose]()
  expect(commands(to).filter((line) => line === 'LOGOUT')).toHaveLength(2)
})

test('a session is lent again when a message has been read, however its reply is cut', async () => {
  for (const split of [1, 8]) {
    const { to, pool } = await start({ max: 1 }, { faults: { split } })
    const read = async (): Promise<string> =>
      pool.use('INBOX', async (mailbox) => (await mailbox.download(1, '1')).text())
    for (let message = 0; message < 5; message++) expect(await read()).toBe('one\r\n')
    for (let message = 0; message < 5; message++) {
      const found = await pool.use('INBOX', (mailbox) => mailbox.fetchOne('1:2', { size: true }))
      expect(found?.uid).toBe(1)
      await pool.use('INBOX', (mailbox) => mailbox.fetchOne(2, { source: true }))
    }
    expect(to.sessions).toHaveLength(1)
  }
})
