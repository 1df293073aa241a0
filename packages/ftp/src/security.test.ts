import { createConnection } from 'node:net'
import { ArgumentError, dial, LimitError, ProtocolError, TlsError, type TraceEvent } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { scriptedServer } from '../../../servers/src/index.ts'
import { type Stage, stage, text } from '../test/stage.ts'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'

const at = stage()

const start = (server: Parameters<Stage['start']>[0] = {}, options?: Partial<FtpOptions>): Promise<FtpClient> =>
  at.start({ files: { a: 'hello' }, ...server }, options)

describe('a second command in an argument', () => {
  // GHSA-chqc-8p9q-pq6q, GHSA-6v7q-wjvx-w8wg, GHSA-8c48-q9wj-3w37: each in another method of another client
  test.each(['a\r\nDELE a', 'a\nDELE a', 'a\rDELE a', 'a\0'])(
    '%j is refused in options too, before a connection is made',
    async (bad) => {
      await at.serve()
      const options: Partial<FtpOptions>[] = [
        { auth: { user: bad, password: 'x' } },
        { auth: { user: 'alice', password: bad } },
        { auth: { user: 'alice', password: () => bad } },
        { account: bad },
        { virtualHost: bad },
        { clientName: bad },
        { language: bad },
      ]
      for (const one of options) {
        const connecting = FtpClient.connect(`ftp://localhost:${at.server.port}`, { tls: 'none', ...one })
        await expect(connecting).rejects.toThrow(ArgumentError)
      }
      const url = `ftp://localhost:${at.server.port}/${encodeURIComponent(bad)}`
      await expect(FtpClient.connect(url)).rejects.toThrow(ArgumentError)
      expect(at.server.transcript.join('\n')).not.toContain('DELE')
    },
  )

  test('is refused after it has become octets, whatever the charset makes of it', async () => {
    const ftp = await start({ encoding: 'latin1', without: ['UTF8', 'MLST'] }, { encoding: 'gbk' })
    // U+010A is a line feed to those who cut it to an octet
    await expect(ftp.delete('aĊDELE a')).rejects.toThrow(ArgumentError)
    expect(at.said('DELE')).toEqual([])
  })

  test('an escape hatch is none for it', async () => {
    const ftp = await start()
    await expect(async () => ftp.command('NOOP\r\nDELE a')).rejects.toThrow(ArgumentError)
    await expect(async () => ftp.site('HELP\r\nDELE a')).rejects.toThrow(ArgumentError)
    await expect(ftp.run({ line: 'NOOP\r\nDELE a', *talk() {} })).rejects.toThrow(ArgumentError)
    expect(at.said('DELE')).toEqual([])
  })
})

describe('data that goes elsewhere', () => {
  test('CVE-2021-4189, CVE-2020-8284: the address of PASV is not called, and no word is lost about it', async () => {
    const ftp = await start({ pasvAddress: '192.0.2.1' }, { mode: 'pasv' })
    expect(await text(ftp, 'a')).toBe('hello')
  })

  test('it is called where the user says so', async () => {
    const ftp = await start({ pasvAddress: '192.0.2.1' }, { passiveHost: 'advertised', timeout: { connect: 100 } })
    await expect(text(ftp, 'a')).rejects.toMatchObject({
      name: 'TransferError',
      message: expect.stringMatching(/PASV: no data connection/),
    })
    const here = await start({}, { passiveHost: 'advertised' })
    expect(await text(here, 'a')).toBe('hello')
    expect(at.said('EPSV')).toEqual([])
  })

  test('in active mode nobody but the server may bring it', async () => {
    // every answer takes its time, and somebody else is quicker
    const ftp = await start({ faults: { delay: 30 } }, { mode: 'active' })
    const got = text(ftp, 'a')
    while (at.said('EPRT').length === 0) await new Promise((resolve) => setImmediate(resolve))
    const port = Number(at.said('EPRT')[0]!.split('|')[3])
    const thief = createConnection({ host: '127.0.0.1', port, localAddress: '127.0.0.3' })
    let connected = false
    thief.on('error', () => {})
    thief.on('connect', () => {
      connected = true
      thief.write('stolen')
    })
    expect(await got).toBe('hello')
    expect(connected).toBe(true)
    thief.destroy()
  })

  test('data over TLS is that of the same session, where that is asked for', async () => {
    const ftp = await start({ tls: 'implicit' }, { requireSessionReuse: true })
    expect(await text(ftp, 'a')).toBe('hello')
    expect(ftp.data).toMatchObject({ secure: true, sessionReused: true })
  })
})

describe('TLS that somebody takes away', () => {
  test('CVE-2021-22946: a server that greets with 230 is asked for TLS all the same', async () => {
    const server = await scriptedServer({ script: ['S: 230 come in', 'C: AUTH TLS', 'S: 500 what?', 'WAIT'] })
    at.keep(server)
    const connecting = FtpClient.connect(`ftp://alice:secret@localhost:${server.port}`)
    await expect(connecting).rejects.toThrow(TlsError)
    expect(server.transcript.join('\n')).not.toMatch(/USER|PASS|secret/)
  })

  test('CVE-2021-22947: what is said in clear behind the go-ahead ends it', async () => {
    await expect(start({ tls: 'starttls', faults: { afterStartTls: '230 logged in\r\n' } })).rejects.toThrow(
      ProtocolError,
    )
  })

  test('nothing follows AUTH before TLS is there: no user, no password', async () => {
    await start({ tls: 'starttls' })
    const all = at.server.transcript
    expect(all.slice(0, 3)).toEqual(['S: 220 linewire test server ready.', 'C: AUTH TLS', 'S: 234 AUTH TLS okay.'])
    expect(all[3]).toBe('C: USER alice')
  })

  test('a password does not go out in clear to another host', async () => {
    const transport = await dial({ host: '127.0.0.1', port: (await at.serve()).port, tls: 'none' })
    Object.defineProperty(transport, 'remoteAddress', { value: '192.0.2.1' })
    const options = {
      host: 'ftp.example',
      tls: 'none',
      transport,
      auth: { user: 'alice', password: 'wonderland' },
    } as const
    await expect(FtpClient.connect(options)).rejects.toMatchObject({ code: 'ERR_AUTH_INSECURE' })
    expect(at.server.transcript.join('\n')).not.toMatch(/USER|PASS/)
  })

  test.each(['auto', 'off'] as const)(
    'a login behind which data is not to be protected fails: pipelining %s',
    async (pipelining) => {
      const replies = { PBSZ: '530 not yet', PROT: '530 not yet' }
      const connecting = start({ tls: 'starttls', faults: { replies } }, { pipelining })
      await expect(connecting).rejects.toMatchObject({ name: 'TlsError', code: 'ERR_TLS_REFUSED' })
    },
  )

  test('no data goes before the server has agreed to protect it', async () => {
    const replies = { PBSZ: '530 not yet', PROT: '530 not yet' }
    const ftp = await start({ tls: 'starttls', faults: { replies } }, { login: false })
    await expect(ftp.put('a secret', 'up')).rejects.toMatchObject({ code: 'ERR_TLS_REFUSED' })
    expect(at.said('STOR')).toEqual([])
    const other = await at.connect({ login: false })
    await expect(other.login('alice', 'wonderland')).rejects.toMatchObject({ code: 'ERR_TLS_REFUSED' })
    const open = await at.connect({ login: false, protectData: false })
    await open.login('alice', 'wonderland')
    await open.put('no secret', 'up')
    expect(open.data?.secure).toBe(false)
  })

  test('data that the server does not protect is none', async () => {
    await expect(start({ tls: 'starttls', faults: { replies: { PROT: '431 no' } } })).rejects.toThrow(TlsError)
  })
})

describe('more than may be kept', () => {
  test('GHSA-rpmf-866q-6p89: a reply without an end', async () => {
    const ftp = await start({ faults: { endlessAt: 6 } }, { limits: { line: 10_000 } })
    await expect(ftp.pwd()).rejects.toThrow(LimitError)
    const server = await scriptedServer({
      script: ['S: 230 in', 'C: FEAT', `S: 211-x`, ...Array<string>(3000).fill(`S: ${'x'.repeat(1000)}`)],
    })
    at.keep(server)
    const connecting = FtpClient.connect(`ftp://localhost:${server.port}`, { pipelining: 'off' })
    await expect(connecting).rejects.toThrow(LimitError)
  })

  test('GHSA-rp42-5vxx-qpwr: a listing without an end', async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`file ${n}`, '']))
    const ftp = await start({ files }, { limits: { body: 5000 } })
    await expect(ftp.list()).rejects.toThrow(LimitError)
    expect(await ftp.pwd()).toBe('/')
  })
})

test('a download that is cut off, over TLS that says no goodbye: its size tells', async () => {
  const faults = { cutDataAt: 1000, replies: { 'RETR#2': '226 Transfer complete.' } }
  const ftp = await start({ tls: 'implicit', files: { big: Buffer.alloc(50_000) }, faults })
  await expect(text(ftp, 'big')).rejects.toMatchObject({ name: 'TransferError' })
})

test('httrack#1012: a path that looks like an option of ls is none', async () => {
  const ftp = await start({ without: ['MLST'], files: { '-la': 'x' } })
  await ftp.list('-la')
  await ftp.nlst('-R').catch(() => {})
  await ftp.status('-R').catch(() => {})
  expect([...at.said('LIST'), ...at.said('NLST'), ...at.said('STAT')]).toEqual([
    'C: LIST ./-la',
    'C: NLST ./-R',
    'C: STAT ./-R',
  ])
})

test('no secret is in an error or in the trace: password, account, URL', async () => {
  const events: TraceEvent[] = []
  const trace = (event: TraceEvent): void => void events.push(event)
  await at.serve({ users: { alice: { password: 'wonderland', account: 'sales-7' } } })
  const errors: unknown[] = []
  for (const [password, account] of [
    ['wonderland', 'not-this'],
    ['hunter2', 'sales-7'],
  ] as const) {
    const url = `ftp://alice:${password}@localhost:${at.server.port}`
    errors.push(await FtpClient.connect(url, { tls: 'none', account, trace }).catch((error: unknown) => error))
  }
  const ftp = await FtpClient.connect(`ftp://alice:wonderland@localhost:${at.server.port}`, {
    tls: 'none',
    account: 'sales-7',
    trace,
  })
  at.keep(ftp)
  errors.push(await ftp.command('PASS hunter2').catch((error: unknown) => error))
  errors.push(await ftp.command('ACCT sales-7').catch((error: unknown) => error))
  errors.push(await ftp.command('SITE PSWD wonderland hunter2').catch((error: unknown) => error))
  errors.push(await ftp.site('CHPASS alice hunter2').catch((error: unknown) => error))
  const all = JSON.stringify([events, errors.map((error) => [error, String(error), (error as Error).stack])])
  expect(events.length).toBeGreaterThan(10)
  expect(all).not.toMatch(/wonderland|hunter2|sales-7|not-this/)
})
