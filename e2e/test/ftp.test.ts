import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { AuthError, type DataMode, FtpClient, ReplyError, TlsError, TransferError } from '@linewire/ftp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import { loopback } from '../src/ports.ts'
import { users } from '../src/users.ts'
import { connect, type Security, type Server, type Traits, traits } from './ftp/room.ts'

const big = randomBytes(3_000_000)
const addresses = await loopback()

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linewire-ftp-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function text(client: FtpClient, path: string): Promise<string> {
  return (await client.get(path)).text()
}

/** All methods, one way of securing the connection, to one address. */
function methods(server: Server, tls: Security, host: string, { resumes }: Traits): void {
  let ftp: FtpClient
  const here = `all-${tls}-${host.replaceAll(':', '.')}`

  beforeAll(async () => {
    ftp = await connect(server, tls, { host })
    await ftp.mkdir(here)
    await ftp.cwd(here)
  })
  afterAll(async () => {
    await ftp.quit()
    expect(ftp.closed).toBe(true)
  })

  const secure = tls !== 'none'
  const sessionReused = secure && resumes.includes('TLSv1.3')
  /** Every data connection over TLS resumes, where the server allows it: vsftpd and ProFTPD refuse those that do not. */
  const asExpected = (): void => {
    expect(ftp.data).toMatchObject({ mode: 'epsv', secure, sessionReused })
  }

  test('greeting, capabilities, secure', () => {
    expect(ftp.greeting.code).toBe(220)
    expect(ftp.features.has('SIZE')).toBe(true)
    expect(ftp.features.has('UTF8')).toBe(true)
    expect(ftp.secure).toBe(tls !== 'none')
  })

  test('pwd and cwd', async () => {
    expect(await ftp.pwd()).toBe(`/${here}`)
    await ftp.cwd('..')
    expect(await ftp.pwd()).toBe('/')
    await ftp.cwd(here)
    await expect(ftp.cwd('nowhere')).rejects.toThrow(ReplyError)
  })

  test('put and get octets', async () => {
    const sent = await ftp.put(big, 'big.bin')
    expect(sent.octets).toBe(big.length)
    asExpected()
    const body = await ftp.get('big.bin')
    expect(Buffer.from(await body.bytes()).equals(big)).toBe(true)
    asExpected()
    expect(Buffer.from(await (await ftp.get('big.bin', { offset: 2_999_990 })).bytes())).toEqual(
      big.subarray(2_999_990),
    )
  })

  test('put at an offset, append, an empty file', async () => {
    await ftp.put('hello world', 'a.txt')
    await ftp.put('WORLD!', 'a.txt', { offset: 6 })
    expect(await text(ftp, 'a.txt')).toBe('hello WORLD!')
    await ftp.append(' And more', 'a.txt')
    expect(await text(ftp, 'a.txt')).toBe('hello WORLD! And more')
    await ftp.put('', 'empty')
    expect(await ftp.size('empty')).toBe(0)
    expect(await text(ftp, 'empty')).toBe('')
  })

  test('putUnique', async () => {
    const sent = await ftp.putUnique('unique')
    expect(sent.name).toBeTypeOf('string')
    expect(await text(ftp, sent.name!)).toBe('unique')
    await ftp.delete(sent.name!)
  })

  test('getLines and putLines', async () => {
    await ftp.putLines(['one', 'two', 'drei ü'], 'lines.txt')
    const lines: string[] = []
    for await (const line of ftp.getLines('lines.txt')) lines.push(line)
    expect(lines).toEqual(['one', 'two', 'drei ü'])
    // octets again, behind TYPE A
    expect(await ftp.size('a.txt')).toBe(21)
  })

  test('size, modified, setModified, chmod, stat, exists', async () => {
    const date = new Date('2020-02-29T12:34:56Z')
    await ftp.setModified('a.txt', date)
    expect(await ftp.modified('a.txt')).toEqual(date)
    await ftp.chmod('a.txt', 0o640)
    const entry = await ftp.stat('a.txt')
    expect(entry).toMatchObject({ name: 'a.txt', type: 'file', size: 21, modified: date, mode: 0o640 })
    expect((await ftp.stat(`/${here}`)).type).toBe('directory')
    expect((await ftp.stat('/')).type).toBe('directory')
    expect(await ftp.exists('a.txt')).toBe(true)
    expect(await ftp.exists(`/${here}`)).toBe(true)
    expect(await ftp.exists('nothing')).toBe(false)
    await expect(ftp.stat('nothing')).rejects.toMatchObject({ code: '550' })
    await expect(ftp.size('nothing')).rejects.toMatchObject({ code: '550', verb: 'SIZE' })
  })

  test('list, raw lines, nlst', async () => {
    await ftp.put('1', 'café with spaces.txt')
    await ftp.put('2', '.hidden')
    await ftp.mkdir('folder')
    const entries = await ftp.list()
    const names = entries.map((entry) => entry.name)
    expect(names).toEqual(expect.arrayContaining(['a.txt', 'big.bin', 'café with spaces.txt', 'folder']))
    expect(entries.find((entry) => entry.name === 'big.bin')).toMatchObject({ type: 'file', size: big.length })
    expect(entries.find((entry) => entry.name === 'folder')?.type).toBe('directory')
    const now = entries.find((entry) => entry.name === 'big.bin')!.modified!
    expect(Math.abs(now.getTime() - Date.now())).toBeLessThan(120_000)
    expect((await ftp.list('.', { hidden: true })).map((entry) => entry.name)).toContain('.hidden')
    const raw = await ftp.list(undefined, { raw: true })
    expect(raw.some((line) => /^d.* folder$/.test(line))).toBe(true)
    expect(await ftp.nlst()).toEqual(expect.arrayContaining(['a.txt', 'folder']))
    asExpected()
    expect(await ftp.list('folder')).toEqual([])
    expect(await ftp.nlst('folder')).toEqual([])
    await expect(ftp.list('nowhere')).rejects.toThrow(ReplyError)
    await expect(ftp.nlst('nowhere')).rejects.toThrow(ReplyError)
  })

  test('download and upload, whole and resumed', async () => {
    const local = join(folder, `${tls}-${here}.bin`)
    const progress: number[] = []
    expect(await ftp.download('big.bin', local, { onProgress: (n) => progress.push(n), preserveTime: true })).toBe(
      big.length,
    )
    expect((await readFile(local)).equals(big)).toBe(true)
    expect(progress.at(-1)).toBe(big.length)
    await writeFile(local, big.subarray(0, 1_234_567))
    expect(await ftp.download('big.bin', local, { resume: true })).toBe(big.length - 1_234_567)
    expect((await readFile(local)).equals(big)).toBe(true)
    expect(await ftp.upload(local, 'up.bin')).toBe(big.length)
    await ftp.put(big.subarray(0, 765_432), 'up.bin')
    const sent: number[] = []
    expect(await ftp.upload(local, 'up.bin', { resume: true, onProgress: (n) => sent.push(n) })).toBe(
      big.length - 765_432,
    )
    expect(sent.at(-1)).toBe(big.length)
    expect((await readFile(join(server.home('alice'), here, 'up.bin'))).equals(big)).toBe(true)
    await expect(ftp.download('nothing', join(folder, 'nothing'))).rejects.toMatchObject({ code: '550' })
    expect((await readdir(folder)).filter((name) => /nothing|part/.test(name))).toEqual([])
  })

  test('rename, delete, mkdir, rmdir, walk', async () => {
    await ftp.put('x', 'old')
    await ftp.rename('old', 'new')
    expect(await text(ftp, 'new')).toBe('x')
    await ftp.delete('new')
    await expect(ftp.delete('new')).rejects.toMatchObject({ code: '550' })
    // Pure-FTPd says what was asked for, and doubles no quotes
    const quoted = 'a "quoted" name'
    expect([quoted, `/${here}/${quoted}`]).toContain(await ftp.mkdir(quoted))
    await ftp.cwd(quoted)
    expect(await ftp.pwd()).toBe(`/${here}/${quoted}`)
    await ftp.cwd('..')
    await ftp.rmdir(quoted)
    await ftp.mkdir('deep/er/est', { recursive: true })
    await ftp.mkdir('deep/er/est', { recursive: true })
    await ftp.put('1', 'deep/one')
    await ftp.put('2', 'deep/er/.two')
    await ftp.put('3', 'deep/er/est/three')
    const paths: string[] = []
    for await (const entry of ftp.walk('deep')) paths.push(entry.path)
    expect(paths.sort()).toEqual(expect.arrayContaining(['deep/er', 'deep/er/est', 'deep/er/est/three', 'deep/one']))
    await expect(ftp.rmdir('deep')).rejects.toThrow(ReplyError)
    await ftp.rmdir('deep', { recursive: true })
    expect(await ftp.exists('deep')).toBe(false)
  })

  test('rmdir of all that is within: links go, what they lead to stays', async () => {
    const there = join(server.home('alice'), here)
    await ftp.mkdir('kept/inner', { recursive: true })
    await ftp.put('x', 'kept/inner/file')
    await ftp.mkdir('gone/.deep', { recursive: true })
    await ftp.put('y', 'gone/.deep/.file')
    await symlink('../kept', join(there, 'gone', 'directory'))
    await symlink('../../kept/inner/file', join(there, 'gone', '.deep', 'link'))
    await symlink('nowhere', join(there, 'gone', 'dangling'))
    await symlink('..', join(there, 'gone', 'loop'))
    await ftp.rmdir('gone', { recursive: true })
    expect(await ftp.exists('gone')).toBe(false)
    expect(await text(ftp, 'kept/inner/file')).toBe('x')
    await ftp.rmdir('kept', { recursive: true })
  })

  test('noop, system, help, site, command', async () => {
    await ftp.noop()
    expect(await ftp.system()).toMatch(/^UNIX/)
    expect(await ftp.help()).toMatch(/RETR|SITE/)
    expect((await ftp.site('HELP')).code).toBe(214)
    expect((await ftp.command('NOOP')).code).toBe(200)
    await expect(ftp.command('XYZZY')).rejects.toMatchObject({ code: '500' })
  })

  test('calls in parallel queue', async () => {
    const texts = ['one', 'two', 'three', 'four']
    await Promise.all(texts.map((words, index) => ftp.put(words, `parallel-${index}`)))
    const [a, b, listed, c] = await Promise.all([
      text(ftp, 'parallel-0'),
      text(ftp, 'parallel-1'),
      ftp.list(),
      text(ftp, 'parallel-3'),
    ])
    expect([a, b, c]).toEqual(['one', 'two', 'four'])
    expect(listed.length).toBeGreaterThan(4)
  })

  test('a body that is left, a call that is aborted: the connection goes on', async () => {
    for await (const piece of await ftp.get('big.bin')) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
    expect(await ftp.pwd()).toBe(`/${here}`)
    const controller = new AbortController()
    const body = await ftp.get('big.bin', { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(body.bytes()).rejects.toThrow('enough')
    expect(await ftp.pwd()).toBe(`/${here}`)

    const slow = new AbortController()
    const endless = (async function* () {
      for (;;) {
        yield big.subarray(0, 65_536)
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    })()
    const uploading = ftp.put(endless, 'endless', {
      signal: slow.signal,
      onProgress: (n) => {
        if (n > 500_000) slow.abort(new Error('too much'))
      },
    })
    await expect(uploading).rejects.toThrow('too much')
    expect(await ftp.pwd()).toBe(`/${here}`)
    expect(await text(ftp, 'a.txt')).toBe('hello WORLD! And more')
  })

  test('a source that fails fails its upload alone', async () => {
    const broken = (async function* () {
      yield Buffer.from('half')
      throw new Error('no more')
    })()
    await expect(ftp.put(broken, 'broken')).rejects.toMatchObject({
      code: 'ERR_SOURCE',
      message: expect.stringMatching(/no more/),
    })
    expect(await ftp.pwd()).toBe(`/${here}`)
  })

  test('a missing file is a ReplyError, and the connection goes on', async () => {
    await expect(ftp.get('nothing')).rejects.toMatchObject({ code: '550', command: 'RETR nothing' })
    await expect(ftp.get('nothing')).rejects.not.toBeInstanceOf(TransferError)
    await expect(ftp.put('x', 'no/such/place')).rejects.toThrow(ReplyError)
    expect(await text(ftp, 'a.txt')).toBe('hello WORLD! And more')
  })

  test.each<DataMode>(['pasv', 'active', 'epsv'])('mode %s', async (mode) => {
    await using other = await connect(server, tls, { host, mode, requireSessionReuse: sessionReused })
    await other.put('by another way', `${here}/mode-${mode}`)
    expect(await text(other, `${here}/mode-${mode}`)).toBe('by another way')
    expect((await other.list(here)).length).toBeGreaterThan(3)
    // PASV has no words for an address of IPv6
    const used = mode === 'pasv' && host.includes(':') ? 'epsv' : mode
    expect(other.data).toEqual({ mode: used, secure, sessionReused })
  })
}

/** Without a name, in clear. */
function anybody(server: Server): void {
  test('anonymous by URL', async () => {
    await using ftp = await FtpClient.connect(`ftp://localhost:${server.ports.ftp}/pub`)
    expect(await ftp.pwd()).toBe('/pub')
    expect(await text(ftp, 'hello.txt')).toBe('hello anonymous\n')
    expect(await text(ftp, 'café.txt')).toBe('café\n')
    await expect(ftp.put('no', 'no')).rejects.toThrow(ReplyError)
  })

  test('the file of a URL with a type is in its directory', async () => {
    await using ftp = await FtpClient.connect(`ftp://localhost:${server.ports.ftp}/pub/hello.txt;type=i`)
    expect(await ftp.pwd()).toBe('/pub')
  })
}

function suite(server: Server, its: Traits): void {
  const { ways, resumes, anonymous } = its
  describe.each(addresses)('at %s', (host) => {
    describe.each(ways)('tls: %s', (tls) => methods(server, tls, host, its))
  })

  if (anonymous) anybody(server)

  test('login by hand', async () => {
    await using ftp = await connect(server, 'starttls', { login: false })
    await expect(ftp.login('alice', 'wrong')).rejects.toThrow(AuthError)
    await ftp.login('carol', users.carol.password)
    expect(ftp.features.has('UTF8')).toBe(true)
    await ftp.put('hers', 'carol.txt')
    expect(await text(ftp, 'carol.txt')).toBe('hers')
    expect(ftp.data?.secure).toBe(true)
  })

  test('a wrong password is an AuthError that does not show it', async () => {
    const wrong = { user: 'alice', password: 'not-this-one' }
    const refused = connect(server, 'starttls', { auth: wrong })
    await expect(refused).rejects.toMatchObject({ name: 'AuthError', code: '530' })
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('not-this-one') })
  })

  test('a certificate of nobody known is a TlsError', async () => {
    for (const tls of ways.filter((way) => way !== 'none')) {
      await expect(connect(server, tls, { tlsOptions: {} })).rejects.toThrow(TlsError)
    }
  })

  describe.each(resumes)('%s is resumed by each data connection', (version) => {
    test('a hundred uploads of nothing: the goodbye of TLS is not lost behind the handshake', async () => {
      const tlsOptions = { ca: server.certificates.ca, minVersion: version, maxVersion: version }
      await using ftp = await connect(server, 'starttls', { tlsOptions })
      for (let round = 0; round < 50; round++) {
        await ftp.put('', 'nothing')
        await ftp.put(Readable.from([]), 'nothing')
      }
      expect(await ftp.size('nothing')).toBe(0)
    })

    test.each<DataMode>(['epsv', 'pasv', 'active'])('session reused, mode %s', async (mode) => {
      const tlsOptions = { ca: server.certificates.ca, minVersion: version, maxVersion: version }
      await using ftp = await connect(server, 'starttls', { tlsOptions, mode })
      for (let round = 0; round < 3; round++) {
        await ftp.put(`round ${round}`, version)
        expect(ftp.data).toEqual({ mode, secure: true, sessionReused: true })
        expect(await text(ftp, version)).toBe(`round ${round}`)
        expect(ftp.data).toEqual({ mode, secure: true, sessionReused: true })
        expect((await ftp.list()).map(({ name }) => name)).toContain(version)
        expect(ftp.data).toEqual({ mode, secure: true, sessionReused: true })
      }
    })
  })

  test('data in clear behind a secured login', async () => {
    await using ftp = await connect(server, 'starttls', { protectData: false })
    await ftp.put('in clear', 'clear.txt')
    expect(await text(ftp, 'clear.txt')).toBe('in clear')
    expect(ftp.data?.secure).toBe(false)
  })

  test('every loopback address, active mode too', async () => {
    for (const host of server.hosts) {
      for (const mode of ['auto', 'active'] as const) {
        await using ftp = await connect(server, 'starttls', { host, mode })
        await ftp.put(host, 'address')
        expect(await text(ftp, 'address')).toBe(host)
      }
    }
  })
}

describeServer('vsftpd', 'and FtpClient', (server) => suite(server, traits.vsftpd))
describeServer('proftpd', 'and FtpClient', (server) => suite(server, traits.proftpd))
describeServer('pureftpd', 'and FtpClient', (server) => suite(server, traits.pureftpd))
