import {
  ArgumentError,
  AuthError,
  ConnectionError,
  ProtocolError,
  TimeoutError,
  TlsError,
  type TraceEvent,
} from '@linewire/wire'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type FtpServer,
  ftpServer,
  type FtpOptions as ServerOptions,
  scriptedServer,
} from '../../../servers/src/index.ts'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function server(options: Parameters<typeof ftpServer>[0] = {}): Promise<FtpServer> {
  const made = await ftpServer(options)
  open.push(made)
  return made
}

const auth = { user: 'alice', password: 'wonderland' }

async function connect(
  to: { port: number; ca: string; tls: ServerOptions['tls'] & string },
  options: Partial<FtpOptions> = {},
): Promise<FtpClient> {
  const ftp = await FtpClient.connect({
    host: 'localhost',
    port: to.port,
    tls: to.tls,
    auth,
    tlsOptions: { ca: to.ca },
    timeout: 5000,
    ...options,
  })
  open.push(ftp)
  return ftp
}

describe('connecting', () => {
  test.each(['none', 'starttls', 'implicit'] as const)('tls: %s', async (tls) => {
    const to = await server({ tls, loginNeedsTls: tls !== 'none' })
    const ftp = await connect(to)
    expect(ftp.secure).toBe(tls !== 'none')
    expect(ftp.greeting).toMatchObject({ code: 220 })
    expect(ftp.features.has('MLST')).toBe(true)
    expect(await ftp.pwd()).toBe('/')
    const said = to.transcript.filter((line) => line.startsWith('C: '))
    expect(said.includes('C: PROT P')).toBe(tls !== 'none')
    expect(said).toContain('C: OPTS UTF8 ON')
  })

  test('what does not depend on each other goes out in one flight, the password too', async () => {
    const to = await server({ tls: 'implicit' })
    await connect(to)
    // USER, PASS, FEAT, PBSZ, PROT, OPTS, TYPE
    expect(to.flights).toBe(2)
  })

  test('pipelining: off sends one command at a time', async () => {
    const to = await server({ tls: 'implicit' })
    await connect(to, { pipelining: 'off' })
    expect(to.flights).toBe(7)
  })

  test('anonymous without credentials, in clear for ftp: URLs', async () => {
    const to = await server({ files: { 'pub/a': 'x' } })
    const ftp = await FtpClient.connect(`ftp://localhost:${to.port}/pub`)
    open.push(ftp)
    expect(await ftp.pwd()).toBe('/pub')
    expect(to.transcript).toContain('C: USER anonymous')
  })

  test('the credentials of a URL', async () => {
    const to = await server({ files: { 'a/b': 'x' } })
    const ftp = await FtpClient.connect(`ftp://alice:wonderland@localhost:${to.port}/a/b;type=i`, { tls: 'none' })
    open.push(ftp)
    expect(await ftp.pwd()).toBe('/a')
  })

  test('the directory of a URL that is not there', async () => {
    const to = await server()
    await expect(FtpClient.connect(`ftp://localhost:${to.port}/nowhere`)).rejects.toMatchObject({ code: '550' })
    await expect(FtpClient.connect('http://localhost/')).rejects.toThrow(ArgumentError)
  })

  test('a password may be asked for when it is needed', async () => {
    const to = await server()
    const ftp = await connect(to, { auth: { user: 'alice', password: async () => 'wonderland' } })
    expect(await ftp.pwd()).toBe('/')
  })

  test('an account where one is asked for', async () => {
    const to = await server({ users: { alice: { password: 'wonderland', account: 'sales' } } })
    await expect(connect(to)).rejects.toMatchObject({ name: 'AuthError', code: 'ERR_AUTH_ACCOUNT' })
    expect(await (await connect(to, { account: 'sales' })).pwd()).toBe('/')
    await expect(connect(to, { account: 'wrong' })).rejects.toThrow(AuthError)
  })

  test('a user without a password', async () => {
    const to = await server({ users: { alice: {} } })
    expect(await (await connect(to)).pwd()).toBe('/')
  })

  test('login: false, and then by hand', async () => {
    const to = await server({ tls: 'starttls' })
    const ftp = await connect(to, { login: false })
    await expect(ftp.pwd()).rejects.toMatchObject({ code: '530' })
    await expect(ftp.login('alice', 'wrong')).rejects.toThrow(AuthError)
    await ftp.login('alice', 'wonderland')
    expect(await ftp.pwd()).toBe('/')
  })

  test('a server without FEAT', async () => {
    const to = await server({ without: ['FEAT', 'MLST', 'MLSD'], files: { a: 'x' } })
    const ftp = await connect(to)
    expect(ftp.features.size).toBe(0)
    expect((await ftp.list()).map((entry) => entry.name)).toEqual(['a'])
  })

  test('a server that lets everybody in', async () => {
    const to = await scriptedServer({
      script: [
        ...['S: 230 come in', 'C: FEAT', 'S: 502 no', 'C: OPTS UTF8 ON', 'S: 502 no', 'C: TYPE I', 'S: 200 ok'],
        ...['C: PWD', 'S: 257 "/x"', 'C: QUIT', 'S: 221 bye'],
      ],
    })
    open.push(to)
    expect(await (await connect({ ...to, port: to.port, ca: to.ca, tls: 'none' })).pwd()).toBe('/x')
  })

  test('facts that are off and needed are turned on', async () => {
    const to = await scriptedServer({
      script: [
        ...['S: 230 come in', 'C: FEAT', 'S: 211-x', 'S:  MLST type;size*;modify;perm*;unique;', 'S: 211 End'],
        ...['C: OPTS UTF8 ON', 'S: 501 no', 'C: TYPE I', 'S: 200 ok'],
        ...['C: OPTS MLST type;size;modify;perm;', 'S: 200 ok', 'C: QUIT', 'S: 221 bye'],
      ],
    })
    open.push(to)
    await (await connect({ ...to, port: to.port, ca: to.ca, tls: 'none' })).quit()
  })
})

describe('what is said at the beginning', () => {
  const login = ['S: 230 in']
  const end = ['C: QUIT', 'S: 221 bye']
  const features = ['C: FEAT', 'S: 502 no', 'C: OPTS UTF8 ON', 'S: 200 ok', 'C: TYPE I', 'S: 200 ok']

  async function begin(script: string[], options: Partial<FtpOptions> = {}): Promise<FtpClient> {
    const to = await scriptedServer({ script })
    const ftp = await FtpClient.connect({ host: 'localhost', port: to.port, tls: 'none', ...options })
    open.push(to, ftp)
    return ftp
  }

  test('HOST, and its answer, before anything else; CLNT and LANG whatever is answered', async () => {
    const script = [
      'S: 220 hi',
      'C: HOST ftp.example',
      'S: 220 ok',
      'C: USER anonymous',
      'S: 230 in',
      'C: PASS anonymous@',
      'S: 202 ok',
    ]
    const more = ['C: CLNT me', 'S: 500 no', 'C: LANG fr', 'S: 504 no', ...features]
    await begin([...script, ...more, ...end], { virtualHost: 'ftp.example', clientName: 'me', language: 'fr' })
  })

  test('a virtual host that is refused gets no password', async () => {
    const script = ['S: 220 hi', 'C: HOST other.example', 'S: 504 unknown', 'WAIT']
    const refused = begin(script, { virtualHost: 'other.example', auth: { user: 'alice', password: 'secret' } })
    await expect(refused).rejects.toMatchObject({ code: '504', command: 'HOST other.example' })
  })

  test('another charset than UTF-8: UTF8 OFF', async () => {
    const script = [...login, 'C: FEAT', 'S: 502 no', 'C: OPTS UTF8 OFF', 'S: 501 no', 'C: TYPE I', 'S: 200 ok']
    await begin([...script, ...end], { encoding: 'gbk' })
  })

  test('a server that takes OPTS UTF8 ON speaks UTF-8, whatever FEAT says', async () => {
    const ftp = await begin([...login, ...features, 'C: PWD', 'S: 257 "/café"', ...end])
    expect(await ftp.pwd()).toBe('/café')
  })

  test('IBM i is asked for paths and listings like those of Unix', async () => {
    const greeting = ['S: 230-QTCP at as400.example.', 'S: 230 Connection will close if idle more than 5 minutes.']
    await begin([...greeting, ...features, 'C: SITE NAMEFMT 1', 'S: 250 ok', 'C: SITE LISTFMT 1', 'S: 500 no', ...end])
  })

  test('the password may be superfluous, and is refused without harm', async () => {
    const script = ['S: 220 hi', 'C: USER alice', 'S: 230 in', 'C: PASS x', 'S: 503 already in']
    await begin([...script, ...features, ...end], { auth: { user: 'alice', password: 'x' } })
  })
})

describe('what may go wrong', () => {
  test('a wrong password is an AuthError, and nowhere to be seen', async () => {
    const to = await server()
    const events: TraceEvent[] = []
    const wrong = { user: 'alice', password: 'hunter2' }
    const refused = connect(to, { auth: wrong, trace: (event) => events.push(event) })
    await expect(refused).rejects.toMatchObject({ name: 'AuthError', code: '530', command: 'PASS' })
    expect(events.length).toBeGreaterThan(3)
    expect(JSON.stringify(events)).not.toContain('hunter2')
  })

  test('credentials that FTP does not know', async () => {
    const to = await server()
    await expect(connect(to, { auth: { user: 'alice', token: 'x' } })).rejects.toThrow(ArgumentError)
  })

  test('line ends in a user name or a password are refused before they are sent', async () => {
    const to = await server()
    for (const bad of [
      { user: 'a\r\nDELE x', password: 'x' },
      { user: 'alice', password: 'x\r\nDELE x' },
    ]) {
      await expect(connect(to, { auth: bad })).rejects.toThrow(ArgumentError)
    }
    expect(to.transcript.join()).not.toContain('DELE')
  })

  test('TLS is required: a server without it is left, no credentials sent', async () => {
    const to = await server()
    await expect(connect(to, { tls: 'starttls' })).rejects.toThrow(TlsError)
    expect(to.transcript.join()).not.toContain('USER')
  })

  test('a certificate that nobody signed', async () => {
    for (const tls of ['starttls', 'implicit'] as const) {
      const to = await server({ tls })
      await expect(connect(to, { tlsOptions: {} })).rejects.toThrow(TlsError)
    }
  })

  test('a certificate for somebody else', async () => {
    const to = await server({ tls: 'implicit' })
    const tlsOptions = { ca: to.ca, servername: 'other.test' }
    await expect(connect(to, { tlsOptions })).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })

  test('words in clear behind the go-ahead for TLS', async () => {
    const to = await server({ tls: 'starttls', faults: { afterStartTls: '230 logged in\r\n' } })
    await expect(connect(to)).rejects.toThrow(ProtocolError)
  })

  test('an unknown host, a refused port', async () => {
    await expect(FtpClient.connect('ftp://no-such-host.invalid')).rejects.toThrow(ConnectionError)
    const to = await ftpServer()
    await to.close()
    await expect(connect(to)).rejects.toMatchObject({ name: 'ConnectionError', code: 'ECONNREFUSED' })
  })

  test('data that cannot be protected', async () => {
    const to = await server({ tls: 'implicit', faults: { replies: { PROT: '536 not here' } } })
    await expect(connect(to)).rejects.toThrow(TlsError)
    expect((await connect(to, { protectData: false })).secure).toBe(true)
  })

  // greeting, AUTH, USER, PASS, FEAT, PBSZ, PROT, OPTS; behind them TYPE, in one flight alone
  const steps = [0, 1, 2, 3, 4, 5, 6, 7]

  test.each(steps)('a server that hangs up at reply %i', async (closeAt) => {
    for (const closeWhen of ['before', 'middle'] as const) {
      for (const closeHow of ['fin', 'reset'] as const) {
        const to = await server({ tls: 'starttls', faults: { closeAt, closeWhen, closeHow } })
        const failed = await connect(to).catch((error: unknown) => error)
        expect(failed instanceof ConnectionError || failed instanceof TlsError).toBe(true)
      }
    }
  })

  test.each(steps)('rubbish in place of reply %i', async (garbageAt) => {
    const to = await server({ tls: 'starttls', faults: { garbageAt } })
    await expect(connect(to)).rejects.toThrow(ProtocolError)
  })

  test.each(steps)('silence in place of reply %i', async (stallAt) => {
    const to = await server({ tls: 'starttls', faults: { stallAt } })
    await expect(connect(to, { timeout: 150 })).rejects.toThrow(TimeoutError)
  })

  test.each(['closeAt', 'garbageAt', 'stallAt'] as const)(
    '%s in the flight alone: one by one it works',
    async (fault) => {
      const to = await server({ tls: 'starttls', faults: { [fault]: 8, closeWhen: 'before', connections: 1 } })
      const ftp = await connect(to, { timeout: { reply: 300 } })
      expect(await ftp.pwd()).toBe('/')
      expect(to.sessions).toHaveLength(2)
    },
  )

  test('every reply cut into single octets', async () => {
    const to = await server({ tls: 'starttls', faults: { split: 1 }, files: { a: 'hello' } })
    const ftp = await connect(to)
    expect(await (await ftp.get('a')).text()).toBe('hello')
    expect((await ftp.list()).map((entry) => entry.name)).toEqual(['a'])
  })

  test('connecting is aborted', async () => {
    const to = await server({ faults: { stallAt: 1 } })
    const signal = AbortSignal.timeout(50)
    await expect(connect(to, { signal })).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})
