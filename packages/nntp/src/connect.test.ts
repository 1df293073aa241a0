import {
  AuthError,
  ConnectionError,
  LimitError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
  type TraceEvent,
} from '@linewire/wire'
import { memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { type LineServer, nntpServer, type NntpOptions as Serving, scriptedServer } from '../../../servers/src/index.ts'
import { news } from '../test/news.ts'
import { NntpClient } from './client.ts'
import type { NntpOptions } from './connect.ts'
import { NoSuchGroupError, ServiceUnavailableError } from './refusals.ts'

const users = { alice: { password: 'wonderland' } }
const auth = { user: 'alice', password: 'wonderland' }

const serve = (options: Partial<Serving> = {}): Promise<LineServer> => nntpServer({ news: news(), users, ...options })

const dial = (server: LineServer, options: Partial<NntpOptions> = {}): Promise<NntpClient> =>
  NntpClient.connect({
    host: 'localhost',
    port: server.port,
    tls: server.tls,
    tlsOptions: { ca: server.ca },
    timeout: 2000,
    ...options,
  })

for (const tls of ['implicit', 'starttls', 'none'] as const) {
  for (const without of [[], ['SASL'], ['CAPABILITIES']]) {
    test(`tls: ${tls}, logged in${without.length > 0 ? `, by a server without ${without}` : ''}`, async () => {
      await using server = await serve({ tls, without, requireLogin: true })
      await using client = await dial(server, { auth })
      expect(client.secure).toBe(tls !== 'none')
      expect((await client.group('misc.test')).count).toBe(3)
      expect(client.postingAllowed).toBe(true)
    })
  }
}

test('MODE READER is sent where it is needed, before the login or after it', async () => {
  await using feed = await serve({ mode: 'transit', posting: false })
  await using reader = await dial(feed, { auth })
  expect(reader.capabilities.has('READER')).toBe(true)
  expect(reader.postingAllowed).toBe(false)
  expect(feed.transcript).toContain('C: MODE READER')

  await using plain = await serve()
  await using _ = await dial(plain)
  expect(plain.transcript).not.toContain('C: MODE READER')

  const later = ['S: 200 hi', 'C: CAPABILITIES', 'S: 480 log in', 'C: MODE READER', 'S: 480 log in']
  const login = ['C: AUTHINFO USER alice', 'S: 381 more', 'C: AUTHINFO PASS wonderland', 'S: 281 in']
  const after = ['C: CAPABILITIES', 'S: 101 list', 'S: VERSION 2', 'S: MODE-READER', 'S: .']
  const ready = ['C: MODE READER', 'S: 201 reader', 'C: CAPABILITIES', 'S: 500 what', 'C: QUIT', 'S: 205 bye']
  await using locked = await scriptedServer({ script: [...later, ...login, ...after, ...ready] })
  await using late = await dial(locked, { auth })
  expect(late.postingAllowed).toBe(false)
})

test('a server that is left in transit mode', async () => {
  await using server = await serve({ mode: 'transit' })
  await using client = await dial(server, { mode: 'transit' })
  expect(client.capabilities.has('MODE-READER')).toBe(true)
  await expect(client.group('misc.test')).rejects.toMatchObject({ code: '401', responseCode: 'MODE-READER' })
  await client.modeReader()
  expect((await client.group('misc.test')).count).toBe(3)
})

test('a server so old that it knows neither CAPABILITIES nor modes', async () => {
  await using server = await serve({ without: ['CAPABILITIES', 'MODE'] })
  await using client = await dial(server)
  expect(client.capabilities.size).toBe(0)
  expect(client.postingAllowed).toBe(true)
})

test('a server that serves no readers', async () => {
  await using server = await serve({ mode: 'transit', faults: { replies: { MODE: '502 transit only' } } })
  await expect(dial(server)).rejects.toThrow(ServiceUnavailableError)
})

test('startTls and login by hand', async () => {
  await using server = await serve({ tls: 'starttls', requireLogin: true })
  await using client = await dial(server, { tls: 'none' })
  expect(client.capabilities.has('STARTTLS')).toBe(true)
  await client.startTls()
  expect(client.secure).toBe(true)
  await client.login(auth)
  expect(client.capabilities.has('AUTHINFO')).toBe(false)
  expect((await client.group('misc.test')).count).toBe(3)
})

test('a URL names host, port, user and group', async () => {
  await using server = await serve()
  await using client = await NntpClient.connect(`nntp://alice:wonderland@127.0.0.1:${server.port}/misc.test`, {
    tls: 'none',
  })
  expect((await client.stat()).number).toBe(3000234)
  await using reader = await NntpClient.connect(new URL(`news://127.0.0.1:${server.port}/*`))
  expect(reader.secure).toBe(false)
  await expect(NntpClient.connect(`nntp://127.0.0.1:${server.port}/no.such`)).rejects.toThrow(NoSuchGroupError)
})

test('TLS that the server refuses is required all the same', async () => {
  await using server = await serve({ tls: 'none' })
  const refused = dial(server, { tls: 'starttls', auth })
  await expect(refused).rejects.toThrow(TlsError)
  await expect(refused).rejects.toThrow("localhost refuses STARTTLS (no TLS to be had here): use tls: 'implicit'")
  expect(server.transcript.join()).not.toContain('AUTHINFO')
})

test('STARTTLS behind MODE READER, for a server that hands readers over', async () => {
  const before = [
    'S: 200 hi',
    'C: STARTTLS',
    'S: 500 what',
    'C: MODE READER',
    'S: 200 reader',
    'C: STARTTLS',
    'S: 382 go',
    'TLS',
  ]
  const behind = ['C: CAPABILITIES', 'S: 101 list', 'S: READER', 'S: .', 'C: QUIT', 'S: 205 bye']
  await using server = await scriptedServer({ script: [...before, ...behind] })
  await using client = await dial(server, { tls: 'starttls' })
  expect(client.secure).toBe(true)
})

test('octets behind the go-ahead for TLS end the connection', async () => {
  await using server = await serve({ tls: 'starttls', faults: { afterStartTls: '281 injected\r\n' } })
  await expect(dial(server, { auth })).rejects.toThrow(ProtocolError)
})

test('a certificate that nobody vouches for, or for another host', async () => {
  for (const tls of ['implicit', 'starttls'] as const) {
    await using server = await serve({ tls })
    await expect(dial(server, { tlsOptions: {}, auth })).rejects.toThrow(TlsError)
    const other = { ca: server.ca, servername: 'other.test' }
    await expect(dial(server, { tlsOptions: other, auth })).rejects.toThrow(TlsError)
    expect(server.transcript.join()).not.toContain('AUTHINFO')
  }
})

test('a wrong password is an AuthError that does not show it, and neither does the trace', async () => {
  for (const without of [[], ['SASL']]) {
    const trace: TraceEvent[] = []
    await using server = await serve({ tls: 'starttls', without })
    const password = 'correct horse battery'
    const refused = dial(server, { auth: { user: 'alice', password }, trace: (event) => trace.push(event) })
    const error = await refused.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(AuthError)
    const said = JSON.stringify([trace, error, (error as Error).stack, (error as Error).cause])
    expect(said).toContain('AUTHINFO')
    for (const secret of [password, Buffer.from(`\0alice\0${password}`).toString('base64')]) {
      expect(said).not.toContain(secret)
    }
  }
})

test('credentials in clear to another host are refused before anything is sent', async () => {
  const transport = memoryTransport({ remoteAddress: '192.0.2.1' })
  const refused = NntpClient.connect({ host: 'news.example', tls: 'none', auth, transport })
  refused.catch(() => {})
  await Promise.resolve()
  transport.say('200 hi\r\n')
  await transport.written()
  transport.say('101 list\r\nREADER\r\nAUTHINFO USER\r\n.\r\n')
  await expect(refused).rejects.toMatchObject({ code: 'ERR_AUTH_INSECURE' })
  expect(transport.sent).toBe('CAPABILITIES\r\n')
})

test('a greeting that is a refusal, none at all, or another protocol’s', async () => {
  const greet = async (line: string): Promise<unknown> => {
    await using server = await scriptedServer({ script: [`S: ${line}`, 'WAIT'] })
    return await dial(server, { timeout: 300 }).catch((error: unknown) => error)
  }
  expect(await greet('400 too many connections')).toBeInstanceOf(ServiceUnavailableError)
  expect(await greet('502 not for you')).toBeInstanceOf(ServiceUnavailableError)
  expect(await greet('220 ESMTP')).toBeInstanceOf(ProtocolError)
  expect(await greet('HTTP/1.1 400 Bad Request')).toBeInstanceOf(ProtocolError)
  await using silent = await scriptedServer({ script: ['WAIT'] })
  await expect(dial(silent, { timeout: 100 })).rejects.toThrow(TimeoutError)
})

test('an unknown host and a port where nobody listens', async () => {
  const gone = await serve()
  const { port } = gone
  await gone.close()
  await expect(NntpClient.connect({ host: '127.0.0.1', port, tls: 'none' })).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  })
  await expect(NntpClient.connect({ host: 'no.such.host.invalid', tls: 'none' })).rejects.toThrow(ConnectionError)
})

test('a server that hangs up, or talks rubbish, at any step of the login', async () => {
  for (const tls of ['starttls', 'none'] as const) {
    const steps = tls === 'starttls' ? 6 : 5
    for (let step = 0; step < steps; step++) {
      for (const closeWhen of ['before', 'middle', 'after'] as const) {
        await using server = await serve({ tls, without: ['SASL'], faults: { closeAt: step, closeWhen } })
        const connecting = dial(server, { auth })
        // after the last reply the client is connected, and hears of it a moment later
        if (step === steps - 1 && closeWhen === 'after') await connecting.then((client) => client.close())
        else await expect(connecting, `${tls} ${step} ${closeWhen}`).rejects.toMatchObject({ code: expect.any(String) })
      }
      await using server = await serve({ tls, without: ['SASL'], faults: { garbageAt: step } })
      await expect(dial(server, { auth }), `${tls} ${step} garbage`).rejects.toThrow(ProtocolError)
    }
  }
})

test('a line without an end is a LimitError', async () => {
  await using server = await serve({ faults: { endlessAt: 1 } })
  await expect(dial(server)).rejects.toThrow(LimitError)
})

test('replies that come octet by octet', async () => {
  await using server = await serve({ tls: 'starttls', requireLogin: true, faults: { split: 1 } })
  await using client = await dial(server, { auth })
  expect((await client.group('misc.test')).last).toBe(3000238)
})

test('connecting can be aborted', async () => {
  await using server = await serve({ faults: { stallAt: 1 } })
  const aborted = dial(server, { signal: AbortSignal.timeout(50) })
  await expect(aborted).rejects.toMatchObject({ name: 'TimeoutError' })
  await expect(aborted).rejects.not.toBeInstanceOf(ReplyError)
})
