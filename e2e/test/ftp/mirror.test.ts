import { execFile } from 'node:child_process'
import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { FtpClient, MirrorReport } from '@linewire/ftp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { users } from '../../src/users.ts'
import { curl } from '../servers/curl.ts'
import { connect, contents, folder, type Security, type Server, seeded, type Traits, traits } from './room.ts'

const modified = new Date('2020-02-29T12:34:56Z')
const local = folder()

/** Files below a folder, all of that time. */
async function write(root: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const place = join(root, path)
    await mkdir(join(place, '..'), { recursive: true })
    await writeFile(place, text)
    await utimes(place, modified, modified)
  }
}

const tree = {
  'a.txt': 'hello\n',
  '.hidden': 'x',
  'with spaces and "quotes"': 'q',
  'café/über.txt': 'ü',
  '-rf': 'an option to some',
  ' leading': 'blank',
  'deep/er/est/file': 'deep',
  'deep/.er/file': 'hidden',
}

const sorted = (map: Map<string, string>): [string, string][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
function counts({ done }: MirrorReport): Record<string, number> {
  const all: Record<string, number> = {}
  for (const { action } of done) all[action] = (all[action] ?? 0) + 1
  return all
}

function mirrors(server: Server, tls: Security, { blanks: keepsBlanks }: Traits): void {
  const blanks = keepsBlanks ? { ' blank': '5' } : {}

  let ftp: FtpClient
  const here = `mirror-${tls}`
  const there = (...parts: string[]): string => join(server.home('alice'), here, ...parts)
  const from = (): string => local(`from-${tls}`)
  beforeAll(async () => {
    ftp = await connect(server, tls)
    await ftp.mkdir(here)
    await ftp.cwd(here)
    await rm(from(), { recursive: true, force: true })
    await write(from(), tree)
  })
  afterAll(() => ftp.quit())

  test('up: the same names, octets and times; then nothing is left to do', async () => {
    const options = { from: from(), to: { remote: 'new/up' } }
    const report = await ftp.mirror(options)
    expect(report.failed).toEqual([])
    expect(counts(report)).toEqual({ mkdir: 6, upload: 8 })
    expect(sorted(await contents(there('new', 'up')))).toEqual(sorted(await contents(from())))
    const again = await ftp.mirror({ ...options, delete: true })
    expect(again).toMatchObject({ done: [], failed: [] })
    expect(again.skipped.filter(({ reason }) => reason === 'unchanged')).toHaveLength(8)
    expect(await ftp.pwd()).toBe(`/${here}`)
  })

  test('down: the same; then nothing is left to do', async () => {
    const to = local(`down-${tls}`, 'new')
    await rm(to, { recursive: true, force: true })
    const options = { from: { remote: 'new/up' }, to }
    const report = await ftp.mirror(options)
    expect(report.failed).toEqual([])
    expect(sorted(await contents(to))).toEqual(sorted(await contents(from())))
    expect(await ftp.mirror({ ...options, delete: true })).toMatchObject({ done: [], failed: [] })
  })

  test('what has changed goes over, what is alone goes where it may', async () => {
    await write(from(), { 'a.txt': 'hello, world\n', 'new.txt': 'new' })
    await rm(join(from(), 'deep'), { recursive: true })
    const options = { from: from(), to: { remote: 'new/up' } }
    const dry = await ftp.mirror({ ...options, delete: true, dryRun: true })
    const report = await ftp.mirror({ ...options, delete: true })
    expect(counts(report)).toEqual({ upload: 2, delete: 2, rmdir: 4 })
    expect(counts(dry)).toEqual(counts(report))
    expect(sorted(await contents(there('new', 'up')))).toEqual(sorted(await contents(from())))
    const back = await ftp.mirror({ from: { remote: 'new/up' }, to: local(`down-${tls}`, 'new'), delete: true })
    expect(counts(back)).toEqual({ download: 2, delete: 2, rmdir: 4 })
    expect(sorted(await contents(local(`down-${tls}`, 'new')))).toEqual(sorted(await contents(from())))
  })

  test('names that servers take for a home or an option, right below the working directory', async () => {
    const odd = { '~/file': '1', '~root': '2', '~$a.docx': '3', '-la': '4', 'deep/~/~': '6', ...blanks }
    const root = local(`odd-${tls}`)
    await rm(root, { recursive: true, force: true })
    await write(root, odd)
    await ftp.mkdir('odd')
    await ftp.cwd('odd')
    const up = await ftp.mirror({ from: root, to: { remote: '' } })
    expect(up.failed).toEqual([])
    expect(sorted(await contents(there('odd')))).toEqual(sorted(await contents(root)))
    const back = local(`odd-back-${tls}`)
    await rm(back, { recursive: true, force: true })
    expect((await ftp.mirror({ from: { remote: '' }, to: back })).failed).toEqual([])
    expect(sorted(await contents(back))).toEqual(sorted(await contents(root)))
    for await (const { path, type } of ftp.walk()) if (type === 'file') expect(await ftp.size(path)).toBe(1)
    await mkdir(local('empty'), { recursive: true })
    const gone = await ftp.mirror({ from: local('empty'), to: { remote: '' }, delete: true })
    expect(gone.failed).toEqual([])
    expect(await ftp.list()).toEqual([])
    await ftp.cwd('..')
    await ftp.rmdir('odd')
    expect(await ftp.exists('new/up/a.txt')).toBe(true)
  })

  test('links are not followed, on either side, nor a filter over-ruled', async () => {
    await symlink('../..', there('new', 'up', 'loop'))
    const to = local(`links-${tls}`)
    await rm(to, { recursive: true, force: true })
    const down = await ftp.mirror({ from: { remote: 'new/up' }, to, filter: /txt$/ })
    expect(down.failed).toEqual([])
    expect(down.skipped).toContainEqual({ path: 'loop', reason: 'excluded' })
    expect([...(await contents(to)).keys()].sort()).toEqual(['a.txt', 'café/', 'café/über.txt', 'new.txt'])
    const all = await ftp.mirror({ from: { remote: 'new/up' }, to, dryRun: true })
    expect(all.skipped).toContainEqual({ path: 'loop', reason: 'symlink' })
    const up = await ftp.mirror({
      from: to,
      to: { remote: 'new/up' },
      delete: true,
      filter: ({ path }) => path !== 'loop',
    })
    expect(up.failed).toEqual([])
    expect(up.done.map(({ path }) => path)).not.toContain('loop')
  })
}

/** 10,000 small files of all sorts of sizes, in 100 directories. */
async function plant(root: string): Promise<void> {
  const random = seeded(7)
  for (let directory = 0; directory < 100; directory++) {
    const path = join(root, `d${directory % 10}`, `sub${directory}`)
    await mkdir(path, { recursive: true })
    for (let file = 0; file < 100; file++) {
      const place = join(path, `file ${file}.dat`)
      await writeFile(place, Buffer.alloc(Math.floor(random() * 2000), `${directory} ${file} `))
      await utimes(place, modified, modified)
    }
  }
}

function many(server: Server): void {
  const there = (): string => join(server.home('alice'), 'many')
  const paths = { from: (): string => local('many'), back: (): string => local('back') }
  beforeAll(async () => {
    for (const path of [paths.from(), paths.back()]) await rm(path, { recursive: true, force: true })
    await plant(paths.from())
  })

  test('up, and compared', { timeout: 300_000 }, async () => {
    await using ftp = await connect(server, 'none')
    const report = await ftp.mirror({ from: paths.from(), to: { remote: 'many' }, parallel: 4 })
    expect(report.failed).toEqual([])
    expect(counts(report)).toEqual({ mkdir: 111, upload: 10_000 })
    expect(sorted(await contents(there()))).toEqual(sorted(await contents(paths.from())))
  })

  test('down, and compared', { timeout: 300_000 }, async () => {
    await using ftp = await connect(server, 'none')
    const report = await ftp.mirror({ from: { remote: 'many' }, to: paths.back(), parallel: 4 })
    expect(report.failed).toEqual([])
    expect(counts(report)).toEqual({ mkdir: 111, download: 10_000 })
    expect(sorted(await contents(paths.back()))).toEqual(sorted(await contents(paths.from())))
    const again = await ftp.mirror({ from: { remote: 'many' }, to: paths.back(), parallel: 4, delete: true })
    expect(again).toMatchObject({ done: [], failed: [] })
    expect(again.skipped).toHaveLength(10_000)
  })
}

/** Two of Debian's programs look at what we have made, and we at what they have. */
function programs(server: Server): void {
  const { name, password } = users.alice
  const lftp = async (commands: string): Promise<string> => {
    // it asks for neither unless told
    const settings =
      'set ftp:ssl-allow no; set net:max-retries 1; set cmd:fail-exit yes; set ftp:list-options -a; set ftp:use-mdtm-overloaded yes'
    const url = `ftp://${server.host}:${server.ports.ftp}`
    const script = `${settings}; open -u ${name},${password} ${url}; ${commands}`
    return (await promisify(execFile)('lftp', ['--norc', '-c', script], { timeout: 60_000 })).stdout
  }

  test('lftp and curl see the files that mirror() has put there', async () => {
    await write(local('seen'), tree)
    await using ftp = await connect(server, 'none')
    expect((await ftp.mirror({ from: local('seen'), to: { remote: 'seen' } })).failed).toEqual([])
    await rm(local('theirs'), { recursive: true, force: true })
    await lftp(`mirror seen "${local('theirs')}"`)
    expect(sorted(await contents(local('theirs')))).toEqual(sorted(await contents(local('seen'))))
    for (const [path, text] of Object.entries(tree)) {
      const url = `ftp://${server.host}:${server.ports.ftp}/seen/${path.split('/').map(encodeURIComponent).join('/')}`
      const got = await curl(server, '-u', `${name}:${password}`, url)
      expect([got.code, got.out]).toEqual([0, text])
    }
  })

  test('mirror() sees the files that lftp and curl have put there', async () => {
    await write(local('lftp'), tree)
    await lftp(`mirror -R "${local('lftp')}" lftp`)
    const url = `ftp://${server.host}:${server.ports.ftp}/lftp/by%20curl`
    expect((await curl(server, '-u', `${name}:${password}`, Buffer.from('curl'), url)).code).toBe(0)
    await using ftp = await connect(server, 'none')
    const to = local('ours')
    await rm(to, { recursive: true, force: true })
    expect((await ftp.mirror({ from: { remote: 'lftp' }, to })).failed).toEqual([])
    const ours = await contents(to)
    expect(ours.get('by curl')).toMatch(/^Y3VybA== /)
    ours.delete('by curl')
    expect(sorted(ours)).toEqual(sorted(await contents(local('lftp'))))
  })
}

for (const name of ['vsftpd', 'proftpd', 'pureftpd'] as const) {
  describeServer(name, 'and FtpClient.mirror()', (server) => {
    describe.each(traits[name].ways)('tls: %s', (tls) => mirrors(server, tls, traits[name]))
  })
}
for (const name of ['vsftpd', 'proftpd'] as const) {
  describeServer(name, 'and 10,000 small files', many)
  describeServer(name, 'and other programs', programs, { with: ['lftp', 'curl'] })
}
