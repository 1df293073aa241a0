import { afterEach, describe, expect, test } from 'vitest'
import { type FtpServer, ftpServer, type FtpOptions as ServerOptions } from '../../../servers/src/index.ts'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

const names = Array.from({ length: 20 }, (_, n) => `file ${n}`)
const files = { a: 'hello', 'pub/deep/b': 'b', ...Object.fromEntries(names.map((name) => [name, name])) }
const known = 'ProFTPD Server ready.'

let to: FtpServer

async function start(server: ServerOptions = {}, options: Partial<FtpOptions> = {}, path = ''): Promise<FtpClient> {
  to = await ftpServer({ files, ...server })
  const tlsOptions = { ca: to.ca }
  const ftp = await FtpClient.connect(`ftp://alice:wonderland@localhost:${to.port}${path}`, {
    tls: to.tls,
    tlsOptions,
    timeout: 5000,
    ...options,
  })
  open.push(to, ftp)
  return ftp
}

const text = async (ftp: FtpClient, path: string): Promise<string> => (await ftp.get(path)).text()

/**
 * Counted, not timed: connecting is one, the greeting is another, and so are each flight on the control connection and
 * the connecting of each data connection; TLS takes one more for each connection.
 */
function trips(): number {
  const tls = to.tls === 'none' ? 0 : 1 + to.data.connections
  // the server waits for the first flight when it has greeted, and for nothing at the end
  return 1 + to.flights + to.data.connections + tls
}

/** what `run` takes, beyond what there was */
async function during(run: () => Promise<unknown>): Promise<number> {
  const before = trips()
  await run()
  return trips() - before
}

describe('the first download', () => {
  test('takes 5 round trips in clear: TCP, greeting, login, data connection, file', async () => {
    const ftp = await start({ greeting: known })
    expect(await text(ftp, 'a')).toBe('hello')
    expect(trips()).toBe(5)
  })

  test('asks for no port ahead in active mode, where none would be used', async () => {
    const ftp = await start({ greeting: known }, { mode: 'active' })
    expect(await text(ftp, 'a')).toBe('hello')
    expect(to.transcript.filter((line) => line.startsWith('C: EPSV'))).toEqual([])
  })

  test('takes 8 with explicit TLS: AUTH and two handshakes more', async () => {
    const ftp = await start({ greeting: known, tls: 'starttls', requireSessionReuse: 522 })
    expect(await text(ftp, 'a')).toBe('hello')
    expect(trips()).toBe(8)
  })

  test('takes 7 with implicit TLS', async () => {
    const ftp = await start({ greeting: known, tls: 'implicit' })
    expect(await text(ftp, 'a')).toBe('hello')
    expect(trips()).toBe(7)
  })

  test('takes no more in the directory of a URL', async () => {
    const ftp = await start({ greeting: known }, {}, '/pub/deep')
    expect(await text(ftp, 'b')).toBe('b')
    expect(trips()).toBe(5)
  })

  test('takes one more where it is not known that a port may be asked for before it is needed', async () => {
    const ftp = await start()
    expect(await text(ftp, 'a')).toBe('hello')
    expect(trips()).toBe(6)
  })

  test('takes no more resumed, or as text: REST and TYPE are answered while the data connection is made', async () => {
    const ftp = await start({ greeting: known })
    expect(await (await ftp.get('a', { offset: 2, type: 'A' })).text()).toBe('llo')
    // one flight more, beside another round trip
    expect(trips() - 1).toBe(5)
  })

  test('one command at a time, where that is asked for', async () => {
    const ftp = await start({ greeting: known }, { pipelining: 'off' })
    expect(await text(ftp, 'a')).toBe('hello')
    // USER · PASS · FEAT · OPTS · TYPE · EPSV · RETR
    expect(trips()).toBe(10)
    expect(to.transcript.filter((line) => line.startsWith('C: ')).map((line) => line.slice(3, 7))).toEqual([
      'USER',
      'PASS',
      'FEAT',
      'OPTS',
      'TYPE',
      'EPSV',
      'RETR',
    ])
  })
})

describe('many small files over one connection', () => {
  test('2 round trips for each where the next port may be asked for with a file', async () => {
    const ftp = await start({ greeting: known })
    const took = await during(async () => {
      expect(await Promise.all(names.map((name) => text(ftp, name)))).toEqual(names)
    })
    expect(took / names.length).toBeLessThanOrEqual(2)
    expect(to.transcript.filter((line) => line === 'C: EPSV')).toHaveLength(names.length)
  })

  test('one after another, too: the third is taken to have a fourth', async () => {
    const ftp = await start({ greeting: known })
    const took = await during(async () => {
      for (const name of names) expect(await text(ftp, name)).toBe(name)
    })
    expect(took / names.length).toBeLessThanOrEqual(2.2)
  })

  test('uploads and listings are transfers as well', async () => {
    const ftp = await start({ greeting: known })
    const took = await during(async () => {
      await Promise.all(names.map((name) => ftp.put(name, `pub/${name}`)))
      await Promise.all(names.map(() => ftp.list('pub')))
    })
    expect(took / (2 * names.length)).toBeLessThanOrEqual(2.2)
    expect(to.files.file(`/pub/${names[7]}`)?.content.toString()).toBe(names[7])
  })

  test('3 where that is not known', async () => {
    const ftp = await start()
    const took = await during(() => Promise.all(names.map((name) => text(ftp, name))))
    expect(took / names.length).toBeLessThanOrEqual(3)
  })
})

describe('commands without a data connection', () => {
  test('go out in windows of 32', async () => {
    const ftp = await start()
    const took = await during(async () => {
      const sizes = await Promise.all(Array.from({ length: 100 }, () => ftp.size('a')))
      expect(sizes).toEqual(Array(100).fill(5))
    })
    // the window slides: as little as two, as much as a flight for each reply that comes alone
    expect(took).toBeLessThan(40)
  })

  test('of all kinds in one flight, RNFR and RNTO too', async () => {
    const ftp = await start()
    const took = await during(async () => {
      const date = new Date('2020-02-29T12:34:56Z')
      const results = await Promise.allSettled([
        ftp.mkdir('new'),
        ftp.rename('file 1', 'new/1'),
        ftp.rename('nothing', 'new/2'),
        ftp.rename('file 2', 'no/where/2'),
        ftp.size('new/1'),
        ftp.setModified('new/1', date),
        ftp.modified('new/1'),
        ftp.chmod('new/1', 0o600),
        ftp.cwd('new'),
        ftp.delete('1'),
        ftp.cwd('/'),
        ftp.rmdir('new'),
      ])
      expect(results.map((result) => result.status === 'fulfilled')).toEqual([
        true,
        true,
        false,
        false,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        true,
      ])
      expect(results[2]).toMatchObject({ reason: { command: 'RNFR nothing', code: '550' } })
      expect(results[3]).toMatchObject({ reason: { command: 'RNTO no/where/2', code: '553' } })
      expect(results[6]).toMatchObject({ value: date })
    })
    expect(took).toBe(1)
  })

  test('making directories on the way down is one flight; removing them is one for each, and its listing', async () => {
    const ftp = await start({ greeting: known })
    expect(await during(() => ftp.mkdir('x/y/z', { recursive: true }))).toBe(1)
    await Promise.all(names.map((name) => ftp.put('', `x/y/z/${name}`)))
    await ftp.noop()
    // for each of three EPSV, connecting, MLSD, and all its DELE with RMD
    expect(await during(() => ftp.rmdir('x', { recursive: true }))).toBeLessThanOrEqual(12)
    expect(to.files.find('/x')).toBeUndefined()
  })

  test('one at a time for a server that is known to want that', async () => {
    const ftp = await start({ greeting: 'Microsoft FTP Service', faults: { oneByOne: true } })
    await Promise.all([ftp.mkdir('x'), ftp.rename('a', 'x/a'), ftp.size('x/a')])
    expect(await text(ftp, 'x/a')).toBe('hello')
  })
})

describe('a server that loses what comes with a command, and does not say so', () => {
  test('is called once more, with one command at a time, and so from then on', async () => {
    const ftp = await start({ faults: { oneByOne: true } }, { timeout: { reply: 200 } })
    expect(await text(ftp, 'a')).toBe('hello')
    expect(to.sessions).toHaveLength(2)
    const again = await FtpClient.connect(`ftp://alice:wonderland@localhost:${to.port}`, { tls: 'none' })
    open.push(again)
    expect(to.sessions).toHaveLength(3)
    expect(await again.pwd()).toBe('/')
  })

  test('is called once only where it refuses us', async () => {
    to = await ftpServer()
    open.push(to)
    const wrong = FtpClient.connect(`ftp://alice:wrong@localhost:${to.port}`, { tls: 'none' })
    await expect(wrong).rejects.toMatchObject({ name: 'AuthError' })
    expect(to.sessions).toHaveLength(1)
  })
})
