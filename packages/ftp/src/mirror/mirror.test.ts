import { lstat, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ArgumentError, ConnectionError, dial, ReplyError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import type { FileSpec } from '../../../../servers/src/index.ts'
import { atOnce, stage } from '../../test/stage.ts'
import type { MirrorProgress, MirrorReport } from './report.ts'
import { UnsafeNameError } from './safe-name.ts'

const at = stage()
const modified = new Date('2020-02-29T12:34:56Z')
const files: Record<string, FileSpec> = {
  'pub/a.txt': { content: 'hello', modified },
  'pub/.hidden': { content: 'x', modified },
  'pub/sub/b': { content: 'bb', modified },
  'pub/sub/deep/c': { content: 'ccc', modified },
  'pub/empty': null,
  'other/z': 'z',
}

/** Writes files below the folder: all with that time. */
async function here(specs: Record<string, string | null>, time = modified): Promise<void> {
  for (const [path, content] of Object.entries(specs)) {
    const place = at.local(...path.split('/'))
    await mkdir(content === null ? place : dirname(place), { recursive: true })
    if (content === null) continue
    await writeFile(place, content)
    await utimes(place, time, time)
  }
}

/** The files below the folder, with what is in them; directories end in a slash. */
async function found(root = at.local(), under = ''): Promise<Record<string, string>> {
  const all: Record<string, string> = {}
  for (const one of await readdir(join(root, under), { withFileTypes: true })) {
    const path = under === '' ? one.name : `${under}/${one.name}`
    if (one.isDirectory()) Object.assign(all, { [`${path}/`]: '' }, await found(root, path))
    else all[path] = one.isFile() ? await readFile(join(root, path), 'utf8') : 'no file'
  }
  return all
}

/** The files of the server below a directory. */
function there(under: string): Record<string, string> {
  const all: Record<string, string> = {}
  for (const [name, node] of at.server.files.directory(`/${under}`)?.children ?? []) {
    if (node.kind === 'file') all[name] = node.content.toString()
    else {
      all[`${name}/`] = ''
      for (const [path, text] of Object.entries(there(`${under}/${name}`))) all[`${name}/${path}`] = text
    }
  }
  return all
}

const steps = ({ done }: MirrorReport): string[] => done.map(({ action, path }) => `${action} ${path}`).sort()
const reasons = ({ skipped }: MirrorReport): string[] => skipped.map(({ path, reason }) => `${path}: ${reason}`).sort()

const pub = {
  'a.txt': 'hello',
  '.hidden': 'x',
  'sub/': '',
  'sub/b': 'bb',
  'sub/deep/': '',
  'sub/deep/c': 'ccc',
  'empty/': '',
}
const downward = { from: { remote: 'pub' }, to: '' }
const upward = { from: '', to: { remote: 'pub' } }

describe.each([
  ['MLSD', {}],
  ['Unix lines', { without: ['MLST'] }],
])('a server with %s', (_, server) => {
  test('down, and down again: then nothing is left to do', async () => {
    const ftp = await at.start({ files, ...server })
    const options = { ...downward, to: at.local('new', 'folder') }
    const report = await ftp.mirror(options)
    expect(await found(at.local('new', 'folder'))).toEqual(pub)
    expect(steps(report)).toEqual([
      ...['download .hidden', 'download a.txt', 'download sub/b', 'download sub/deep/c'],
      ...['mkdir .', 'mkdir empty', 'mkdir sub', 'mkdir sub/deep'],
    ])
    expect(report).toMatchObject({ dryRun: false, failed: [], skipped: [], octets: 11 })
    // listed to the day alone, and asked for to the second
    expect((await stat(at.local('new', 'folder', 'sub', 'b'))).mtime).toEqual(modified)
    const again = await ftp.mirror(options)
    expect(again).toMatchObject({ done: [], failed: [], octets: 0 })
    expect(reasons(again)).toEqual(['.hidden', 'a.txt', 'sub/b', 'sub/deep/c'].map((path) => `${path}: unchanged`))
    expect(await ftp.pwd()).toBe('/')
  })

  test('up, and up again: then nothing is left to do', async () => {
    const ftp = await at.start({ files: { home: null }, ...server })
    await ftp.cwd('home')
    await here({ 'a.txt': 'hello', '.hidden': 'x', 'sub/b': 'bb', 'sub/deep/c': 'ccc', empty: null })
    const options = { from: at.local(), to: { remote: 'new/pub' } }
    const report = await ftp.mirror(options)
    expect(there('home/new/pub')).toEqual(pub)
    expect(report.failed).toEqual([])
    expect(report.octets).toBe(11)
    expect(at.server.files.file('/home/new/pub/sub/b')?.modified).toEqual(modified)
    expect(await ftp.mirror(options)).toMatchObject({ done: [], failed: [] })
    expect(await ftp.pwd()).toBe('/home')
  })
})

describe('what has changed', () => {
  test('down: it is fetched, and what is there alone goes where that is asked for', async () => {
    const ftp = await at.start({ files })
    await here({ 'a.txt': 'HELLO', 'sub/b': 'b', 'sub/old/x': 'x', 'sub/deep/c': 'CCC', more: 'more' })
    await utimes(at.local('sub', 'deep', 'c'), modified, new Date(0))
    const kept = await ftp.mirror({ ...downward, to: at.local() })
    expect(steps(kept)).toEqual(['download .hidden', 'download sub/b', 'download sub/deep/c', 'mkdir empty'])
    expect(reasons(kept)).toEqual(['a.txt: unchanged'])
    const all = await ftp.mirror({ ...downward, to: at.local(), delete: true, compare: 'always' })
    expect(steps(all).filter((step) => !step.startsWith('download'))).toEqual([
      ...['delete more', 'delete sub/old/x', 'rmdir sub/old'],
    ])
    expect(await found()).toEqual(pub)
  })

  test('up: the same', async () => {
    const ftp = await at.start({ files })
    await here({ 'a.txt': 'HELLO', 'sub/b': 'b' })
    const report = await ftp.mirror({ ...upward, from: at.local(), delete: true })
    expect(there('pub')).toEqual({ 'a.txt': 'hello', 'sub/': '', 'sub/b': 'b' })
    expect(steps(report)).toEqual([
      ...['delete .hidden', 'delete sub/deep/c', 'rmdir empty', 'rmdir sub/deep', 'upload sub/b'],
    ])
  })

  test('where the server sets no times, what it has is as good when it is later', async () => {
    const ftp = await at.start({ files: {}, without: ['MFMT', 'MDTM'] })
    await here({ a: 'a' })
    const options = { from: at.local(), to: { remote: 'up' } }
    expect((await ftp.mirror(options)).failed).toEqual([])
    expect(reasons(await ftp.mirror(options))).toEqual(['a: unchanged'])
    await here({ a: 'b' }, new Date(Date.now() + 60_000))
    expect(steps(await ftp.mirror(options))).toEqual(['upload a'])
  })

  test('a dry run says what would be done', async () => {
    const ftp = await at.start({ files })
    await here({ old: 'old', 'a.txt': 'hello' })
    const options = { ...downward, to: at.local(), delete: true }
    const dry = await ftp.mirror({ ...options, dryRun: true })
    expect(await found()).toEqual({ old: 'old', 'a.txt': 'hello' })
    expect(at.said('RETR')).toEqual([])
    const real = await ftp.mirror(options)
    expect(dry.dryRun).toBe(true)
    expect(real.dryRun).toBe(false)
    expect({ ...dry, done: steps(dry), dryRun: false }).toEqual({ ...real, done: steps(real) })
    expect(dry.octets).toBe(6)
  })
})

describe('a filter', () => {
  test('an expression chooses files by their paths; directories are made for them alone', async () => {
    const ftp = await at.start({ files })
    await here({ 'sub/keep.txt': 'mine', 'sub/old.c': 'old' })
    // with `g` an expression remembers where it was
    const report = await ftp.mirror({ ...downward, to: at.local(), filter: /c$/g, delete: true })
    expect(await found()).toEqual({ 'sub/': '', 'sub/keep.txt': 'mine', 'sub/deep/': '', 'sub/deep/c': 'ccc' })
    expect(steps(report)).toEqual(['delete sub/old.c', 'download sub/deep/c', 'mkdir sub/deep'])
    expect(reasons(report)).toContain('sub/keep.txt: excluded')
  })

  test('a function leaves out what it says no to, with all that is in it, and none of it is deleted', async () => {
    const ftp = await at.start({ files })
    await here({ 'sub/mine': 'mine', 'a.txt': 'HELLO, and more', old: 'old' })
    const asked: string[] = []
    const filter = ({ path, type, size = 0 }: { path: string; type: string; size?: number }): boolean => {
      asked.push(`${type} ${path}`)
      return path !== 'sub' && size < 10
    }
    const report = await ftp.mirror({ ...downward, to: at.local(), filter, delete: true })
    expect(asked).toContain('directory sub')
    expect(asked).not.toContain('file sub/b')
    expect(at.said('MLSD')).not.toContain('C: MLSD pub/sub')
    // a.txt is left out here alone: it is neither replaced nor deleted
    expect(await found()).toEqual({
      '.hidden': 'x',
      'a.txt': 'HELLO, and more',
      'sub/': '',
      'sub/mine': 'mine',
      'empty/': '',
    })
    expect(steps(report)).toEqual(['delete old', 'download .hidden', 'mkdir empty'])
    expect(reasons(report)).toEqual(['a.txt: excluded', 'a.txt: excluded', 'sub: excluded'])
  })
})

describe('nothing is written outside the root', () => {
  const bad = [
    '../evil',
    '/etc/evil',
    'a/../../evil',
    'a\\b',
    'C:evil',
    'NUL',
    'com1.txt',
    'x.',
    '..',
    '\x01',
    'evil\\..\\x',
  ]

  test.each([
    ['MLSD', []],
    ['LIST', ['MLST']],
  ])('a name from %s is one segment, or is refused, and that is told', async (_verb, without) => {
    const ftp = await at.start({ files, without })
    const { children } = at.server.files.directory('/pub')!
    const evil = { kind: 'file', content: Buffer.from('evil'), modified, mode: 0o644, owner: 'x' } as const
    for (const name of bad) children.set(name, { ...evil })
    // a directory of such a name is not even looked into
    children.set('..\\up', { kind: 'directory', children: new Map(), modified, mode: 0o755, owner: 'x' })
    // and what has the name here stays
    await here({ 'root/NUL': 'mine' })
    const report = await ftp.mirror({ ...downward, to: at.local('root'), delete: true })
    expect(await found(at.local('root'))).toEqual({ ...pub, NUL: 'mine' })
    expect(await readdir(at.local())).toEqual(['root'])
    // ".." is the directory above
    const told = [...bad, '..\\up'].filter((name) => name !== '..')
    expect(report.failed.map(({ path }) => path).sort()).toEqual(told.sort())
    for (const { error, action } of report.failed) {
      expect(action).toBe('download')
      expect(error).toBeInstanceOf(UnsafeNameError)
    }
  })

  test('links here are not gone through: those in the way of files are replaced, those in the way of directories are not', async () => {
    const ftp = await at.start({ files })
    await here({ 'outside/sub/x': 'x', 'outside/file': 'mine', root: null })
    await symlink(at.local('outside', 'sub'), at.local('root', 'sub'))
    await symlink(at.local('outside', 'file'), at.local('root', 'a.txt'))
    await symlink('/dev/null', at.local('root', '.hidden'))
    const report = await ftp.mirror({ ...downward, to: at.local('root') })
    expect(await found(at.local('outside'))).toEqual({ 'sub/': '', 'sub/x': 'x', file: 'mine' })
    expect((await lstat(at.local('root', 'sub'))).isSymbolicLink()).toBe(true)
    expect(await readFile(at.local('root', 'a.txt'), 'utf8')).toBe('hello')
    expect((await lstat(at.local('root', '.hidden'))).isFile()).toBe(true)
    expect(report.failed).toMatchObject([{ action: 'mkdir', path: 'sub', error: { code: 'ERR_IN_THE_WAY' } }])
    expect(reasons(report)).toEqual(['sub/b: no directory', 'sub/deep/c: no directory', 'sub/deep: no directory'])
    await ftp.mirror({ ...downward, to: at.local('root'), delete: true })
    expect(await found(at.local('root'))).toEqual(pub)
    expect(await found(at.local('outside'))).toEqual({ 'sub/': '', 'sub/x': 'x', file: 'mine' })
  })

  test('links of the source are not followed', async () => {
    const ftp = await at.start({ files: { pub: null } })
    await here({ 'root/a': 'a', 'outside/x': 'x' })
    await symlink(at.local('outside'), at.local('root', 'link'))
    await symlink('/etc/passwd', at.local('root', 'passwd'))
    const report = await ftp.mirror({ ...upward, from: at.local('root') })
    expect(there('pub')).toEqual({ a: 'a' })
    expect(reasons(report)).toEqual(['link: symlink', 'passwd: symlink'])
  })
})

describe('one that fails does not stop the others', () => {
  test('down', async () => {
    const ftp = await at.start({ files, faults: { replies: { 'RETR pub/sub/b': '550 not for you' } } })
    const report = await ftp.mirror({ ...downward, to: at.local() })
    expect(report.failed).toMatchObject([{ action: 'download', path: 'sub/b', error: { code: '550' } }])
    expect(await found()).toEqual(Object.fromEntries(Object.entries(pub).filter(([path]) => path !== 'sub/b')))
  })

  test('up: below a directory that cannot be made nothing is tried', async () => {
    const ftp = await at.start({ files: { 'pub/sub': 'a file', 'pub/x': 'x' } })
    await here({ 'sub/deep/c': 'c', ok: 'ok' })
    const report = await ftp.mirror({ ...upward, from: at.local() })
    expect(report.failed).toMatchObject([{ action: 'mkdir', path: 'sub', error: { code: 'ERR_IN_THE_WAY' } }])
    expect(there('pub')).toEqual({ sub: 'a file', x: 'x', ok: 'ok' })
    const { files: tree } = at.server
    const make = tree.make.bind(tree)
    tree.make = (path, owner) => path !== '/pub/sub' && make(path, owner)
    tree.remove('/pub/sub')
    const refused = await ftp.mirror({ ...upward, from: at.local() })
    expect(refused.failed).toMatchObject([{ action: 'mkdir', path: 'sub', error: { code: '550' } }])
    expect(reasons(refused)).toEqual(['ok: unchanged', 'sub/deep/c: no directory', 'sub/deep: no directory'])
  })

  test('a directory that cannot be listed: nothing of it is deleted', async () => {
    const ftp = await at.start({ files, faults: { replies: { 'MLSD pub/sub': '550 not for you' } } })
    await here({ 'sub/mine': 'mine', old: 'old' })
    const report = await ftp.mirror({ ...downward, to: at.local(), delete: true })
    expect(report.failed).toMatchObject([{ action: 'list', path: 'sub', error: { code: '550' } }])
    expect(await found()).toEqual({ 'a.txt': 'hello', '.hidden': 'x', 'empty/': '', 'sub/': '', 'sub/mine': 'mine' })
  })

  test('a line that nobody can read hides something: nothing of its directory is deleted', async () => {
    const ftp = await at.start({ files, without: ['MLST'] })
    at.server.files.directory('/pub')!.children.set('x\r\nwhat is this?', at.server.files.file('/pub/a.txt')!)
    await here({ old: 'old', 'sub/old': 'old' })
    const report = await ftp.mirror({ ...downward, to: at.local(), delete: true })
    // the other half of that line looks like a file
    expect(report.failed).toMatchObject([{ action: 'list', path: '.', error: { code: 'ERR_PROTOCOL' } }, { path: 'x' }])
    expect(Object.keys(await found()).filter((path) => path.endsWith('old'))).toEqual(['old'])
  })

  test('one that vsftpd lists as itself may not be read: nothing of it is deleted', async () => {
    const replies = { 'CWD pub/d/d': '550 Failed to change directory.' }
    const ftp = await at.start({ files: { 'pub/d/d': null }, without: ['MLST'], faults: { replies } })
    await here({ 'd/precious': 'p' })
    const report = await ftp.mirror({ ...downward, to: at.local(), delete: true })
    expect(report.failed).toMatchObject([{ action: 'list', path: 'd', error: { code: '550' } }])
    expect(await found()).toEqual({ 'd/': '', 'd/precious': 'p' })
    const open = await at.start({ files: { 'pub/d/d': null }, without: ['MLST'] })
    expect((await open.list('pub/d')).map(({ name }) => name)).toEqual(['d'])
  })

  test('one that the server failed to open, it says: nothing of it is deleted', async () => {
    const replies = { 'LIST#2': '226 Transfer done (but failed to open directory).' }
    const ftp = await at.start({ files: { 'pub/d': null }, without: ['MLST'], faults: { replies } })
    await here({ 'd/precious': 'p' })
    const report = await ftp.mirror({ ...downward, to: at.local(), delete: true })
    expect(report.failed.length).toBeGreaterThan(0)
    expect(await found()).toEqual({ 'd/': '', 'd/precious': 'p' })
    await expect(ftp.list('pub/d')).rejects.toMatchObject({ code: 'ERR_PARTIAL' })
    await expect(ftp.nlst('nowhere')).rejects.toThrow(ReplyError)
  })

  test('a server that lets no time be set, or tells none, has its files all the same', async () => {
    const refusing = await at.start({ faults: { replies: { MFMT: '550 Permission denied' } } })
    await here({ a: 'a', b: 'b' })
    const up = await refusing.mirror({ from: at.local(), to: { remote: 'up' } })
    expect(up.failed).toEqual([])
    expect(there('up')).toEqual({ a: 'a', b: 'b' })
    const silent = await at.start({ files: { 'pub/a': 'a' }, without: ['MLST', 'MDTM'] })
    const down = await silent.mirror({ ...downward, to: at.local('down') })
    expect(down.failed).toEqual([])
    expect(await found(at.local('down'))).toEqual({ a: 'a' })
  })

  test('a listing that the server has cut: what came is carried over, nothing of that directory is deleted', async () => {
    const ftp = await at.start({ files: { ...files, 'pub/z': { content: 'z', modified } }, maxEntries: 6 })
    await here({ old: 'old', z: 'mine', 'sub/old': 'old' })
    const report = await ftp.mirror({ ...downward, to: at.local(), delete: true })
    expect(report.failed).toMatchObject([{ action: 'list', path: '.', error: { code: 'ERR_PARTIAL' } }])
    expect(await found()).toEqual({ ...pub, old: 'old', z: 'mine' })
    expect(steps(report)).toContain('delete sub/old')
  })

  test('directories without end', async () => {
    const ftp = await at.start({ files: { pub: null } })
    const pub = at.server.files.directory('/pub')!
    pub.children.set('again', pub)
    const report = await ftp.mirror({ ...downward, to: at.local('root'), dryRun: true })
    expect(report.failed).toHaveLength(1)
    expect(report.done).toHaveLength(202)
  })

  test('the source has to be there, and be a directory; so has the target, if it is anything', async () => {
    const ftp = await at.start({ files })
    await here({ file: 'x' })
    await expect(ftp.mirror({ from: { remote: 'nowhere' }, to: at.local() })).rejects.toThrow(ReplyError)
    await expect(ftp.mirror({ from: at.local('nowhere'), to: { remote: 'pub' } })).rejects.toMatchObject({
      code: 'ENOENT',
    })
    await expect(ftp.mirror({ from: at.local('file'), to: { remote: 'pub' } })).rejects.toThrow(ArgumentError)
    await expect(ftp.mirror({ ...downward, to: at.local('file') })).rejects.toThrow(ArgumentError)
    await expect(ftp.mirror({ from: at.local(), to: { remote: 'other/z/x' }, parallel: 1 })).resolves.toMatchObject({
      failed: [{ action: 'mkdir', path: '.' }],
      skipped: [{ path: 'file', reason: 'no directory' }],
    })
    for (const bad of [
      { from: at.local(), to: at.local() },
      { from: { remote: 'a' }, to: { remote: 'b' } },
      { ...downward, to: at.local(), parallel: 0 },
      { ...downward, to: at.local(), rate: 0 },
    ]) {
      await expect(ftp.mirror(bad)).rejects.toThrow(ArgumentError)
    }
  })
})

const many = Object.fromEntries(
  Array.from({ length: 40 }, (_, n) => [`pub/d${n % 5}/f${n}`, { content: `${n}`, modified }]),
)
const all = Object.fromEntries(
  Object.entries(many).flatMap(([path, { content }]) => [
    [`${path.slice(4, 6)}/`, ''],
    [path.slice(4), content],
  ]),
)

describe('several connections', () => {
  test('as many as are asked for, in the directory of the first', async () => {
    const ftp = await at.start({ files: { ...many, ...files } })
    await ftp.cwd('pub')
    const seen: MirrorProgress[] = []
    const report = await ftp.mirror({
      from: { remote: '' },
      to: at.local(),
      parallel: 3,
      onProgress: (progress) => seen.push(progress),
    })
    expect(report.failed).toEqual([])
    expect(await found()).toEqual({ ...all, ...pub })
    expect(at.server.sessions).toHaveLength(3)
    expect(at.said('QUIT')).toHaveLength(2)
    expect(seen.at(-1)).toMatchObject({ octets: report.octets, done: report.done.length, total: report.done.length })
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b))
    expect(await ftp.pwd()).toBe('/pub')
  })

  test('wherever the first has been before: what it went through may have gone', async () => {
    const ftp = await at.start({ files: { ...many, passing: null } })
    await ftp.cwd('passing')
    await ftp.cwd('..')
    await ftp.rmdir('passing')
    expect((await ftp.mirror({ ...downward, to: at.local(), parallel: 4 })).failed).toEqual([])
    expect(await found()).toEqual(all)
    const [passing, ...others] = at.said('CWD')
    expect(passing).toBe('C: CWD passing')
    expect(others).toEqual(others.map(() => 'C: CWD /'))
    expect(at.server.sessions.length).toBeGreaterThan(1)
  })

  test('one alone, where no more are asked for', async () => {
    const ftp = await at.start({ files: many })
    expect((await ftp.mirror({ ...downward, to: at.local(), parallel: 1 })).failed).toEqual([])
    expect(await found()).toEqual(all)
    expect(at.server.sessions).toHaveLength(1)
  })

  test('fewer, where the server takes no more', async () => {
    const ftp = await at.start({ files: many })
    at.server.faults = { replies: { '0': '421 Too many connections from your host' } }
    expect((await ftp.mirror({ ...downward, to: at.local(), parallel: 4 })).failed).toEqual([])
    expect(await found()).toEqual(all)
    expect(at.server.sessions.length).toBeLessThanOrEqual(4)
    expect(await ftp.pwd()).toBe('/')
  })

  test('fewer, why ever no more are to be had', async () => {
    const ftp = await at.start({ files: many })
    at.server.faults = { closeAt: 0, closeWhen: 'before' }
    expect((await ftp.mirror({ ...downward, to: at.local(), parallel: 4 })).failed).toEqual([])
    expect(await found()).toEqual(all)
    const { host, port } = at.server
    at.server.faults = {}
    const transport = await dial({ host, port, tls: 'none', timeout: 5000 })
    const own = await at.connect({ transport, retry: atOnce })
    const sessions = at.server.sessions.length
    expect((await own.mirror({ ...downward, to: at.local('own'), parallel: 4 })).failed).toEqual([])
    expect(await found(at.local('own'))).toEqual(all)
    expect(at.server.sessions).toHaveLength(sessions)
  })

  test('one that is lost costs nothing: what it was at goes over another, behind the rest', async () => {
    const ftp = await at.start({ files: many })
    let lost = false
    const onProgress = ({ done }: MirrorProgress): void => {
      if (lost || done < 20) return
      lost = true
      at.server.sessions[0]?.destroy()
    }
    const report = await ftp.mirror({ ...downward, to: at.local(), parallel: 2, onProgress })
    expect(report.failed).toEqual([])
    expect(await found()).toEqual(all)
    // without retry the client itself is not connected again
    expect(ftp.closed).toBe(true)
  })

  test('what fails for a reason that may pass is tried once more, behind the rest', async () => {
    const passing = { 'RETR pub/d0/f0': '450 busy', 'RETR pub/d1/f1': '550 not for you' }
    const ftp = await at.start({ files: many, faults: { connections: 1, replies: passing } })
    const report = await ftp.mirror({ ...downward, to: at.local(), parallel: 1 })
    const asked = (path: string): number => at.said('RETR').filter((line) => line === `C: RETR ${path}`).length
    expect([asked('pub/d0/f0'), asked('pub/d1/f1')]).toEqual([2, 1])
    expect(report.failed).toMatchObject([
      { path: 'd1/f1', error: { code: '550' } },
      { path: 'd0/f0', error: { code: '450' } },
    ])
    at.server.faults = {}
    const again = await ftp.mirror({ ...downward, to: at.local(), parallel: 2 })
    expect(again.done.length + again.failed.length).toBe(2)
  })

  test.each(['down', 'up'] as const)(
    'with retry, %s, none of them costs anything, and the first one is there again',
    async (way) => {
      const ftp = await at.start({ files: way === 'down' ? many : {} }, { retry: atOnce })
      if (way === 'up')
        await here(Object.fromEntries(Object.entries(many).map(([path, { content }]) => [path, content])))
      let next = 3
      const onProgress = ({ done }: MirrorProgress): void => {
        if (done < next) return
        next += 4
        at.server.sessions[at.server.sessions.length - 1 - (done % 2)]?.destroy()
      }
      const paths = way === 'down' ? { ...downward, to: at.local() } : { from: at.local('pub'), to: { remote: 'up' } }
      const report = await ftp.mirror({ ...paths, parallel: 2, onProgress })
      expect(report.failed).toEqual([])
      expect(at.server.sessions.length).toBeGreaterThan(6)
      expect(way === 'down' ? await found() : there('up')).toEqual(all)
      expect(await ftp.pwd()).toBe('/')
    },
  )

  test('when the server has gone, what is left has failed of that', async () => {
    const ftp = await at.start({ files: many })
    const { server } = at
    let gone: Promise<void> | undefined
    const onProgress = ({ done }: MirrorProgress): void => {
      if (done >= 20) gone ??= server.close()
    }
    const report = await ftp.mirror({ ...downward, to: at.local(), parallel: 2, onProgress })
    await gone
    expect(report.done.length + report.failed.length).toBe(45)
    expect(report.failed.length).toBeGreaterThan(10)
    for (const { error } of report.failed) expect(error).toBeInstanceOf(ConnectionError)
  })
})

test('an abort ends it: nothing half-written stays, the connection goes on, the others are gone', async () => {
  const ftp = await at.start({ files: many })
  const leaving = new AbortController()
  const onProgress = ({ done }: MirrorProgress): void => {
    if (done === 20) leaving.abort(new Error('enough'))
  }
  const ended = ftp.mirror({ ...downward, to: at.local(), signal: leaving.signal, onProgress })
  await expect(ended).rejects.toThrow('enough')
  expect(Object.keys(await found()).filter((path) => path.includes('.part'))).toEqual([])
  expect(await ftp.pwd()).toBe('/')
  await expect(ftp.mirror({ ...downward, to: at.local(), signal: leaving.signal })).rejects.toThrow('enough')
})

test('directories have their times when all is in them', async () => {
  const ftp = await at.start({ files })
  at.server.files.directory('/pub/sub')!.modified = modified
  at.server.files.directory('/pub/empty')!.modified = modified
  await ftp.mirror({ ...downward, to: at.local() })
  expect((await stat(at.local('sub'))).mtime).toEqual(modified)
  expect((await stat(at.local('empty'))).mtime).toEqual(modified)
  await ftp.mirror({ ...downward, to: at.local('untimed'), preserveTime: false })
  expect((await stat(at.local('untimed', 'sub'))).mtime).not.toEqual(modified)
})

test('verified, at a rate', async () => {
  const ftp = await at.start({ files })
  const report = await ftp.mirror({ ...downward, to: at.local(), verify: 'size', rate: 1_000_000 })
  expect(report.failed).toEqual([])
  expect(at.said('SIZE')).toHaveLength(4)
})
