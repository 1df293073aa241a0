import { AuthError, ConnectionError, ProtocolError, TimeoutError, TlsError, type TraceEvent } from '@linewire/wire'
import { memoryTransport } from '@linewire/wire/testing'
import { afterEach, expect, test } from 'vitest'
import {
  imapServer,
  type LineServer,
  MailStore,
  type ImapOptions as ServerOptions,
} from '../../../servers/src/index.ts'
import { ImapClient } from './client.ts'
import type { ImapOptions } from './connect.ts'

let server: LineServer
afterEach(() => server?.[Symbol.asyncDispose]())

async function start(options: Partial<ServerOptions> = {}): Promise<ImapOptions> {
  const store = new MailStore({ INBOX: ['Subject: 1\r\n\r\none\r\n'] })
  server = await imapServer({ users: { tim: { password: 'tanstaaf', token: 'a-token', store } }, ...options })
  return {
    host: 'localhost',
    port: server.port,
    tls: server.tls,
    tlsOptions: { ca: server.ca },
    timeout: 5000,
    auth: { user: 'tim', password: 'tanstaaf' },
  }
}

const said = (): string => server.transcript.join('\n')

for (const tls of ['implicit', 'starttls', 'none'] as const) {
  test(`tls: '${tls}' connects and logs in`, async () => {
    await using imap = await ImapClient.connect(await start({ tls }))
    expect(imap.secure).toBe(tls !== 'none')
    expect(imap.greeting.text).toContain('ready')
    expect(imap.capabilities.has('IMAP4REV1')).toBe(true)
    expect((await imap.status('INBOX', ['messages'])).messages).toBe(1)
  })
}

test('a URL says all that is needed', async () => {
  await start()
  await using imap = await ImapClient.connect(`imap://tim:tanstaaf@127.0.0.1:${server.port}`, { tls: 'none' })
  expect((await imap.examine('INBOX')).exists).toBe(1)
})

test('capabilities that greeting and login tell are not asked for: three round trips to the first message', async () => {
  const imap = await ImapClient.connect(await start({ without: ['AUTH=SCRAM-SHA-256', 'AUTH=SCRAM-SHA-1'] }))
  const inbox = await imap.select('INBOX')
  for await (const message of inbox.fetch('1:*', { flags: true })) expect(message.uid).toBe(1)
  expect(said()).not.toContain(' CAPABILITY\n')
  // greeting, AUTHENTICATE with its initial response, ID with SELECT, FETCH
  expect(server.flights).toBe(4)
  await imap.logout()
})

test('capabilities that nobody tells are asked for', async () => {
  await using imap = await ImapClient.connect(await start({ announce: false }))
  expect(imap.capabilities.has('UIDPLUS')).toBe(true)
  expect(said().match(/^C: A\d+ CAPABILITY$/gm)).toHaveLength(2)
})

test('what was said in clear counts no more under TLS', async () => {
  await using imap = await ImapClient.connect(await start({ tls: 'starttls' }))
  expect(imap.capabilities.has('STARTTLS')).toBe(false)
  expect(imap.capabilities.has('LOGINDISABLED')).toBe(false)
})

test('ID goes out behind login, with the next command, unless it is not wanted', async () => {
  const options = await start()
  await using imap = await ImapClient.connect({ ...options, id: { name: 'mine' } })
  await imap.noop()
  expect(said()).toContain('ID ("name" "mine")')
  expect(imap.serverId?.get('name')).toBe('linewire test server')
  await using quiet = await ImapClient.connect({ ...options, id: null })
  await quiet.noop()
  expect(server.sessions[1]!.transcript.join('\n')).not.toContain('ID (')
})

for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-256']) {
  test(`${mechanism} logs in when it is asked for`, async () => {
    const options = await start()
    const auth = { user: 'tim', password: () => Promise.resolve('tanstaaf'), mechanisms: [mechanism] }
    await using imap = await ImapClient.connect({ ...options, auth })
    expect(said()).toContain(`AUTHENTICATE ${mechanism}`)
    await imap.select('INBOX')
  })
}

test('a token logs in', async () => {
  const options = await start()
  await using imap = await ImapClient.connect({ ...options, auth: { user: 'tim', token: 'a-token' } })
  await imap.select('INBOX')
})

test('without SASL-IR the server asks first; without mechanisms LOGIN is left', async () => {
  await using first = await ImapClient.connect(await start({ without: ['SASL-IR'] }))
  await first.select('INBOX')
  await server[Symbol.asyncDispose]()
  const without = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-512'].map(
    (m) => `AUTH=${m}`,
  )
  await using second = await ImapClient.connect(await start({ without }))
  await second.select('INBOX')
  expect(said()).toContain('LOGIN tim tanstaaf')
})

test('login() and authenticate() are for connections made without credentials', async () => {
  const { auth, ...options } = await start()
  for (const login of [
    (imap: ImapClient) => imap.login('tim', 'tanstaaf'),
    (imap: ImapClient) => imap.authenticate(auth!),
  ]) {
    await using imap = await ImapClient.connect(options)
    await expect(imap.select('INBOX')).rejects.toThrow('SELECT INBOX: BAD')
    await login(imap)
    await imap.select('INBOX')
  }
})

test('startTls() is for connections made in clear', async () => {
  const { auth, ...options } = await start({ tls: 'starttls' })
  await using imap = await ImapClient.connect({ ...options, tls: 'none' })
  expect(imap.secure).toBe(false)
  await expect(imap.login('tim', 'tanstaaf')).rejects.toThrow('LOGINDISABLED')
  await imap.startTls()
  expect(imap.secure).toBe(true)
  await imap.authenticate(auth!)
  expect(said()).not.toContain('LOGIN tim')
})

test('a wrong password is an AuthError that does not tell it', async () => {
  const options = await start()
  const events: TraceEvent[] = []
  const trace = (event: TraceEvent): void => void events.push(event)
  for (const mechanisms of [undefined, ['PLAIN'], ['LOGIN']]) {
    const auth = { user: 'tim', password: 'wr0ng-secret', ...(mechanisms ? { mechanisms } : {}) }
    const failure = await ImapClient.connect({ ...options, auth, trace }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AuthError)
    const told = JSON.stringify([events, String(failure), (failure as Error).stack])
    for (const secret of ['wr0ng-secret', Buffer.from('\0tim\0wr0ng-secret').toString('base64')]) {
      expect(told).not.toContain(secret)
    }
  }
})

test('a literal of LOGIN is as secret as its line', async () => {
  const { auth: _, ...options } = await start()
  const events: TraceEvent[] = []
  await using imap = await ImapClient.connect({ ...options, trace: (event) => void events.push(event) })
  const failure = await imap.login('tim', 'wröng-secret').catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(AuthError)
  expect(JSON.stringify([events, String(failure)])).not.toContain('ng-secret')
})

test('credentials do not go to another host in clear', async () => {
  const transport = memoryTransport({ remoteAddress: '192.0.2.1' })
  const auth = { user: 'tim', password: 'tanstaaf' }
  const connecting = ImapClient.connect('imap://mail.example', { transport, tls: 'none', auth })
  await Promise.resolve()
  transport.say('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n')
  await expect(connecting).rejects.toMatchObject({ code: 'ERR_AUTH_INSECURE' })
  expect(transport.sent).toBe('')
  expect(transport.destroyed).toBe(true)
})

test('a server that refuses STARTTLS is left', async () => {
  const failure = ImapClient.connect({ ...(await start({ tls: 'none' })), tls: 'starttls' })
  await expect(failure).rejects.toThrow(TlsError)
  await expect(failure).rejects.toThrow('refuses STARTTLS')
  expect(said()).not.toContain('AUTHENTICATE')
})

test('PREAUTH needs no login, and is refused where TLS is required', async () => {
  const { auth: _, ...options } = await start({ tls: 'none', preauth: 'tim' })
  await using imap = await ImapClient.connect(options)
  await imap.select('INBOX')
  await expect(ImapClient.connect({ ...options, tls: 'starttls' })).rejects.toThrow('PREAUTH')
})

test('octets behind the go-ahead for TLS end it', async () => {
  const options = await start({ tls: 'starttls', faults: { afterStartTls: '* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n' } })
  await expect(ImapClient.connect(options)).rejects.toThrow(ProtocolError)
})

test('a certificate that is not trusted, and a host that it is not for, are TlsErrors that say so', async () => {
  const { tlsOptions, ...options } = await start({ tls: 'implicit' })
  await expect(ImapClient.connect(options)).rejects.toThrow('not signed by an authority trusted here')
  const elsewhere = { ...tlsOptions, servername: 'mail.example' }
  await expect(ImapClient.connect({ ...options, tlsOptions: elsewhere })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})

test('TLS against a server that speaks clear is explained', async () => {
  const options = await start({ tls: 'none' })
  await expect(ImapClient.connect({ ...options, tls: 'implicit' })).rejects.toThrow("use tls: 'starttls'")
})

test('a refused port and an unknown host are ConnectionErrors', async () => {
  const options = await start()
  await server[Symbol.asyncDispose]()
  const refused = ImapClient.connect({ ...options, host: '127.0.0.1' })
  await expect(refused).rejects.toThrow(ConnectionError)
  await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await expect(ImapClient.connect('imaps://no-such-host.invalid')).rejects.toThrow(ConnectionError)
})

test('a server that hangs up, stalls or talks rubbish at any step of the login gives a typed error', async () => {
  const auth = { user: 'tim', password: 'tanstaaf', mechanisms: ['LOGIN'] }
  for (let step = 0; step < 5; step++) {
    for (const closeWhen of ['before', 'middle'] as const) {
      const options = await start({ announce: false, faults: { closeAt: step, closeWhen } })
      await expect(ImapClient.connect({ ...options, auth })).rejects.toThrow(ConnectionError)
      await server[Symbol.asyncDispose]()
    }
    const stalled = await start({ announce: false, faults: { stallAt: step } })
    await expect(ImapClient.connect({ ...stalled, auth, timeout: 50 })).rejects.toThrow(TimeoutError)
    await server[Symbol.asyncDispose]()
    const rubbish = await start({ announce: false, faults: { garbageAt: step } })
    await expect(ImapClient.connect({ ...rubbish, auth })).rejects.toThrow(ProtocolError)
    await server[Symbol.asyncDispose]()
  }
})

test('a server that sends one octet at a time is understood', async () => {
  await using imap = await ImapClient.connect(await start({ tls: 'none', faults: { split: 1 } }))
  expect((await imap.select('INBOX')).exists).toBe(1)
})

test('an aborted signal ends the connecting with its reason', async () => {
  const options = await start({ faults: { stallAt: 1 } })
  const signal = AbortSignal.timeout(50)
  await expect(ImapClient.connect({ ...options, signal })).rejects.toMatchObject({ name: 'TimeoutError' })
})
