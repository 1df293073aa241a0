import type { TLSSocket } from 'node:tls'
import { AuthError, type Body } from '@linewire/wire'
import { afterEach, expect, test } from 'vitest'
import { type FtpServer, ftpServer } from '../../../servers/src/index.ts'
import type { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'
import { FtpPool } from './pool.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function start(
  server: Parameters<typeof ftpServer>[0] = {},
  options: Partial<FtpOptions> & { max?: number } = {},
): Promise<{ to: FtpServer; pool: FtpPool }> {
  const files = { 'a.txt': 'hello', big: 'x'.repeat(1_000_000), 'sub/b': 'b', 'sub/deep/c': 'c' }
  const to = await ftpServer({ files, ...server })
  const auth = { user: 'alice', password: 'wonderland' }
  const pool = new FtpPool('ftp://localhost', { port: to.port, tls: 'none', auth, timeout: 5000, ...options })
  open.push(to, pool)
  return { to, pool }
}

const text = async (body: Promise<Body>): Promise<string> => (await body).text()

test('files come over several sessions at a time, and never over more than max', async () => {
  const { to, pool } = await start({}, { max: 3 })
  // one session alone may be quick enough for all nine
  let begun = 0
  let meet = (): void => {}
  const three = new Promise<void>((resolve) => {
    meet = resolve
  })
  const work = async (ftp: FtpClient): Promise<string> => {
    if (++begun === 3) meet()
    await three
    return text(ftp.get('a.txt'))
  }
  const all = await Promise.all(Array.from({ length: 9 }, () => pool.use(work)))
  expect(all).toEqual(Array.from({ length: 9 }, () => 'hello'))
  expect(to.sessions).toHaveLength(3)
})

test.each(['starttls', 'none'] as const)(
  'a session is lent again though the next data port was asked for with its last file, tls: %s',
  async (tls) => {
    const { to } = await start({ greeting: '(vsFTPd 3.0.3)', tls, faults: { split: 8 } })
    const options = { port: to.port, tls, auth: { user: 'alice', password: 'wonderland' }, tlsOptions: { ca: to.ca } }
    const pool = new FtpPool('ftp://localhost', { ...options, max: 1 })
    open.push(pool)
    for (let file = 0; file < 10; file++) expect(await pool.use((ftp) => text(ftp.get('a.txt')))).toBe('hello')
    expect(to.sessions).toHaveLength(1)
    // one for each file, and one for an eleventh
    expect(to.transcript.filter((line) => line === 'C: EPSV')).toHaveLength(11)
  },
)

test('every session begins in the directory of the login, whoever has left it where', async () => {
  const { to, pool } = await start({}, { max: 1 })
  await pool.use(async (ftp) => {
    await Promise.all([ftp.cwd('sub'), ftp.cwd('deep')])
    expect(await ftp.pwd()).toBe('/sub/deep')
  })
  expect(await pool.use((ftp) => ftp.pwd())).toBe('/')
  await pool.use((ftp) => ftp.cwd('sub'))
  expect(await pool.use((ftp) => text(ftp.get('a.txt')))).toBe('hello')
  // who stays costs nothing
  const lines = to.transcript.length
  await pool.use((ftp) => ftp.noop())
  await pool.use((ftp) => ftp.noop())
  expect(to.transcript.slice(lines).filter((line) => line.startsWith('C:'))).toEqual(['C: NOOP', 'C: NOOP'])
  expect(to.sessions).toHaveLength(1)
})

test("also one that was moved by hand, and one that is somebody else's is not lent again", async () => {
  const { to, pool } = await start({ files: { 'sub/deep/c': 'c', 'a.txt': 'hello' } }, { max: 1 })
  for (const line of ['CWD sub', 'cwd sub/deep', 'XCWD sub']) {
    await pool.use((ftp) => ftp.command(line).catch(() => {}))
    expect(await pool.use((ftp) => ftp.pwd())).toBe('/')
  }
  await pool.use((ftp) => ftp.noop())
  expect(to.sessions).toHaveLength(1)
  await pool.use((ftp) => ftp.login())
  await pool.use((ftp) => ftp.put('x', 'new'))
  expect(to.sessions).toHaveLength(2)
  await pool.use((ftp) => ftp.command('USER alice'))
  await pool.use((ftp) => ftp.put('x', 'new'))
  expect(to.sessions).toHaveLength(3)
})

test('and in the directory of the URL', async () => {
  const { to } = await start()
  const auth = { user: 'alice', password: 'wonderland' }
  const pool = new FtpPool('ftp://localhost/sub', { port: to.port, tls: 'none', auth, max: 1 })
  open.push(pool)
  await pool.use((ftp) => ftp.cwd('deep'))
  expect(await pool.use((ftp) => ftp.pwd())).toBe('/sub')
})

test('a session whose directory cannot be restored is not lent again', async () => {
  const { to, pool } = await start({}, { max: 1 })
  await pool.use(async (ftp) => {
    await ftp.cwd('sub')
    to.sessions[0]!.faults.replies = { 'CWD /': '550 gone' }
  })
  expect(await pool.use((ftp) => ftp.pwd())).toBe('/')
  expect(to.sessions).toHaveLength(2)
})

test('a body that leaves use() fails, and its session is not lent again', async () => {
  const { to, pool } = await start({}, { max: 1 })
  const body = await pool.use((ftp) => ftp.get('big'))
  await expect(body.bytes()).rejects.toThrow('closed by this client')
  expect(await pool.use((ftp) => text(ftp.get('a.txt')))).toBe('hello')
  expect(to.sessions).toHaveLength(2)
})

test('a session that was aborted with a reply outstanding is not lent again', async () => {
  const { to, pool } = await start({ faults: { stallAt: 6, connections: 1 } }, { max: 1 })
  const leaving = new AbortController()
  await expect(
    pool.use(async (ftp) => {
      const asked = ftp.list('/', { signal: leaving.signal })
      setImmediate(() => leaving.abort(new Error('left')))
      await asked
    }),
  ).rejects.toThrow('left')
  expect(await pool.use((ftp) => ftp.pwd())).toBe('/')
  expect(to.sessions).toHaveLength(2)
})

test('a session that has timed out is not lent again', async () => {
  const faults = { stallAt: 7, connections: 1 }
  const { to, pool } = await start({ faults }, { max: 1, timeout: { reply: 100 } })
  await expect(pool.use((ftp) => ftp.list('/'))).rejects.toMatchObject({ code: 'ERR_TIMEOUT' })
  expect(await pool.use((ftp) => ftp.pwd())).toBe('/')
  expect(to.sessions).toHaveLength(2)
})

test('a session that the server has closed while it was idle is not lent', async () => {
  const { to, pool } = await start()
  await pool.use((ftp) => ftp.noop())
  to.sessions[0]!.destroy()
  await to.sessions[0]!.closed
  expect(await pool.use((ftp) => ftp.pwd())).toBe('/')
  expect(to.sessions).toHaveLength(2)
})

test('work that may be run again goes on with another session when its own is lost', async () => {
  const { to, pool } = await start({}, { max: 1 })
  let tries = 0
  const work = pool.use(
    async (ftp) => {
      if (++tries === 1) to.sessions[0]!.destroy()
      return text(ftp.get('a.txt'))
    },
    { retry: { backoff: () => 0 } },
  )
  expect(await work).toBe('hello')
  expect(tries).toBe(2)
})

test.each([
  ['421 There are too many connections from your internet address.', 0],
  ['530 Sorry, the maximum number of clients (1) from your host are already connected.', 2],
])('a server that says "%s" is used with the sessions that it takes', async (reply, at) => {
  const { to, pool } = await start({}, { max: 3 })
  const held = await pool.acquire()
  to.faults = { replies: { [at]: reply }, closeAt: at + 1 }
  const waiting = pool.use((ftp) => text(ftp.get('a.txt')))
  while (pool.max > 1) await new Promise((resolve) => setImmediate(resolve))
  held.release()
  expect(await waiting).toBe('hello')
  expect(pool.size).toBe(1)
})

test('and when it takes none at all, that is the error', async () => {
  const { pool } = await start({ faults: { replies: { 0: '421 Too many connections.' } } })
  await expect(pool.use((ftp) => ftp.pwd())).rejects.toMatchObject({ cause: { code: '421' } })
})

test('a wrong password is an error, and nobody tries it again', async () => {
  const { to, pool } = await start({}, { auth: { user: 'alice', password: 'no' } })
  const work = pool.use((ftp) => ftp.pwd(), { retry: { backoff: () => 0 } })
  await expect(work).rejects.toBeInstanceOf(AuthError)
  expect(to.sessions).toHaveLength(1)
})

test('a new session resumes the TLS session of the ones before, and its data connections that of its own', async () => {
  const { to } = await start({ tls: 'starttls' })
  const auth = { user: 'alice', password: 'wonderland' }
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const tlsOptions = { ca: to.ca, maxVersion }
    const pool = new FtpPool('ftp://localhost', { port: to.port, auth, tlsOptions, requireSessionReuse: true })
    open.push(pool)
    const first = await pool.acquire()
    expect(await text(first.client.get('a.txt'))).toBe('hello')
    const second = await pool.acquire()
    expect(await text(second.client.get('a.txt'))).toBe('hello')
    const reused = to.sessions.slice(-2).map(({ socket }) => (socket as TLSSocket).isSessionReused())
    expect(reused).toEqual([false, true])
  }
})

test('all sessions are left politely', async () => {
  const { to, pool } = await start({}, { max: 2 })
  for (const lease of [await pool.acquire(), await pool.acquire()]) lease.release()
  await pool[Symbol.asyncDispose]()
  expect(to.transcript.filter((line) => line === 'C: QUIT')).toHaveLength(2)
})
