import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Body, ConnectionError, dial, LimitError, ReplyError, TimeoutError } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import type { FtpOptions as ServerOptions } from '../../../servers/src/index.ts'
import { type Stage, stage, text } from '../test/stage.ts'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'
import { TransferError } from './transfer-error.ts'

const at = stage()

const big = Buffer.alloc(2_000_000, 'octets ')

const start = (
  { files, ...server }: Parameters<Stage['start']>[0] = {},
  options?: Partial<FtpOptions>,
): Promise<FtpClient> => at.start({ files: { a: 'hello', big, ...files }, ...server }, options)

async function goesOn(ftp: FtpClient): Promise<void> {
  expect(await ftp.pwd()).toBe('/')
  expect(await text(ftp, 'a')).toBe('hello')
}

const ways: [name: string, server: ServerOptions, options: Partial<FtpOptions>, mode: string][] = [
  ['EPSV', {}, {}, 'epsv'],
  ['PASV, where EPSV is not known', { without: ['EPSV'] }, {}, 'pasv'],
  ['PASV, because we say so', {}, { mode: 'pasv' }, 'pasv'],
  ['PASV, whose address is not believed', { pasvAddress: '192.0.2.1' }, { mode: 'pasv' }, 'pasv'],
  ['PASV, where the port of EPSV leads nowhere', { faults: { replies: { EPSV: '229 (|||1|)' } } }, {}, 'pasv'],
  ['EPRT', {}, { mode: 'active' }, 'active'],
  ['PORT, where EPRT is not known', { without: ['EPRT'] }, { mode: 'active' }, 'active'],
]

describe.each(['none', 'starttls', 'implicit'] as const)('data connections, tls: %s', (tls) => {
  test.each(ways)('%s', async (_, server, options, mode) => {
    const ftp = await start({ ...server, tls, ...(tls === 'none' ? {} : { requireSessionReuse: 522 }) }, options)
    for (let round = 0; round < 2; round++) {
      expect(await text(ftp, 'a')).toBe('hello')
      await ftp.put(big, 'up')
      expect(at.server.files.file('/up')?.content.equals(big)).toBe(true)
      await ftp.put('', 'empty')
      expect(at.content('/empty')).toBe('')
    }
    expect(ftp.data).toEqual({ mode, secure: tls !== 'none', sessionReused: tls !== 'none' })
    // what does not work is not tried again
    expect(at.said('EPSV').length).toBeLessThanOrEqual(mode === 'epsv' ? 6 : 1)
  })
})

test('a mode that is asked for by name is not departed from', async () => {
  const ftp = await start({ without: ['EPSV'] }, { mode: 'epsv' })
  await expect(ftp.get('a')).rejects.toThrow('EPSV: 500')
  expect(await ftp.pwd()).toBe('/')
})

test('no way to a data connection is a TransferError', async () => {
  const ftp = await start({ faults: { replies: { EPSV: '229 (|||1|)', PASV: '227 (1,2,3,4,0,1)' } } })
  await expect(ftp.get('a')).rejects.toThrow(TransferError)
  await expect(ftp.list()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  expect(await ftp.pwd()).toBe('/')
})

test('ports to listen on, and an address to be called at', async () => {
  const ftp = await start({}, { mode: 'active', active: { ports: [40_000, 40_100], address: '127.0.0.1' } })
  await goesOn(ftp)
  expect(at.said('EPRT')[0]).toMatch(/^C: EPRT \|1\|127\.0\.0\.1\|40\d\d\d\|$/)
})

test('a server that cannot reach us says so', async () => {
  const ftp = await start({ dataTimeout: 50 }, { mode: 'active', active: { address: '127.0.0.1' } })
  expect(await text(ftp, 'a')).toBe('hello')
  const elsewhere = await start({}, { mode: 'active', active: { address: '192.0.2.1' } })
  await expect(elsewhere.get('a')).rejects.toThrow(/504/)
  expect(await elsewhere.pwd()).toBe('/')
})

test('PROT C and P by hand: data goes in clear, and protected again', async () => {
  const ftp = await start({ tls: 'starttls' })
  await ftp.command('PROT C')
  expect(await text(ftp, 'a')).toBe('hello')
  expect(ftp.data?.secure).toBe(false)
  await ftp.command('PROT P')
  expect(await text(ftp, 'a')).toBe('hello')
  expect(ftp.data?.secure).toBe(true)
})

test('PRET: a server of several machines is told what comes before it is asked for a port', async () => {
  const ftp = await start({ features: ['PRET'], greeting: 'vsFTPd in the clothes of DrFTPD' })
  await goesOn(ftp)
  await ftp.put('x', 'up')
  await ftp.list()
  expect(at.said('PRET')).toEqual(['C: PRET RETR a', 'C: PRET STOR up', 'C: PRET MLSD'])
  // but for the one that was asked for before FEAT had answered, none is asked for ahead of what it is for
  expect(at.said('EPSV')).toHaveLength(4)
})

describe('a session that is not resumed', () => {
  async function forgetful(server: ServerOptions, options: Partial<FtpOptions> = {}): Promise<FtpClient> {
    await at.serve({ ...server, tls: 'implicit', files: { a: 'hello' } })
    const tlsOptions = { ca: at.server.ca }
    const transport = await dial({ host: 'localhost', port: at.server.port, tls: 'implicit', tlsOptions })
    Object.defineProperty(transport, 'session', { value: undefined })
    return at.connect({ transport, ...options })
  }

  test.each([425, 522] as const)('is refused by the server with %i: no empty file for a success', async (code) => {
    const ftp = await forgetful({ requireSessionReuse: code })
    const got = ftp.get('a').then((body) => body.text())
    await expect(got).rejects.toMatchObject({ name: 'TransferError', code: String(code) })
    await expect(ftp.put('x', 'y')).rejects.toMatchObject({ name: 'TransferError' })
    expect(ftp.data).toEqual({ mode: 'epsv', secure: true, sessionReused: false })
    expect(await ftp.pwd()).toBe('/')
  })

  test('is refused here where that is asked for', async () => {
    const ftp = await forgetful({}, { requireSessionReuse: true })
    await expect(ftp.get('a').then((body) => body.text())).rejects.toThrow(/requireSessionReuse/)
    await expect(ftp.put('x', 'y')).rejects.toThrow(TransferError)
    expect(await ftp.pwd()).toBe('/')
    expect(await text(await forgetful({}), 'a')).toBe('hello')
  })

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'and nothing of it counts, whatever the server says: %s',
    async (maxVersion) => {
      await at.serve({ tls: 'implicit', files: { a: 'hello' } })
      const ftp = await at.connect({ requireSessionReuse: true, tlsOptions: { ca: at.server.ca, maxVersion } })
      await ftp.put('abc', 'first')
      expect(ftp.data?.sessionReused).toBe(true)
      // from now on it resumes nothing
      at.server.context.context.setTicketKeys(randomBytes(48))
      for (const source of ['x', Buffer.alloc(3_000_000, 'x')]) {
        await expect(ftp.put(source, 'big')).rejects.toThrow(/requireSessionReuse/)
        await expect(ftp.get('a').then((body) => body.text())).rejects.toThrow(/requireSessionReuse/)
      }
      expect(await ftp.pwd()).toBe('/')
    },
  )

  test.each([
    ['get', (ftp: FtpClient) => ftp.get('a').then((body) => body.text())],
    ['list', (ftp: FtpClient) => ftp.list()],
    ['put', (ftp: FtpClient) => ftp.put('x', 'y')],
  ] as const)('and that is the reason where the server leaves because of it: %s', async (_, call) => {
    const options = { requireSessionReuse: true, pipelining: 'off' } as const
    const first = await forgetful({}, options)
    await expect(call(first)).rejects.toThrow(/requireSessionReuse/)
    expect(first.closed).toBe(false)
    // in place of its last reply
    const closeAt = at.server.transcript.filter((line) => /^S: \d{3} /.test(line)).length - 1
    const second = await forgetful({ faults: { closeAt, closeWhen: 'before' } }, options)
    await expect(call(second)).rejects.toThrow(/requireSessionReuse/)
    expect(second.closed).toBe(true)
    await expect(call(second)).rejects.toMatchObject({ code: 'ERR_CLOSED' })
  })
})

describe('type and offset', () => {
  test('the type is set when it changes', async () => {
    const ftp = await start({ files: { text: 'one\r\ntwo' } })
    await text(ftp, 'a')
    await text(ftp, 'a')
    const lines: string[] = []
    for await (const line of ftp.getLines('text')) lines.push(line)
    await text(ftp, 'a')
    expect(lines).toEqual(['one', 'two'])
    expect(at.said('TYPE')).toEqual(['C: TYPE I', 'C: TYPE A', 'C: TYPE I'])
  })

  test('an offset is not left behind by a transfer that failed', async () => {
    const ftp = await start()
    expect(await (await ftp.get('a', { offset: 2 })).text()).toBe('llo')
    await expect(ftp.get('nothing', { offset: 2 })).rejects.toMatchObject({ code: '550' })
    expect(await text(ftp, 'a')).toBe('hello')
    expect(at.said('REST')).toEqual(['C: REST 2', 'C: REST 2', 'C: REST 0'])
  })

  test('an offset that is refused: what belongs to the end is appended, anything else is told', async () => {
    for (const how of [{ without: ['REST'] }, { faults: { replies: { STOR: '551 no restart' } } }]) {
      const ftp = await start(how)
      await ftp.put(' world', 'a', { offset: 5 })
      expect(at.content('/a')).toBe('hello world')
      expect(at.said('APPE')).toHaveLength(1)
    }
    const ftp = await start({ without: ['REST'] })
    for (const path of ['a', 'nothing']) {
      await expect(ftp.put('x', path, { offset: 3 })).rejects.toThrow('REST 3: 500')
    }
    expect(at.content('/a')).toBe('hello')
  })

  test('room is made for what is to come, where the server wants that', async () => {
    const ftp = await start()
    await ftp.put('hello', 'new', { size: 5 })
    expect(at.said('ALLO')).toEqual(['C: ALLO 5'])
    expect(at.content('/new')).toBe('hello')
    const full = await start({ faults: { replies: { ALLO: '552 not enough room' } } })
    await expect(full.put('hello', 'new', { size: 5 })).rejects.toMatchObject({ code: '552', command: 'ALLO 5' })
    expect(at.content('/new')).toBeUndefined()
    await goesOn(full)
    const ignorant = await start({ without: ['ALLO'] })
    await ignorant.append('!', 'a', { size: 1 })
    expect(at.content('/a')).toBe('hello!')
  })

  test('text goes up with the line ends of TYPE A, whatever it has', async () => {
    const ftp = await start()
    const seen: string[] = []
    const sent = await ftp.put('one\ntwo\r\n', 'text', { type: 'A', onProgress: (octets) => seen.push(String(octets)) })
    expect(sent.octets).toBe(10)
    expect(at.content('/text')).toBe('one\ntwo\n')
  })

  test('an offset that is refused is told', async () => {
    const ftp = await start({ without: ['REST'] })
    await expect(ftp.get('a', { offset: 2 })).rejects.toThrow('REST 2: 500')
    await goesOn(ftp)
  })
})

describe('replies and data in any order', () => {
  test('the final reply before the data', async () => {
    const ftp = await start({ faults: { finalReplyFirst: true } })
    expect((await (await ftp.get('big')).bytes()).length).toBe(big.length)
    await goesOn(ftp)
  })

  test('no preliminary reply', async () => {
    const ftp = await start({ faults: { noPreliminary: true } })
    expect((await (await ftp.get('big')).bytes()).length).toBe(big.length)
    await goesOn(ftp)
  })

  test('a failure behind the data is the body’s', async () => {
    const ftp = await start({ faults: { finalReply: '451 Disk failure' } })
    const body = await ftp.get('a')
    await expect(body.text()).rejects.toMatchObject({ name: 'TransferError', code: '451', transient: true })
    await expect(ftp.put('x', 'y')).rejects.toMatchObject({ name: 'TransferError', code: '451' })
    await expect(ftp.list()).rejects.toThrow('MLSD: 451 Disk failure')
    expect(await ftp.pwd()).toBe('/')
  })

  test.each(['fin', 'reset'] as const)('data that is cut off, by %s', async (cutDataHow) => {
    const ftp = await start({ faults: { cutDataAt: 1000, cutDataHow } })
    await expect((await ftp.get('big')).bytes()).rejects.toMatchObject({ name: 'TransferError', code: '426' })
    await expect(ftp.put(big, 'up')).rejects.toMatchObject({ name: 'TransferError', code: '426' })
    expect(await ftp.pwd()).toBe('/')
  })

  test.each(['report (500 bytes).txt', 'report (500 bytes)'])('%s is a name, and announces nothing', async (name) => {
    const ftp = await start({ files: { [name]: 'x' } })
    expect(await text(ftp, name)).toBe('x')
  })

  test('fewer octets than were announced are not a success', async () => {
    const ftp = await start({ faults: { cutDataAt: 1000, replies: { 'RETR#2': '226 Transfer complete.' } } })
    await expect((await ftp.get('big')).bytes()).rejects.toMatchObject({ code: 'ERR_TRUNCATED' })
    expect(await ftp.pwd()).toBe('/')
  })

  // RETR a: EPSV, 150, 226 behind greeting, USER, PASS, FEAT, OPTS, TYPE
  test.each([6, 7, 8])('a server that hangs up at reply %i of a download', async (closeAt) => {
    const ftp = await start({ faults: { closeAt, closeWhen: 'before' } })
    await expect(ftp.get('a').then((body) => body.text())).rejects.toThrow(ConnectionError)
    expect(ftp.closed).toBe(true)
  })

  test.each([6, 7, 8])('a server that hangs up at reply %i of an upload', async (closeAt) => {
    const ftp = await start({ faults: { closeAt, closeWhen: 'before' } })
    await expect(ftp.put('x', 'y')).rejects.toThrow(ConnectionError)
    await expect(ftp.pwd()).rejects.toThrow(ConnectionError)
  })

  test.each([6, 7, 8])('silence in place of reply %i', async (stallAt) => {
    const ftp = await start({ faults: { stallAt } }, { timeout: { reply: 100 } })
    await expect(ftp.get('a').then((body) => body.text())).rejects.toThrow(TimeoutError)
    expect(ftp.closed).toBe(true)
  })

  test.each([6, 7, 8])('rubbish in place of reply %i', async (garbageAt) => {
    const ftp = await start({ faults: { garbageAt } })
    await expect(ftp.get('a').then((body) => body.text())).rejects.toMatchObject({ code: 'ERR_PROTOCOL' })
  })

  test('everything cut into single octets', async () => {
    const ftp = await start({ faults: { split: 1 }, tls: 'starttls' })
    await goesOn(ftp)
    await ftp.put('up', 'up')
    expect(at.content('/up')).toBe('up')
  })
})

describe('leaving', () => {
  test('a body that is left: the transfer is broken off, and the next command goes on', async () => {
    // more than the system keeps for us
    await at.serve({ files: { huge: Buffer.alloc(40_000_000), a: 'hello' } })
    const ftp = await FtpClient.connect({ host: 'localhost', port: at.server.port, tls: 'none' })
    at.keep(ftp)
    for await (const _ of await ftp.get('huge')) break
    await goesOn(ftp)
    const body = await ftp.get('huge')
    body.cancel()
    await goesOn(ftp)
    expect(at.said('ABOR')).toHaveLength(2)
  })

  test('a body that is aborted', async () => {
    const ftp = await start()
    const controller = new AbortController()
    const body = await ftp.get('big', { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(body.bytes()).rejects.toThrow('enough')
    await goesOn(ftp)
  })

  test('a call that is aborted before it was its turn is never made', async () => {
    const ftp = await start()
    const body = await ftp.get('big')
    const controller = new AbortController()
    const second = ftp.get('a', { signal: controller.signal })
    controller.abort(new Error('never mind'))
    await expect(second).rejects.toThrow('never mind')
    await body.bytes()
    expect(at.said('RETR')).toHaveLength(1)
    await goesOn(ftp)
  })

  test('a slow reader pauses the server, and no clock runs', async () => {
    const ftp = await start({}, { timeout: { reply: 100 } })
    const body = await ftp.get('big')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await body.bytes()).length).toBe(big.length)
    await goesOn(ftp)
  })

  test('a body left unread while others wait fails, and they go on', async () => {
    const ftp = await start({}, { timeout: { body: 50 } })
    const body = await ftp.get('big')
    expect(await ftp.pwd()).toBe('/')
    await expect(body.bytes()).rejects.toThrow('RETR big: its body was left unread for 50 ms while other commands wait')
  })

  test('a slow source is waited for, and no clock runs', async () => {
    const ftp = await start({}, { timeout: { reply: 100 } })
    const slow = (async function* () {
      yield Buffer.from('one ')
      await new Promise((resolve) => setTimeout(resolve, 300))
      yield Buffer.from('two')
    })()
    expect((await ftp.put(slow, 'slow')).octets).toBe(7)
    expect(at.content('/slow')).toBe('one two')
  })

  test('a source that fails, and one that is aborted, fail alone', async () => {
    const ftp = await start()
    const broken = (async function* () {
      yield Buffer.from('half')
      throw new Error('no more')
    })()
    await expect(ftp.put(broken, 'broken')).rejects.toMatchObject({
      code: 'ERR_SOURCE',
      message: expect.stringMatching(/no more/),
    })
    await goesOn(ftp)
    const controller = new AbortController()
    const endless = (async function* () {
      for (;;) {
        yield Buffer.alloc(65_536)
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    })()
    const onProgress = (octets: number): void => {
      if (octets > 200_000) controller.abort(new Error('too much'))
    }
    await expect(ftp.put(endless, 'endless', { signal: controller.signal, onProgress })).rejects.toThrow('too much')
    await goesOn(ftp)
  })

  test('a stream that fails before the server is ready fails its upload alone', async () => {
    const ftp = await start()
    const put = ftp.put(createReadStream('/no/such/file'), 'up')
    await expect(put).rejects.toMatchObject({ code: 'ERR_SOURCE', message: expect.stringMatching(/ENOENT/) })
    await goesOn(ftp)
  })

  test.each([undefined, null, 0, ''])('a source that throws %j fails its upload', async (thrown) => {
    const ftp = await start()
    const broken = (async function* () {
      yield Buffer.from('half')
      throw thrown
    })()
    await expect(ftp.put(broken, 'broken')).rejects.toMatchObject({ code: 'ERR_SOURCE' })
    await goesOn(ftp)
  })

  test('a refusal leaves the source alone', async () => {
    const ftp = await start()
    let asked = 0
    const source = (async function* () {
      asked++
      yield Buffer.from('x')
    })()
    await expect(ftp.put(source, 'no/such/place')).rejects.toThrow(ReplyError)
    expect(asked).toBe(0)
    await goesOn(ftp)
  })

  test('more than may be collected is a LimitError, and the connection goes on', async () => {
    const ftp = await start()
    await expect((await ftp.get('big')).bytes({ maxBytes: 1000 })).rejects.toThrow(LimitError)
    await goesOn(ftp)
  })

  test.each([
    ['a body that nobody reads', (ftp: FtpClient) => ftp.get('big').then((body) => body)],
    [
      'a source that has nothing',
      async (ftp: FtpClient) => {
        const never = (async function* () {
          yield Buffer.from('a')
          await new Promise(() => {})
        })()
        let begun = (): void => {}
        const first = new Promise<void>((resolve) => {
          begun = resolve
        })
        ftp.put(never, 'never', { onProgress: begun }).catch(() => {})
        await first
      },
    ],
  ] as const)('await using does not wait for %s', async (_, leave) => {
    const ftp = await start({}, { timeout: { goodbye: 50 } })
    await leave(ftp)
    await ftp[Symbol.asyncDispose]()
    expect(ftp.closed).toBe(true)
  })

  test('await using waits for what goes on, however long', async () => {
    const ftp = await start({}, { timeout: { goodbye: 400 } })
    const slow = (async function* () {
      for (let piece = 0; piece < 10; piece++) {
        yield Buffer.from('x')
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    })()
    const putting = ftp.put(slow, 'slow')
    await ftp[Symbol.asyncDispose]()
    expect((await putting).octets).toBe(10)
    expect(at.said('QUIT')).toHaveLength(1)
  })

  test('close() ends a transfer: its body fails', async () => {
    const ftp = await start()
    const body: Body = await ftp.get('big')
    ftp.close()
    await expect(body.bytes()).rejects.toThrow(ConnectionError)
  })
})
