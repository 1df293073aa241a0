import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FileSpec, type FtpOptions, ftpServer } from '@linewire/servers'
import { expect, test } from 'vitest'
import { exit } from '../src/failure.ts'
import { ftpExit, run } from '../src/ftp-download.ts'
import { commonFailures } from './common-failures.ts'
import { replyTo, Stage } from './stage.ts'

const content = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 11) % 256))
const files: Record<string, FileSpec> = { '/pub/data.bin': content, '/pub/café.txt': 'café\r\n', '/top.txt': 'top' }

const serve = (options: FtpOptions = {}): ReturnType<typeof ftpServer> => ftpServer({ files, ...options })
const at = ({ host, port }: { host: string; port: number }, path: string, user = ''): string =>
  `ftp://${user}${host}:${port}/${path}`

commonFailures(run, { scheme: 'ftp', serve, argv: (server, stage) => [`${server}/pub/data.bin`, stage.folder] })

test.each([
  ['implicit', { requireSessionReuse: 425 }],
  ['starttls', { requireSessionReuse: 522, loginNeedsTls: true }],
  ['none', {}],
] as const)('tls %s: the file comes octet by octet', async (tls, options) => {
  await using server = await serve({ tls, ...options })
  using stage = new Stage()
  const args = ['--tls', tls, '--ca', stage.trust(server)]
  const { code, out, err } = await stage.play(run, [at(server, 'pub/data.bin'), stage.folder, ...args])
  expect({ code, err }).toEqual({ code: exit.done, err: '' })
  expect(out).toContain(`as anonymous, ${tls === 'none' ? 'in clear' : 'over TLS'}`)
  expect(out).toContain('in /pub\n')
  expect(out).toMatch(/data\.bin is in .*data\.bin: 293\.0 KiB in \d+ ms$/)
  expect(stage.files).toEqual(['data.bin'])
  expect(readFileSync(join(stage.folder, 'data.bin')).equals(content)).toBe(true)
})

test('a name that is not ASCII, a file at the root, a local name of its own, a login', async () => {
  await using server = await serve({ anonymous: false })
  using stage = new Stage()
  const alice = 'alice:wonderland@'
  const play = async (path: string, local: string): Promise<string> => {
    const args = [at(server, path, alice), join(stage.folder, local), '--tls', 'none']
    expect(await stage.play(run, args)).toMatchObject({ code: exit.done })
    return readFileSync(join(stage.folder, local), 'utf8')
  }
  expect(await play('pub/caf%C3%A9.txt', 'coffee.txt')).toBe('café\r\n')
  expect(await play('top.txt', 'top')).toBe('top')
  expect(await play('%2Fpub/caf%C3%A9.txt', 'again.txt')).toBe('café\r\n')
  expect(stage.files.sort()).toEqual(['again.txt', 'coffee.txt', 'top'])
})

test('no such directory, no such file, no file at all: nothing is left', async () => {
  await using server = await serve()
  using stage = new Stage()
  const fails = async (path: string, code: number, sentence: string): Promise<void> => {
    const played = await stage.play(run, [at(server, path), stage.folder])
    expect(played).toMatchObject({ code, err: expect.stringContaining(sentence) })
    expect(stage.files).toEqual([])
  }
  await fails('none/data.bin', ftpExit.noDirectory, 'there is no directory none')
  await fails('pub/none.bin', ftpExit.noFile, 'there is no file none.bin that you may read in pub')
  await fails('none.bin', ftpExit.noFile, 'there is no file none.bin that you may read in this directory')
  await fails('pub/', exit.usage, 'the URL names no file')
  await fails('pub/..', exit.usage, 'the URL names no file')
})

test('anonymous is not welcome everywhere', async () => {
  await using server = await serve({ anonymous: false })
  using stage = new Stage()
  expect((await stage.play(run, [at(server, 'pub/data.bin'), stage.folder])).code).toBe(exit.login)
  expect(stage.files).toEqual([])
})

test('a local folder that is not there, and one that is a file', async () => {
  await using server = await serve()
  using stage = new Stage()
  const file = join(stage.folder, 'file')
  writeFileSync(file, 'mine')
  for (const local of [join(stage.folder, 'none', 'data.bin'), join(file, 'data.bin')]) {
    const { code, err } = await stage.play(run, [at(server, 'pub/data.bin'), local])
    expect({ code, err }).toMatchObject({ code: exit.localDisk, err: expect.stringMatching(/ENOENT|ENOTDIR/) })
  }
  expect(stage.files).toEqual(['file'])
  expect(readFileSync(file, 'utf8')).toBe('mine')
})

test('a transfer that breaks leaves no file, and the old one as it was', async () => {
  for (const cutDataHow of ['fin', 'reset'] as const) {
    await using server = await serve({ faults: { cutDataAt: 100_000, cutDataHow } })
    using stage = new Stage()
    const { code } = await stage.play(run, [at(server, 'pub/data.bin'), stage.folder])
    expect(code).toBe(exit.connectionLost)
    expect(stage.files).toEqual([])
    writeFileSync(join(stage.folder, 'data.bin'), 'old')
    expect((await stage.play(run, [at(server, 'pub/data.bin'), stage.folder])).code).toBe(exit.connectionLost)
    expect(stage.files).toEqual(['data.bin'])
    expect(readFileSync(join(stage.folder, 'data.bin'), 'utf8')).toBe('old')
  }
})

test('a server that hangs up in the middle of a transfer, or calls it a failure, leaves no file', async () => {
  await using server = await serve()
  using stage = new Stage()
  expect((await stage.play(run, [at(server, 'pub/data.bin'), stage.folder])).code).toBe(exit.done)
  const preliminary = replyTo('RETR', server.transcript)
  for (const closeAt of [preliminary, preliminary + 1]) {
    using fresh = new Stage()
    server.faults = { closeAt, closeWhen: 'before' }
    expect((await fresh.play(run, [at(server, 'pub/data.bin'), fresh.folder])).code).toBe(exit.connectionLost)
    expect(fresh.files).toEqual([])
  }
  await using failing = await serve({ faults: { finalReply: '451 Disk failure' } })
  using other = new Stage()
  const { code, err } = await other.play(run, [at(failing, 'pub/data.bin'), other.folder])
  expect({ code, err }).toMatchObject({ code: exit.declined, err: expect.stringContaining('451 Disk failure') })
  expect(other.files).toEqual([])
})
