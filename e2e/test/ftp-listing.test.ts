import { chmod, mkdir, open, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Entry, FtpClient, type FtpOptions, LimitError, parseList } from '@linewire/ftp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import type { ProFtpd } from '../src/proftpd.ts'
import { users } from '../src/users.ts'
import type { Vsftpd } from '../src/vsftpd.ts'

type Server = Vsftpd | ProFtpd

const many = 50_000

/** Names that a listing could be misread by. */
const odd: readonly string[] = [
  ' leading',
  '  two leading',
  'trailing ',
  'two  blanks',
  'a -> b',
  '.hidden',
  '...',
  '2021-02-03 12:00',
  '12 Jan 1 2020 x',
  'Jan  1  2020',
  '11:48 x',
  '-rw-r--r-- 1 a b 9 Jan 1 2020 y',
  '-dash',
  'type=file;size=3; z',
  'A.TXT;1',
  '+r,s3,\ttab',
  '11-23-26  11:48AM  12 dos',
  'total 12',
  '"quoted"',
  'back\\slash',
  '*[?]',
  'ü ä 中文 🦊',
  'x'.repeat(200),
]

const young = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000)
const old = new Date('2001-02-03T04:05:00Z')

async function seed(home: string): Promise<void> {
  await mkdir(join(home, 'odd'))
  for (const name of odd) await writeFile(join(home, 'odd', name), name)
  await mkdir(join(home, 'kinds', 'folder'), { recursive: true })
  await symlink('../odd/a -> b', join(home, 'kinds', 'link -> here'))
  const large = await open(join(home, 'kinds', 'large'), 'w')
  await large.truncate(5_000_000_000)
  await large.close()
  await chmod(join(home, 'kinds', 'large'), 0o640)
  await chmod(join(home, 'kinds', 'folder'), 0o751)
  await utimes(join(home, 'kinds', 'large'), old, old)
  await utimes(join(home, 'kinds', 'folder'), young, young)
  await mkdir(join(home, 'empty'))
  await mkdir(join(home, 'many'))
  for (let first = 0; first < many; first += 500) {
    const batch = Array.from({ length: 500 }, (_, index) => join(home, 'many', `file ${first + index}`))
    await Promise.all(batch.map((path) => writeFile(path, '')))
  }
}

function connect(server: Server, options: Partial<FtpOptions> = {}): Promise<FtpClient> {
  const auth = { user: 'alice', password: users.alice.password }
  return FtpClient.connect({ host: 'localhost', port: server.ports.ftp, tls: 'none', auth, ...options })
}

const named = (entries: readonly Entry[], name: string): Entry | undefined =>
  entries.find((entry) => entry.name === name)

/** In the one way that the server has, or in both. */
function listings(server: () => Server, dialect: 'mlsd' | 'unix' | undefined): void {
  let ftp: FtpClient
  const options = { hidden: true, ...(dialect ? { dialect } : {}) }

  beforeAll(async () => {
    ftp = await connect(server())
  })
  afterAll(() => ftp.quit())

  test('odd names', async () => {
    const entries = await ftp.list('odd', options)
    expect(entries.map((entry) => entry.name).sort()).toEqual([...odd].sort())
    for (const { name, type, size, target } of entries) {
      expect({ name, type, size, target }).toEqual({
        name,
        type: 'file',
        size: Buffer.byteLength(name),
        target: undefined,
      })
    }
  })

  test('kinds, sizes, permissions, times', async () => {
    const entries = await ftp.list('kinds', options)
    const [large, folder] = [named(entries, 'large'), named(entries, 'folder')]
    expect(large).toMatchObject({ type: 'file', size: 5_000_000_000, mode: 0o640 })
    expect(folder).toMatchObject({ type: 'directory', mode: 0o751, modified: young })
    const isExact = large!.precision !== 'day'
    expect(large?.modified).toEqual(isExact ? old : new Date('2001-02-03T00:00:00Z'))
    // some show a link, some what it leads to
    const link = entries.find((entry) => entry.name.startsWith('link'))
    expect(link).toMatchObject({ name: 'link -> here' })
    if (link?.type === 'symlink' && link.target !== undefined) expect(link.target).toBe('../odd/a -> b')
    expect(entries).toHaveLength(3)
  })

  test('an empty folder', async () => {
    expect(await ftp.list('empty', options)).toEqual([])
  })

  test(`${many} entries, gone through`, async () => {
    const seen = new Set<string>()
    for await (const entry of ftp.list('many', options)) {
      expect(entry.type).toBe('file')
      seen.add(entry.name)
    }
    expect(seen.size).toBe(many)
    expect(seen.has('file 0') && seen.has(`file ${many - 1}`)).toBe(true)
  })

  test('a listing that is left in the middle, and one that is too long to be collected', async () => {
    let seen = 0
    for await (const _ of ftp.list('many', options)) if (++seen === 1000) break
    expect(await ftp.pwd()).toBe('/')
    const limits = { body: 100_000 }
    await using narrow = await connect(server(), { limits })
    await expect(Promise.resolve(narrow.list('many', options))).rejects.toThrow(LimitError)
    expect(await narrow.pwd()).toBe('/')
    // another one, for ProFTPD begins a LIST with a line that is left of the one that was broken off
    await using fresh = await connect(server(), { limits })
    let all = 0
    for await (const _ of fresh.list('many', options)) all++
    expect(all).toBe(many)
  })
}

function suite(server: Server): void {
  beforeAll(() => seed(server.home('alice')))

  describe('as the server likes it', () => {
    listings(() => server, undefined)
  })

  describe('by LIST', () => {
    listings(() => server, 'unix')
  })

  test('the lines that came, read without a connection', async () => {
    await using ftp = await connect(server)
    const now = new Date()
    for (const folder of ['odd', 'kinds']) {
      const lines = await ftp.list(folder, { raw: true, hidden: true })
      const entries = await ftp.list(folder, { dialect: 'unix', hidden: true, now })
      expect(parseList(lines, { now })).toEqual(entries)
      expect(entries.every(({ raw }) => lines.includes(raw))).toBe(true)
    }
  })

  test('a clock elsewhere', async () => {
    await using ftp = await connect(server, { timezone: '+01:00' })
    const listed = async (options: { timezone?: string }): Promise<number> => {
      const entries = await ftp.list('kinds', { dialect: 'unix', ...options })
      return named(entries, 'folder')!.modified!.getTime() - young.getTime()
    }
    expect(await listed({})).toBe(-3_600_000)
    expect(await listed({ timezone: 'UTC' })).toBe(0)
  })
}

describeServer('vsftpd', 'and its listings', suite)
describeServer('proftpd', 'and its listings', suite)
