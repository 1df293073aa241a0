import { ConnectionError, ProtocolError, ReplyError, TimeoutError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { scriptedServer } from '../../../servers/src/index.ts'
import { type Stage, stage, text } from '../test/stage.ts'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'
import { TransferError } from './transfer-error.ts'

const at = stage()

const big = Buffer.alloc(1_000_000, 'octets ')

const start = (
  faults: Record<string, unknown> = {},
  server: Parameters<Stage['start']>[0] = {},
  options?: Partial<FtpOptions>,
): Promise<FtpClient> => at.start({ files: { a: 'hello', big }, faults, ...server }, options)

/** A server that says what it is told to, behind a login that nobody needs. */
async function scripted(script: string[], options: Partial<FtpOptions> = {}): Promise<FtpClient> {
  const server = await scriptedServer({ script: ['S: 230 in', 'C: FEAT', 'S: 502 no', ...script] })
  const ftp = await FtpClient.connect(`ftp://localhost:${server.port}`, {
    timeout: 5000,
    pipelining: 'off',
    ...options,
  })
  at.keep(server)
  at.keep(ftp)
  return ftp
}

async function goesOn(ftp: FtpClient): Promise<void> {
  expect(await ftp.pwd()).toBe('/')
  expect(await text(ftp, 'a')).toBe('hello')
}

describe('replies to a transfer', () => {
  test('226 before the data has come', async () => {
    const ftp = await start({ finalReplyFirst: true })
    expect((await (await ftp.get('big')).bytes()).length).toBe(big.length)
    await goesOn(ftp)
  })

  test('226 and no 150', async () => {
    const ftp = await start({ noPreliminary: true })
    expect(await text(ftp, 'a')).toBe('hello')
    await goesOn(ftp)
  })

  test('226 twice, in one piece, behind downloads and uploads alike', async () => {
    const ftp = await start({ finalReply: '226 done\r\n226 done' })
    for (let round = 0; round < 3; round++) {
      expect(await text(ftp, 'a')).toBe('hello')
      await ftp.put('x', 'up')
    }
    expect(await ftp.pwd()).toBe('/')
  })

  test('226 again while nobody asks for anything', async () => {
    const ftp = await start()
    await at.server.sessions[0]!.write('226 once more\r\n250 and more\r\n')
    await new Promise((resolve) => setTimeout(resolve, 20))
    await goesOn(ftp)
  })

  test('words that are no success, while nobody asks for anything, end it', async () => {
    const ftp = await start()
    await at.server.sessions[0]!.write('530 Go away\r\n')
    while (!ftp.closed) await new Promise((resolve) => setImmediate(resolve))
    await expect(ftp.pwd()).rejects.toThrow(/530 Go away/)
  })

  test('425 behind the 150: no file, and the connection goes on', async () => {
    const ftp = await start({ cutDataAt: 0, replies: { 'RETR#2': '425 cannot open data connection' } })
    await expect(text(ftp, 'a')).rejects.toMatchObject({ name: 'TransferError', code: '425', transient: true })
    expect(await ftp.pwd()).toBe('/')
  })

  test('425 in place of 150', async () => {
    const ftp = await start({ replies: { EPSV: '229 (|||1|)', PASV: '227 (0,0,0,0,0,1)' } })
    await expect(text(ftp, 'a')).rejects.toBeInstanceOf(TransferError)
    expect(await ftp.pwd()).toBe('/')
  })

  test.each([350, 331])('%i makes no sense, and ends it', async (code) => {
    const ftp = await start({ replies: { RETR: `${code} more?` } })
    await expect(text(ftp, 'a')).rejects.toBeInstanceOf(ProtocolError)
    expect(ftp.closed).toBe(true)
  })

  test('a reply of many lines in place of each of one', async () => {
    const many = (code: number, words: string): string => `${code}-${words}\r\n 226 not yet\r\n${code} ${words}`
    const replies = { 'RETR#2': many(226, 'a random joke') }
    const ftp = await start({ replies }, {}, {})
    expect(await text(ftp, 'a')).toBe('hello')
    expect(await ftp.pwd()).toBe('/')
  })
})

describe('where the data is to come from', () => {
  test.each([
    ['227 in place of 229', { EPSV: '227 Entering Passive Mode (1,2,3,4,0,1)' }],
    ['port 0 in EPSV', { EPSV: '229 Extended (|||0|)' }],
    ['port 65536 in EPSV', { EPSV: '229 Extended (|||65536|)' }],
    ['no port at all', { EPSV: '229 come in' }],
  ])('%s: PASV is asked', async (_, replies) => {
    const ftp = await start({ replies })
    await goesOn(ftp)
    expect(ftp.data?.mode).toBe('pasv')
  })

  test.each([
    ['port 0', '227 Entering Passive Mode (127,0,0,1,0,0)'],
    ['numbers above 255', '227 Entering Passive Mode (127,0,0,1,256,300)'],
    ['five numbers', '227 Entering Passive Mode (127,0,0,1,200)'],
    ['words', '227 ok'],
  ])('%s in PASV: the transfer fails, and says what came', async (_, reply) => {
    const ftp = await start({ replies: { PASV: reply } }, { without: ['EPSV'] })
    await expect(text(ftp, 'a')).rejects.toMatchObject({
      name: 'TransferError',
      code: 'ERR_PASSIVE',
      message: expect.stringMatching(/expected a port, got "227/),
    })
    expect(await ftp.pwd()).toBe('/')
  })

  test('no parentheses: the numbers are found', async () => {
    const script = ['C: TYPE I', 'S: 200 ok', 'C: PASV', 'S: 227 =127,0,0,1,0,1', 'C: QUIT', 'S: 221 bye']
    const ftp = await scripted(script, { mode: 'pasv' })
    await expect(text(ftp, 'a')).rejects.toMatchObject({
      message: expect.stringMatching(/PASV: no data connection: .*127\.0\.0\.1:1\b/),
    })
  })
})

describe('PWD', () => {
  test.each([
    ['257 "/a ""quoted"" name" is current', '/a "quoted" name'],
    ['257 ""', ''],
    ['257 "/a" is "not this"', '/a'],
    ['257 rubbish "/a"', '/a'],
    ['257 "/with \ttab"', '/with \ttab'],
    // Pure-FTPd 1.0.50
    ['257 "/a "quoted" name" is your current location', '/a "quoted" name'],
    ['257 "/a" : The directory was successfully created', '/a'],
  ])('%s', async (reply, path) => {
    const ftp = await scripted(['C: PWD', `S: ${reply}`, 'C: QUIT', 'S: 221 bye'])
    expect(await ftp.pwd()).toBe(path)
  })

  test.each(['257 /unquoted', '257 "/unclosed', '257 "/nul\0here"', '257'])('%j is none', async (reply) => {
    const ftp = await scripted(['C: PWD', `S: ${reply}`])
    await expect(ftp.pwd()).rejects.toBeInstanceOf(ProtocolError)
  })
})

describe('what else servers say', () => {
  test('lines that end in LF alone', async () => {
    const server = await scriptedServer({
      script: [
        'S: 230 in',
        'C: FEAT',
        Buffer.from('211-Features\n SIZE\n211 End\n'),
        'C: NOOP',
        Buffer.from('200 ok\n'),
        'C: QUIT',
        Buffer.from('221 bye\n'),
      ],
    })
    const ftp = await FtpClient.connect(`ftp://localhost:${server.port}`, { pipelining: 'off' })
    at.keep(server)
    at.keep(ftp)
    expect(ftp.features.has('SIZE')).toBe(true)
    await ftp.noop()
  })

  test('a reply of 200 KiB', async () => {
    const line = `S:  ${'x'.repeat(1000)}`
    const ftp = await scripted([
      'C: HELP',
      'S: 214-Help',
      ...Array<string>(200).fill(line),
      'S: 214 End',
      'C: QUIT',
      'S: 221 bye',
    ])
    expect((await ftp.help()).length).toBeGreaterThan(200_000)
  })

  test('120 before the greeting is ready, and another code within it', async () => {
    const server = await scriptedServer({
      script: [
        ...['S: 120-In a moment', 'S: 120 or two', 'S: 220-Welcome', 'S: 230 not logged in', 'S: 220 ready'],
        ...['C: FEAT', 'S: 502 no', 'C: QUIT', 'S: 221 bye'],
      ],
    })
    at.keep(server)
    const options = { host: 'localhost', port: server.port, tls: 'none', login: false, pipelining: 'off' } as const
    const ftp = await FtpClient.connect(options)
    at.keep(ftp)
    expect(ftp.greeting).toMatchObject({ code: 220, lines: ['Welcome', '230 not logged in', 'ready'] })
  })

  test('digits and nothing else', async () => {
    const ftp = await scripted(['C: NOOP', 'S: 200', 'C: QUIT', 'S: 221'])
    await ftp.noop()
  })

  test.each(['HTTP/1.1 400 Bad Request', 'ready', '20 ok', ' 200 ok', '600 ok'])('%j is no reply', async (line) => {
    const ftp = await scripted(['C: NOOP', `S: ${line}`])
    await expect(ftp.noop()).rejects.toBeInstanceOf(ProtocolError)
  })

  test('more answers than questions', async () => {
    const ftp = await scripted(['C: NOOP', 'S: 200 one', 'S: 200 two', 'WAIT'])
    await ftp.noop()
    await expect(ftp.noop()).rejects.toBeInstanceOf(ConnectionError)
  })

  test('two replies to PASS, and two to OPTS: the login ends where it should', async () => {
    const server = await scriptedServer({
      script: [
        ...['S: 220 (vsFTPd 3.0.3)', 'C: USER alice', 'S: 331 password?', 'C: PASS x', 'S: 230 in', 'S: 230 welcome'],
        ...['C: FEAT', 'S: 211-x', 'S:  UTF8', 'S: 211 End', 'C: OPTS UTF8 ON', 'S: 200 on', 'S: 200 on already'],
        ...['C: TYPE I', 'S: 200 I', 'C: EPSV', 'S: 229 (|||1|)', 'C: PWD', 'S: 257 "/home"', 'C: QUIT', 'S: 221 bye'],
      ],
    })
    const ftp = await FtpClient.connect(`ftp://alice:x@localhost:${server.port}`, { tls: 'none' })
    at.keep(server)
    at.keep(ftp)
    expect(ftp.features.has('UTF8')).toBe(true)
    expect(await ftp.pwd()).toBe('/home')
  })

  test('success under other numbers than the RFC has for it', async () => {
    const ftp = await scripted([
      ...[
        'C: DELE a',
        'S: 200 gone',
        'C: RMD b',
        'S: 200 gone',
        'C: CWD c',
        'S: 200 there',
        'C: TYPE I',
        'S: 226 binary',
      ],
      ...['C: SIZE a', 'S: 213 7', 'C: MKD d', 'S: 250 made', 'C: QUIT', 'S: 226 bye'],
    ])
    await ftp.delete('a')
    await ftp.rmdir('b')
    await ftp.cwd('c')
    expect(await ftp.size('a')).toBe(7)
    expect(await ftp.mkdir('d')).toBe('d')
  })

  test('421 at any time: idle, in the midst of a transfer, in the midst of the login', async () => {
    const idle = await start()
    await at.server.sessions[0]!.write('421 Idle for too long\r\n')
    while (!idle.closed) await new Promise((resolve) => setImmediate(resolve))
    await expect(idle.pwd()).rejects.toThrow(/421 Idle for too long/)

    const busy = await start({ cutDataAt: 1000, replies: { 'RETR#2': '421 Shutting down' } })
    const body = await busy.get('big')
    await expect(body.bytes()).rejects.toMatchObject({
      name: 'ConnectionError',
      message: expect.stringMatching(/421 Shutting down/),
    })
    await expect(busy.pwd()).rejects.toThrow(/421 Shutting down/)

    await expect(start({ replies: { PASS: '421 Too many users' } })).rejects.toMatchObject({
      name: 'ConnectionError',
      cause: { code: '421', transient: true },
    })
    expect(at.server.sessions).toHaveLength(1)
  })

  test('nothing at all', async () => {
    const ftp = await start({ stallAt: 6 }, {}, { timeout: { reply: 100 } })
    await expect(ftp.pwd()).rejects.toBeInstanceOf(TimeoutError)
    await expect(ftp.pwd()).rejects.toBeInstanceOf(ConnectionError)
  })

  test('a refusal in every place of a rename', async () => {
    const ftp = await start()
    await expect(ftp.rename('nothing', 'x')).rejects.toMatchObject({ code: '550', command: 'RNFR nothing' })
    await expect(ftp.rename('a', 'no/where')).rejects.toBeInstanceOf(ReplyError)
    await goesOn(ftp)
  })
})
