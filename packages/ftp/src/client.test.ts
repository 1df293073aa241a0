import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArgumentError, ReplyError, type TraceEvent } from '@linewire/wire'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FileSpec, type FtpServer, ftpServer } from '../../../servers/src/index.ts'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'

const open: AsyncDisposable[] = []
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linewire-ftp-'))
})
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

let to: FtpServer
const modified = new Date('2020-02-29T12:34:00Z')
const tree: Record<string, FileSpec> = {
  'a.txt': { content: 'hello', modified, mode: 0o640 },
  '.hidden': 'x',
  café: 'x',
  'sub/b': 'b',
  'sub/deep/c': 'c',
  empty: null,
}

async function start(
  server: Parameters<typeof ftpServer>[0] = {},
  options: Partial<FtpOptions> = {},
): Promise<FtpClient> {
  to = await ftpServer({ files: tree, ...server })
  const auth = { user: 'alice', password: 'wonderland' }
  const ftp = await FtpClient.connect({
    host: 'localhost',
    port: to.port,
    tls: 'none',
    auth,
    timeout: 5000,
    ...options,
  })
  open.push(to, ftp)
  return ftp
}

const content = (path: string): string | undefined => to.files.file(path)?.content.toString()
const said = (verb: string): string[] => to.transcript.filter((line) => line.startsWith(`C: ${verb}`))

const kinds: [name: string, server: Parameters<typeof ftpServer>[0]][] = [
  ['MLSD', {}],
  ['Unix lines', { without: ['MLST'] }],
  ['DOS lines', { without: ['MLST'], listing: 'dos' }],
]

describe.each(kinds)('a server with %s', (name, server) => {
  test('list', async () => {
    const ftp = await start(server)
    const entries = await ftp.list()
    expect(entries.map((entry) => entry.name).filter((entry) => entry !== '.hidden')).toEqual([
      'a.txt',
      'café',
      'sub',
      'empty',
    ])
    expect(entries.find((entry) => entry.name === 'sub')?.type).toBe('directory')
    const file = entries.find((entry) => entry.name === 'a.txt')
    expect(file).toMatchObject({ type: 'file', size: 5 })
    // a date of years ago has no time of day on Unix
    expect(file?.modified).toEqual(name === 'Unix lines' ? new Date('2020-02-29T00:00:00Z') : modified)
    expect(await ftp.list('empty')).toEqual([])
    expect(await ftp.nlst('sub')).toEqual(['b', 'deep'])
    const seen: string[] = []
    for await (const entry of ftp.list('sub')) seen.push(entry.name)
    expect(seen).toEqual(['b', 'deep'])
    await expect(ftp.list('nowhere')).rejects.toThrow(ReplyError)
    await expect(ftp.nlst('nowhere')).rejects.toThrow(ReplyError)
  })

  test('stat and exists', async () => {
    const ftp = await start(server)
    expect(await ftp.stat('a.txt')).toMatchObject({ name: 'a.txt', type: 'file', size: 5, modified })
    expect(await ftp.stat('sub/deep')).toMatchObject({ name: 'deep', type: 'directory' })
    expect(await ftp.stat('/')).toMatchObject({ type: 'directory' })
    await expect(ftp.stat('sub/nothing')).rejects.toMatchObject({ code: '550' })
    await expect(ftp.stat('nowhere/nothing')).rejects.toThrow(ReplyError)
    for (const [path, there] of [
      ['a.txt', true],
      ['sub', true],
      ['nothing', false],
    ] as const) {
      expect(await ftp.exists(path)).toBe(there)
    }
    expect(await ftp.pwd()).toBe('/')
  })

  test('walk, mkdir and rmdir through several levels', async () => {
    const ftp = await start(server)
    const paths: string[] = []
    for await (const entry of ftp.walk('sub')) paths.push(entry.path)
    expect(paths).toEqual(['sub/b', 'sub/deep', 'sub/deep/c'])
    expect(await ftp.mkdir('sub/new/er', { recursive: true })).toBe('/sub/new/er')
    expect(await ftp.mkdir('/sub/new/er', { recursive: true })).toBe('/sub/new/er')
    await expect(ftp.mkdir('a.txt/x', { recursive: true })).rejects.toThrow(ReplyError)
    await expect(ftp.mkdir('sub')).rejects.toThrow(ReplyError)
    await expect(ftp.rmdir('sub')).rejects.toThrow(ReplyError)
    await ftp.rmdir('sub', { recursive: true })
    expect(to.files.find('/sub')).toBeUndefined()
  })
})

test('a server without SIZE and MLST: what is there is in its listing', async () => {
  const ftp = await start({ without: ['SIZE', 'MLST'] })
  for (const [path, there] of [
    ['a.txt', true],
    ['sub', true],
    ['sub/b', true],
    ['nothing', false],
    ['nowhere/nothing', false],
  ] as const) {
    expect(await ftp.exists(path), path).toBe(there)
  }
})

test('raw lines are as the server sends them', async () => {
  const ftp = await start()
  const lines = await ftp.list('sub', { raw: true })
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(/^drwxr-xr-x .* deep$/)
  await ftp.list(undefined, { raw: true, hidden: true })
  expect(said('LIST')).toEqual(['C: LIST sub', 'C: LIST -a'])
})

test('listings of servers that know their hour alone are read in their zone', async () => {
  const now = new Date()
  const files = { a: { content: 'x', modified: now } }
  const ftp = await start({ files, without: ['MLST'] }, { timezone: '+02:00' })
  const [entry] = await ftp.list()
  expect(now.getTime() - entry!.modified!.getTime()).toBeGreaterThanOrEqual(2 * 3600_000)
})

test('walk asks for names that begin with a dot, where that is asked for', async () => {
  const ftp = await start({ files: { '.a/.b': 'x', c: 'x' }, without: ['MLST'] })
  const paths: string[] = []
  for await (const { path } of ftp.walk('', { hidden: true })) paths.push(path)
  expect(paths.sort()).toEqual(['.a', '.a/.b', 'c'])
  expect(said('LIST')).toEqual(['C: LIST -a', 'C: LIST -a .a'])
  for await (const _ of ftp.walk('.a')) break
  expect(said('LIST').slice(2)).toEqual(['C: LIST .a'])
})

test('a listing that is left in its middle', async () => {
  const ftp = await start()
  for await (const _ of ftp.list()) break
  expect(await ftp.pwd()).toBe('/')
})

test('a directory without files is an error to some', async () => {
  const ftp = await start({
    without: ['MLST'],
    faults: { replies: { LIST: '550 No files found.', NLST: '450 no files' } },
  })
  expect(await ftp.list('empty')).toEqual([])
  expect(await ftp.nlst('empty')).toEqual([])
  await expect(ftp.nlst('nowhere')).rejects.toThrow(ReplyError)
})

test('a limit on listings', async () => {
  const ftp = await start({}, { limits: { body: 20 } })
  await expect(ftp.list()).rejects.toThrow('the listing has more than 20 octets')
  expect(await ftp.pwd()).toBe('/')
})

test('files: put, putLines, append, putUnique, rename, delete', async () => {
  const ftp = await start()
  const sent = await ftp.put('hello', 'new')
  expect(sent).toMatchObject({ octets: 5, final: { code: 226 } })
  await ftp.put('J', 'new', { offset: 0 })
  await ftp.append('ohn', 'new')
  await ftp.put('AN', 'new', { offset: 2 })
  expect(content('/new')).toBe('JoAN')
  await ftp.putLines(['one', 'two'], 'text')
  expect(content('/text')).toBe('one\ntwo\n')
  const unique = await ftp.putUnique('mine')
  expect(unique.name).toBe('file.1')
  expect(content('/file.1')).toBe('mine')
  await ftp.rename('new', 'sub/old')
  expect(content('/sub/old')).toBe('JoAN')
  await ftp.delete('sub/old')
  expect(content('/sub/old')).toBeUndefined()
})

test('every source there is', async () => {
  const ftp = await start()
  const local = join(folder, 'local')
  await writeFile(local, 'file')
  const sources = {
    octets: Buffer.from('octets'),
    blob: new Blob(['blob']),
    stream: new Blob(['stream']).stream(),
    file: { path: local },
  }
  for (const [name, source] of Object.entries(sources)) {
    await ftp.put(source, name)
    expect(content(`/${name}`)).toBe(name)
  }
})

test('size, modified, setModified, chmod', async () => {
  const ftp = await start()
  expect(await ftp.size('a.txt')).toBe(5)
  expect(await ftp.modified('a.txt')).toEqual(modified)
  const date = new Date('2021-01-01T00:00:00Z')
  await ftp.setModified('a.txt', date)
  expect(to.files.file('/a.txt')?.modified).toEqual(date)
  await ftp.chmod('a.txt', 0o600)
  expect(to.files.file('/a.txt')?.mode).toBe(0o600)
})

test('without MFMT a time is set by MDTM', async () => {
  const ftp = await start({ without: ['MFMT'], faults: { replies: { MDTM: '213 File modification time set.' } } })
  await ftp.setModified('a.txt', modified)
  expect(said('MDTM')).toEqual(['C: MDTM 20200229123400 a.txt'])
})

test('.. is CDUP, or CWD .. where that is not known', async () => {
  for (const without of [[], ['CDUP']]) {
    const ftp = await start({ without })
    await ftp.cwd('sub')
    await ftp.cwd('..')
    expect(await ftp.pwd()).toBe('/')
    expect(said('CDUP')).toHaveLength(1)
    expect(said('CWD ..')).toHaveLength(without.length)
  }
})

test('what is changed by hand is not relied upon', async () => {
  const ftp = await start({ features: ['MODE Z'] })
  await ftp.command('TYPE A')
  await ftp.command('MODE Z')
  await ftp.command('REST 3')
  expect(await (await ftp.get('a.txt')).text()).toBe('hello')
  const since = to.transcript.slice(to.transcript.indexOf('C: REST 3') + 1)
  expect(since.filter((line) => /^C: (TYPE|MODE|REST)/.test(line))).toEqual(['C: TYPE I', 'C: MODE S', 'C: REST 0'])
})

test('a time is set by whatever the server knows; where it knows nothing the first refusal is told', async () => {
  const features = (...names: string[]) => ({
    FEAT: `211-Features:\r\n${names.map((n) => ` ${n}\r\n`).join('')}211 End`,
  })
  const times = (): string[] => [...said('MFMT'), ...said('MDTM'), ...said('SITE')].map((line) => line.slice(3, 13))
  const done = { MDTM: '550 20200229123400 a.txt: no such file', SITE: '200 done' }
  const old = await start({ faults: { replies: { ...features('MDTM', 'SITE UTIME'), ...done } } })
  await old.setModified('a.txt', modified)
  expect(times()).toEqual(['MDTM 20200', 'SITE UTIME'])
  const none = await start({ faults: { replies: { ...features(), SITE: '504 no' } }, without: ['MFMT'] })
  await expect(none.setModified('a.txt', modified)).rejects.toMatchObject({ code: '500', verb: 'MFMT' })
  expect(times()).toEqual(['MFMT 20200', 'SITE UTIME'])
  const busy = await start({ faults: { replies: { MFMT: '450 busy' } } })
  await expect(busy.setModified('a.txt', modified)).rejects.toMatchObject({ code: '450' })
  expect(times()).toEqual(['MFMT 20200'])
})

test('noop, system, help, site, command, features', async () => {
  const ftp = await start()
  await ftp.noop()
  expect(await ftp.system()).toBe('UNIX Type: L8')
  expect(await ftp.help()).toContain('RFC 959')
  expect((await ftp.site('HELP')).text).toContain('CHMOD')
  expect((await ftp.command('STAT')).code).toBe(211)
  expect(ftp.features.has('UTF8')).toBe(true)
})

describe('the octets of names', () => {
  test('a server without UTF8: each octet comes and goes as it is', async () => {
    const ftp = await start({ without: ['UTF8', 'MLST'], encoding: 'latin1', files: { 'caf\xe9': 'x' } })
    const [entry] = await ftp.list()
    expect(entry?.name).toBe('café')
    expect(await (await ftp.get(entry!.name)).text()).toBe('x')
    await ftp.mkdir('ü')
    expect(to.files.directory('/ü')).toBeDefined()
    expect(await ftp.nlst()).toEqual(['café', 'ü'])
  })

  test('a charset that is asked for', async () => {
    const ftp = await start({ without: ['UTF8', 'MLST'], encoding: 'latin1', files: {} }, { encoding: 'gbk' })
    expect(await ftp.mkdir('中文')).toBe('/中文')
    expect(to.files.directory('/\xd6\xd0\xce\xc4')).toBeDefined()
    expect((await ftp.list()).map((entry) => entry.name)).toEqual(['中文'])
    await ftp.put('x', '中文/文')
    expect(await ftp.nlst('中文')).toEqual(['文'])
  })

  test('the octet 255 goes out twice and comes twice, or as one says', async () => {
    const server = { without: ['UTF8', 'MLST'], encoding: 'latin1', files: {} } as const
    const ftp = await start(server, { encoding: 'windows-1251' })
    expect(await ftp.mkdir('яя')).toBe('/яя')
    expect(to.files.directory('/\xff\xff')).toBeDefined()
    expect((await ftp.list()).map((entry) => entry.name)).toEqual(['яя'])
    const once = await start(server, { encoding: 'windows-1251', telnet: false })
    // whoever takes two for one has one directory of that name
    expect(await once.mkdir('яя')).toBe('/я')
  })
})

test('what a charset cannot say is refused wherever it is said, and the connection goes on', async () => {
  const ftp = await start({ without: ['UTF8', 'MLST'], encoding: 'latin1' }, { encoding: 'gbk' })
  const calls = [
    ftp.cwd('😀'),
    ftp.size('😀'),
    ftp.rename('a.txt', '😀'),
    ftp.rename('😀', 'b'),
    ftp.get('😀'),
    ftp.put('x', '😀'),
    ftp.list('😀'),
  ]
  for (const { status, ...outcome } of await Promise.allSettled(calls)) {
    expect({ status, ...outcome }).toMatchObject({ status: 'rejected', reason: { code: 'ERR_ARGUMENT' } })
  }
  expect(content('/a.txt')).toBe('hello')
  expect(await ftp.pwd()).toBe('/')
})

test('octets that mean nothing in a charset come back as they were', async () => {
  // a lone lead octet of GBK, and one that GBK has not
  const files = { 'a\xd6': 'lead', 'b\xff.txt': 'none', '\xd6\xd0': 'good' }
  const ftp = await start({ without: ['UTF8', 'MLST'], encoding: 'latin1', files }, { encoding: 'gbk' })
  const names = (await ftp.list()).map((entry) => entry.name)
  expect(names).toContain('中')
  for (const name of names) expect(await (await ftp.get(name)).text()).toBeTruthy()
  await ftp.rename(names.find((name) => name.startsWith('b'))!, '文')
  expect(content('/\xce\xc4')).toBe('none')
})

test('names that are not UTF-8 on a server that says UTF8 can be sent back', async () => {
  const files = { 'caf\xe9': 'latin1', 'caf\xc3\xa9': 'utf8' }
  const ftp = await start({ encoding: 'latin1', files, features: ['UTF8'] })
  const names = (await ftp.list()).map((entry) => entry.name)
  expect(names).toEqual(['caf\udce9', 'café'])
  expect(await Promise.all(names.map(async (name) => (await ftp.get(name)).text()))).toEqual(['latin1', 'utf8'])
})

test('calls in parallel queue, in order', async () => {
  const ftp = await start()
  const results = await Promise.all([
    ftp.put('1', 'one'),
    ftp.get('one').then((body) => body.text()),
    ftp.rename('one', 'two'),
    ftp.get('two').then((body) => body.text()),
    ftp.list('sub').then((entries) => entries.length),
    ftp.pwd(),
  ])
  expect(results.slice(1)).toEqual(['1', undefined, '1', 2, '/'])
})

const bad = ['a\rb', 'a\nDELE b', 'a\0b']
const methods: [name: string, call: (ftp: FtpClient, text: string) => unknown][] = [
  ['login', (ftp, text) => ftp.login(text, 'x')],
  ['login password', (ftp, text) => ftp.login('alice', text)],
  ['cwd', (ftp, text) => ftp.cwd(text)],
  ['list', (ftp, text) => ftp.list(text)],
  ['raw list', (ftp, text) => ftp.list(text, { raw: true })],
  ['nlst', (ftp, text) => ftp.nlst(text)],
  ['stat', (ftp, text) => ftp.stat(text)],
  ['exists', (ftp, text) => ftp.exists(text)],
  ['size', (ftp, text) => ftp.size(text)],
  ['modified', (ftp, text) => ftp.modified(text)],
  ['setModified', (ftp, text) => ftp.setModified(text, new Date())],
  ['chmod', (ftp, text) => ftp.chmod(text, 0o644)],
  ['get', (ftp, text) => ftp.get(text)],
  ['getLines', (ftp, text) => ftp.getLines(text).next()],
  ['put', (ftp, text) => ftp.put('x', text)],
  ['putLines', (ftp, text) => ftp.putLines(['x'], text)],
  ['append', (ftp, text) => ftp.append('x', text)],
  ['rename from', (ftp, text) => ftp.rename(text, 'x')],
  ['rename to', (ftp, text) => ftp.rename('a.txt', text)],
  ['delete', (ftp, text) => ftp.delete(text)],
  ['mkdir', (ftp, text) => ftp.mkdir(text)],
  ['mkdir recursive', (ftp, text) => ftp.mkdir(`x/${text}`, { recursive: true })],
  ['rmdir', (ftp, text) => ftp.rmdir(text)],
  ['help', (ftp, text) => ftp.help(text)],
  ['hash', (ftp, text) => ftp.hash(text)],
  ['space', (ftp, text) => ftp.space(text)],
  ['status', (ftp, text) => ftp.status(text)],
  ['site', (ftp, text) => ftp.site(text)],
  ['command', (ftp, text) => ftp.command(text)],
]

test.each(methods)('%s refuses CR, LF and NUL, and nothing of it is written', async (_, call) => {
  const ftp = await start({ features: ['HASH MD5*;'] })
  for (const text of bad) await expect((async () => call(ftp, text))()).rejects.toThrow(ArgumentError)
  expect(to.transcript.filter((line) => line.includes('DELE') || line.includes('\0'))).toEqual([])
  expect(await ftp.pwd()).toBe('/')
})

test('the trace shows what is said on the control connection, and no secret', async () => {
  const events: TraceEvent[] = []
  const ftp = await start({}, { trace: (event) => events.push(event) })
  await (await ftp.get('a.txt')).text()
  const lines = events.flatMap((event) => (event.kind === 'line' && event.from === 'client' ? [event.text] : []))
  expect(lines).toEqual(['USER alice', 'PASS …', 'FEAT', 'OPTS UTF8 ON', 'TYPE I', 'EPSV', 'RETR a.txt'])
  expect(JSON.stringify(events)).not.toContain('wonderland')
})

test('quit says goodbye, close does not, and await using does', async () => {
  const ftp = await start()
  expect((await ftp.quit()).code).toBe(221)
  expect(ftp.closed).toBe(true)
  await expect(ftp.pwd()).rejects.toMatchObject({ code: 'ERR_CLOSED' })
  const second = await start()
  second.close()
  expect(second.closed).toBe(true)
  expect(said('QUIT')).toEqual([])
  {
    await using third = await start()
    await third.noop()
  }
  expect(said('QUIT')).toHaveLength(1)
})
