import {
  ArgumentError,
  AuthError,
  ConnectionError,
  ProtocolError,
  ReplyError,
  TimeoutError,
  TlsError,
  type TraceEvent,
} from '@linewire/wire'
import { follow, memoryTransport } from '@linewire/wire/testing'
import { afterEach, expect, test } from 'vitest'
import { type LineServer, Maildrop, pop3Server, type Pop3Options as ServerOptions } from '../../../servers/src/index.ts'
import { Pop3Client } from './client.ts'
import type { Pop3Options } from './connect.ts'
import { MaildropInUseError } from './refusals.ts'

let server: LineServer
afterEach(() => server?.[Symbol.asyncDispose]())

async function start(options: Partial<ServerOptions> = {}): Promise<Partial<Pop3Options>> {
  server = await pop3Server({
    users: { tim: { password: 'tanstaaf', token: 'a-token', maildrop: new Maildrop(['Subject: 1\n\none\n']) } },
    ...options,
  })
  return {
    port: server.port,
    tls: server.tls,
    tlsOptions: { ca: server.ca },
    timeout: 5000,
    auth: { user: 'tim', password: 'tanstaaf' },
  }
}

for (const tls of ['implicit', 'starttls', 'none'] as const) {
  test(`tls: '${tls}' connects and logs in`, async () => {
    const options = await start({ tls })
    await using pop = await Pop3Client.connect('localhost', options)
    expect(pop.secure).toBe(tls !== 'none')
    expect(pop.greeting.text).toContain('ready')
    expect(pop.capabilities.has('PIPELINING')).toBe(true)
    expect(await pop.stat()).toEqual({ messages: 1, octets: 19 })
  })
}

test('a URL says all that is needed', async () => {
  await start()
  await using pop = await Pop3Client.connect(`pop://tim:tanstaaf@127.0.0.1:${server.port}`, { tls: 'none' })
  expect((await pop.stat()).messages).toBe(1)
})

test('without credentials nobody is logged in; user() and pass() do it by hand', async () => {
  const options = await start()
  await using pop = await Pop3Client.connect('localhost', { ...options, auth: undefined } as never)
  await expect(pop.stat()).rejects.toThrow('STAT: -ERR')
  await pop.user('tim')
  await pop.pass('tanstaaf')
  expect((await pop.stat()).messages).toBe(1)
})

test('APOP and login() are for connections made without credentials', async () => {
  const { auth, ...options } = await start()
  for (const login of [(pop: Pop3Client) => pop.apop('tim', 'tanstaaf'), (pop: Pop3Client) => pop.login(auth!)]) {
    await using pop = await Pop3Client.connect('localhost', options)
    await login(pop)
    expect((await pop.stat()).messages).toBe(1)
  }
})

test('a server with USER alone is logged in to with USER, and not by APOP, though it knows that', async () => {
  const options = await start({ without: ['SASL', 'CAPA'] })
  const auth = { user: 'tim', password: async () => 'tanstaaf' }
  await using pop = await Pop3Client.connect('localhost', { ...options, auth })
  expect(pop.greeting.text).toMatch(/<.+@.+>/)
  expect(pop.capabilities.size).toBe(0)
  expect(server.transcript.some((line) => line.includes('USER tim'))).toBe(true)
  expect(server.transcript.join()).not.toContain('APOP')
})

test('+APOP, in a URL or by name, logs in by APOP and nothing else; RFC 2384 §4', async () => {
  const { auth: _, ...options } = await start()
  const password = (): string => 'tanstaaf'
  for (const [to, auth] of [
    ['pop://tim;AUTH=+APOP:tanstaaf@localhost', undefined],
    ['pop://tim;AUTH=+APOP@localhost', { user: 'tim', password }],
    ['localhost', { user: 'tim', password, mechanisms: ['+apop'] }],
  ] as const) {
    await using pop = await Pop3Client.connect(to, { ...options, ...(auth && { auth }) })
    expect((await pop.stat()).messages).toBe(1)
  }
  expect(server.transcript.filter((line) => /C: APOP tim /.test(line))).toHaveLength(3)
  expect(server.transcript.filter((line) => /C: (?:AUTH|USER|PASS)/.test(line))).toEqual([])
})

test('+APOP against a server without it, or in clear to another host, is an AuthError, and tells nothing', async () => {
  const { auth: _, ...options } = await start({ without: ['APOP'] })
  const auth = { user: 'tim', password: 'tanstaaf', mechanisms: ['+APOP'] }
  await expect(Pop3Client.connect('localhost', { ...options, auth })).rejects.toMatchObject({
    name: 'AuthError',
    code: 'ERR_AUTH_MECHANISM',
  })
  const transport = memoryTransport({ remoteAddress: '192.0.2.1' })
  const connecting = Pop3Client.connect('pop://mail.example', { transport, tls: 'none', auth })
  const transcript = 'S: +OK ready <1.2@mail.example>\nC: CAPA\nS: +OK\nS: .'
  const [outcome] = await Promise.allSettled([connecting, follow(transport, transcript)])
  expect(outcome).toMatchObject({ reason: { code: 'ERR_AUTH_INSECURE' } })
  expect(transport.sent).toBe('CAPA\r\n')
})

test('a URL with a path is refused: it would name a message, and POP3 has no such URL', async () => {
  for (const url of ['pop://localhost/1', 'pops://localhost/INBOX;UID=1', 'pop://localhost/?1']) {
    await expect(Pop3Client.connect(url)).rejects.toThrow(ArgumentError)
  }
})

test('startTls() puts TLS on a connection that was made without, and what was known is asked again', async () => {
  const { auth, ...options } = await start({ tls: 'starttls' })
  await using pop = await Pop3Client.connect('localhost', { ...options, tls: 'none' })
  const known = (): boolean[] => [pop.secure, pop.capabilities.has('STLS'), pop.capabilities.has('SASL', 'PLAIN')]
  expect(known()).toEqual([false, true, false])
  await pop.startTls()
  expect(known()).toEqual([true, false, true])
  await pop.login(auth!)
  expect((await pop.stat()).messages).toBe(1)
})

test('startTls() on a server without it is a TlsError', async () => {
  const { auth: _, ...options } = await start({ tls: 'none' })
  const pop = await Pop3Client.connect('localhost', options)
  await expect(pop.startTls()).rejects.toThrow('refuses STLS')
  pop.close()
})

for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-256']) {
  test(`${mechanism} logs in when it is asked for`, async () => {
    const options = await start()
    const auth = { user: 'tim', password: () => Promise.resolve('tanstaaf'), mechanisms: [mechanism] }
    await using pop = await Pop3Client.connect('localhost', { ...options, auth })
    expect(server.transcript.some((line) => line.includes(`AUTH ${mechanism}`))).toBe(true)
    expect((await pop.stat()).messages).toBe(1)
  })
}

test('a token logs in by XOAUTH2', async () => {
  const options = await start()
  await using pop = await Pop3Client.connect('localhost', { ...options, auth: { user: 'tim', token: 'a-token' } })
  expect((await pop.stat()).messages).toBe(1)
})

test('a wrong password is an AuthError that does not tell it', async () => {
  const options = await start()
  const events: TraceEvent[] = []
  const auth = { user: 'tim', password: 'wr0ng-secret' }
  const trace = (event: TraceEvent): void => void events.push(event)
  const failure = await Pop3Client.connect('localhost', { ...options, auth, trace }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(AuthError)
  expect(failure).toMatchObject({ responseCode: 'AUTH' })
  const told = JSON.stringify([events, String(failure), (failure as Error).stack])
  for (const secret of ['wr0ng-secret', Buffer.from('\0tim\0wr0ng-secret').toString('base64')]) {
    expect(told).not.toContain(secret)
  }
})

test('a maildrop in use is none of the credentials’ fault: no other mechanism is tried', async () => {
  const options = await start()
  await using holder = await Pop3Client.connect('localhost', options)
  const failure = await Pop3Client.connect('localhost', options).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(MaildropInUseError)
  expect(failure).not.toBeInstanceOf(AuthError)
  expect(failure).toMatchObject({ command: 'AUTH', responseCode: 'IN-USE', transient: true })
  expect(server.transcript.filter((line) => line.includes('AUTH '))).toHaveLength(2)
  await holder.noop()
})

test('UTF8 comes before the login, LANG behind it as well', async () => {
  const { auth, ...options } = await start()
  await using pop = await Pop3Client.connect('localhost', options)
  await pop.utf8()
  expect(await pop.langs()).toEqual([
    { tag: 'en', description: 'English' },
    { tag: 'fr', description: 'français' },
  ])
  await pop.login(auth!)
  await pop.lang('fr')
  await pop.lang('*')
  await expect(pop.lang('tlh')).rejects.toThrow('LANG tlh: -ERR no such language')
  await expect(pop.utf8()).rejects.toThrow(ReplyError)
  expect((await pop.stat()).messages).toBe(1)
})

test('nor do those that are said by hand', async () => {
  const transport = memoryTransport({ remoteAddress: '192.0.2.1' })
  const connecting = Pop3Client.connect('mail.example', { tls: 'none', transport })
  await Promise.resolve()
  transport.say('+OK <1@example>\r\n')
  await transport.written()
  transport.say('-ERR\r\n')
  const pop = await connecting
  await expect(pop.pass('secret')).rejects.toMatchObject({ code: 'ERR_AUTH_INSECURE' })
  await expect(pop.apop('alice', 'secret')).rejects.toMatchObject({ code: 'ERR_AUTH_INSECURE' })
  expect(transport.sent).toBe('CAPA\r\n')
  pop.close()
})

test('credentials do not go to another host in clear', async () => {
  const transport = memoryTransport({ remoteAddress: '192.0.2.1' })
  const connecting = Pop3Client.connect('pop://mail.example', {
    transport,
    tls: 'none',
    auth: { user: 'tim', password: 'tanstaaf' },
  })
  await Promise.resolve()
  transport.say('+OK ready\r\n')
  await transport.written()
  transport.say('+OK\r\nSASL PLAIN\r\n.\r\n')
  await expect(connecting).rejects.toMatchObject({ code: 'ERR_AUTH_INSECURE' })
  expect(transport.sent).toBe('CAPA\r\n')
  expect(transport.destroyed).toBe(true)
})

test('a server that refuses STLS is left', async () => {
  const options = await start({ tls: 'none' })
  const failure = Pop3Client.connect('localhost', { ...options, tls: 'starttls' })
  await expect(failure).rejects.toThrow(TlsError)
  await expect(failure).rejects.toThrow('refuses STLS')
  expect(server.transcript.join('\n')).not.toContain('AUTH')
})

test('octets behind the go-ahead for TLS end it', async () => {
  const options = await start({ tls: 'starttls', faults: { afterStartTls: '+OK injected\r\n' } })
  await expect(Pop3Client.connect('localhost', options)).rejects.toThrow(ProtocolError)
})

test('a certificate that is not trusted, and a host that it is not for, are TlsErrors that say so', async () => {
  const { tlsOptions, ...options } = await start({ tls: 'implicit' })
  await expect(Pop3Client.connect('localhost', options)).rejects.toThrow('not signed by an authority trusted here')
  const elsewhere = { ...tlsOptions, servername: 'mail.example' }
  await expect(Pop3Client.connect('localhost', { ...options, tlsOptions: elsewhere })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})

test('TLS against a server that speaks clear is explained', async () => {
  const options = await start({ tls: 'none' })
  await expect(Pop3Client.connect('localhost', { ...options, tls: 'implicit' })).rejects.toThrow("use tls: 'starttls'")
})

test('a refused port and an unknown host are ConnectionErrors', async () => {
  const options = await start()
  await server[Symbol.asyncDispose]()
  const refused = Pop3Client.connect('127.0.0.1', options)
  await expect(refused).rejects.toThrow(ConnectionError)
  await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await expect(Pop3Client.connect('pops://no-such-host.invalid')).rejects.toThrow(ConnectionError)
})

test('a server that hangs up, stalls or talks rubbish at any step of the login gives a typed error', async () => {
  for (let step = 0; step < 4; step++) {
    for (const closeWhen of ['before', 'middle'] as const) {
      const options = await start({ faults: { closeAt: step, closeWhen } })
      await expect(Pop3Client.connect('localhost', options)).rejects.toThrow(ConnectionError)
      await server[Symbol.asyncDispose]()
    }
    const stalled = await start({ faults: { stallAt: step } })
    await expect(Pop3Client.connect('localhost', { ...stalled, timeout: 50 })).rejects.toThrow(TimeoutError)
    await server[Symbol.asyncDispose]()
    const rubbish = await start({ faults: { garbageAt: step } })
    await expect(Pop3Client.connect('localhost', rubbish)).rejects.toThrow(/expected|more than/)
    await server[Symbol.asyncDispose]()
  }
})

test('a server that sends one octet at a time is understood', async () => {
  const options = await start({ tls: 'none', faults: { split: 1 } })
  await using pop = await Pop3Client.connect('localhost', options)
  expect((await pop.stat()).messages).toBe(1)
})

test('an aborted signal ends the connecting with its reason', async () => {
  const options = await start({ faults: { stallAt: 1 } })
  const signal = AbortSignal.timeout(50)
  await expect(Pop3Client.connect('localhost', { ...options, signal })).rejects.toMatchObject({ name: 'TimeoutError' })
})
