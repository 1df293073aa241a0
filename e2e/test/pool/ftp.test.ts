import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { type FtpClient, FtpPool } from '@linewire/ftp'
import { expect, test, vi } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { users } from '../../src/users.ts'
import { connect, contents, folder, type Server, type Traits, traits } from '../ftp/room.ts'

const auth = { user: 'alice', password: users.alice.password }

function poolFor(server: Server, max: number, { resumes }: Traits = traits.vsftpd): FtpPool {
  const options = {
    port: server.ports.ftp,
    auth,
    tlsOptions: { ca: server.certificates.ca },
    requireSessionReuse: resumes.includes('TLSv1.3'),
  }
  return new FtpPool('ftp://localhost', { ...options, max })
}

/** Files up and down over several sessions at a time, and what becomes of a session that dies. */
function parallel(server: Server, its?: Traits): void {
  test('files go up and come down over several sessions at a time', async () => {
    await using pool = poolFor(server, 3, its)
    const files = Array.from({ length: 30 }, (_, n) => ({ path: `/pooled-${n}`, content: randomBytes(50_000) }))
    await Promise.all(files.map(({ path, content }) => pool.use((ftp) => ftp.put(content, path))))
    const sessions = new Set<FtpClient>()
    const same = files.map(({ path, content }) =>
      pool.use(async (ftp) => {
        sessions.add(ftp)
        return content.equals(await (await ftp.get(path)).bytes())
      }),
    )
    expect(await Promise.all(same)).toEqual(files.map(() => true))
    // the same ones again and again, though each asks for the next data port before its file is here
    expect(sessions.size).toBeLessThanOrEqual(3)
    await Promise.all(files.map(({ path }) => pool.use((ftp) => ftp.delete(path))))
  })

  test('a session that was left with a body unread, or that the server ends, is not lent again', async () => {
    await using pool = poolFor(server, 1, its)
    await pool.use((ftp) => ftp.put(randomBytes(4_000_000), '/large'))
    const leaving = new AbortController()
    const left = pool.use(async (ftp) => {
      for await (const _ of await ftp.get('/large', { signal: leaving.signal })) leaving.abort(new Error('left'))
    })
    await expect(left).rejects.toThrow('left')
    const second = await pool.use((ftp) => ftp)
    expect(await pool.use((ftp) => ftp.size('/large'))).toBe(4_000_000)
    // the server says 221, and closes when it likes
    await pool.use((ftp) => ftp.command('QUIT'))
    await vi.waitUntil(() => second.closed)
    expect(await pool.use((ftp) => ftp)).not.toBe(second)
    await pool.use((ftp) => ftp.delete('/large'))
  })

  test('every session begins in the directory of the login', async () => {
    await using pool = poolFor(server, 1, its)
    await pool.use(async (ftp) => {
      await ftp.mkdir('/elsewhere')
      await ftp.cwd('/elsewhere')
    })
    const first = await pool.acquire()
    expect(await first.client.pwd()).toBe('/')
    expect(first.reused).toBe(true)
    await first.client.rmdir('/elsewhere')
    first.release()
  })
}

/** One that takes two connections from one address, whatever the pool wants. */
function limited(server: Server, its?: Traits): void {
  test('a pool of five does its work with the two sessions that the server takes', async () => {
    await using pool = poolFor(server, 5, its)
    const held = [await pool.acquire(), await pool.acquire()]
    const waiting = Promise.all([1, 2, 3, 4, 5, 6].map(() => pool.use((ftp) => ftp.pwd())))
    while (pool.max > 2) await new Promise((resolve) => setImmediate(resolve))
    for (const lease of held) lease.release()
    expect(await waiting).toEqual(Array.from({ length: 6 }, () => '/'))
    expect(pool.size).toBe(2)
  })
}

/** The same, and a tree. */
function limitedTree(server: Server): void {
  const local = folder()

  test('a mirror that wants eight connections does its work over the two that the server takes', async () => {
    await mkdir(local('from'))
    for (let n = 0; n < 40; n++) await writeFile(local('from', `file ${n}`), randomBytes(1000 + n))
    await using ftp = await connect(server, 'starttls')
    const up = await ftp.mirror({ from: local('from'), to: { remote: 'tree' }, parallel: 8 })
    expect(up.failed).toEqual([])
    const down = await ftp.mirror({ from: { remote: 'tree' }, to: local('to'), parallel: 8 })
    expect(down.failed).toEqual([])
    expect(await contents(local('to'))).toEqual(await contents(local('from')))
  })
}

describeServer('vsftpd', 'and a pool', parallel)
describeServer('proftpd', 'and a pool', parallel)
describeServer('pureftpd', 'and a pool', (server) => parallel(server, traits.pureftpd))
for (const tests of [limited, limitedTree]) {
  describeServer('vsftpd', 'that takes two connections from one address', tests, { maxPerIp: 2 })
  describeServer('proftpd', 'that takes two clients from one address', tests, { maxPerHost: 2 })
  const pure = (server: Server): void => tests(server, traits.pureftpd)
  describeServer('pureftpd', 'that takes two connections from one address', pure, { maxPerIp: 2 })
}
