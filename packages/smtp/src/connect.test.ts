import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AuthError,
  Capabilities,
  ConnectionError,
  ProtocolError,
  TimeoutError,
  TlsError,
  type TraceEvent,
} from '@linewire/wire'
import { memoryTransport } from '@linewire/wire/testing'
import { afterEach, expect, test } from 'vitest'
import {
  type LineServer,
  type ScriptedOptions,
  type SmtpOptions as ServerOptions,
  type SmtpServer,
  scriptedServer,
  smtpServer,
} from '../../../servers/src/index.ts'
import { SmtpClient } from './client.ts'
import { addressLiteral, failsAhead, type SmtpOptions } from './connect.ts'

let server: SmtpServer | LineServer | undefined
afterEach(() => server?.close().catch(() => {}))

const auth = { user: 'tim', password: 'tanstaaf' }

function options(running: SmtpServer | LineServer): Partial<SmtpOptions> {
  return { port: running.port, tls: running.tls, tlsOptions: { ca: running.ca }, timeout: 5000 }
}

async function start(given: Partial<ServerOptions> = {}): Promise<Partial<SmtpOptions>> {
  server = await smtpServer({ users: { tim: { password: 'tanstaaf', token: 'a-token' } }, ...given })
  return { ...options(server), auth }
}

async function script(
  lines: ScriptedOptions['script'],
  given: Partial<ScriptedOptions> = {},
): Promise<Partial<SmtpOptions>> {
  server = await scriptedServer({ script: lines, ...given })
  return options(server)
}

for (const tls of ['implicit', 'starttls', 'none'] as const) {
  test(`tls: '${tls}' connects and logs in`, async () => {
    const given = await start({ tls })
    await using smtp = await SmtpClient.connect('localhost', given)
    expect(smtp.secure).toBe(tls !== 'none')
    expect(smtp.greeting).toMatchObject({ code: 220 })
    expect(smtp.capabilities.has('PIPELINING')).toBe(true)
    expect((await smtp.noop()).code).toBe(250)
  })
}

test('a URL says all that is needed', async () => {
  await start()
  await using smtp = await SmtpClient.connect(`smtp://tim:tanstaaf@127.0.0.1:${server!.port}`, { tls: 'none' })
  expect((await smtp.mail('me@x.example')).code).toBe(250)
})

test('without credentials nobody is logged in; login() does it later', async () => {
  const { auth: _, ...given } = await start()
  await using smtp = await SmtpClient.connect('localhost', given)
  await expect(smtp.mail('me@x.example')).rejects.toThrow('MAIL FROM:<me@x.example>: 530')
  await smtp.login(auth)
  expect((await smtp.mail('me@x.example')).code).toBe(250)
})

test('startTls() is for a connection made in clear', async () => {
  const given = await start({ tls: 'starttls' })
  const { auth: _, ...nobody } = given
  await using smtp = await SmtpClient.connect('localhost', { ...nobody, tls: 'none' })
  expect(smtp.secure).toBe(false)
  expect(smtp.capabilities.has('STARTTLS')).toBe(true)
  await smtp.startTls()
  expect(smtp.secure).toBe(true)
  expect(smtp.capabilities.has('STARTTLS')).toBe(false)
  await smtp.login(auth)
})

for (const mechanism of ['PLAIN', 'LOGIN', 'CRAM-MD5']) {
  test(`${mechanism} logs in when it is asked for`, async () => {
    const given = await start()
    const credentials = { ...auth, password: () => Promise.resolve('tanstaaf'), mechanisms: [mechanism] }
    await using smtp = await SmtpClient.connect('localhost', { ...given, auth: credentials })
    expect((await smtp.mail('me@x.example')).code).toBe(250)
    expect((server as SmtpServer).transcript.some((line) => line.includes(`AUTH ${mechanism}`))).toBe(true)
  })
}

test('a token logs in by XOAUTH2; an expired one is asked for again', async () => {
  const given = await start()
  await using smtp = await SmtpClient.connect('localhost', { ...given, auth: { user: 'tim', token: 'a-token' } })
  expect((await smtp.mail('me@x.example')).code).toBe(250)
  const stale = SmtpClient.connect('localhost', { ...given, auth: { user: 'tim', token: 'stale' } })
  await expect(stale).rejects.toThrow(AuthError)
})

test('503 already authenticated is success', async () => {
  const given = await script([
    'S: 220 ready',
    'C: /^EHLO/',
    'S: 250-x',
    'S: 250 AUTH PLAIN',
    'C: /^AUTH PLAIN/',
    'S: 503 5.5.1 Error: already authenticated',
    'C: NOOP',
    'S: 250 ok',
    'C: QUIT',
    'S: 221 bye',
  ])
  await using smtp = await SmtpClient.connect('localhost', { ...given, auth })
  expect((await smtp.noop()).code).toBe(250)
})

test('a server that lists PLAIN and knows only LOGIN is logged in to', async () => {
  const given = await script([
    'S: 220 ready',
    'C: /^EHLO/',
    'S: 250-x',
    'S: 250 AUTH=LOGIN PLAIN',
    'C: /^AUTH PLAIN/',
    'S: 535 5.7.8 no',
    'C: AUTH LOGIN',
    'S: 334 VXNlcm5hbWU6',
    'C: dGlt',
    'S: 334 UGFzc3dvcmQ6',
    'C: dGFuc3RhYWY=',
    'S: 235 ok',
    'C: QUIT',
    'S: 221 bye',
  ])
  const smtp = await SmtpClient.connect('localhost', { ...given, auth })
  await smtp.quit()
  await server!.close()
})

test('a server from before EHLO is greeted by HELO', async () => {
  for (const refusal of ['500 unknown', '502 5.5.1 not implemented']) {
    const given = await script(['S: 220 old', 'C: /^EHLO/', `S: ${refusal}`, 'C: /^HELO \\[127/', 'S: 250 old', 'WAIT'])
    const smtp = await SmtpClient.connect('localhost', { ...given, tls: 'none' })
    expect(smtp.capabilities.size).toBe(0)
    smtp.close()
    await server!.close()
  }
})

test('who we are is an option, else the address of our end; a refusal says so', async () => {
  const greeted = ['S: 220-many', 'S: 220 lines', 'C: EHLO me.example', 'S: 250 x', 'C: QUIT', 'S: 221 bye']
  const given = await script(greeted)
  const smtp = await SmtpClient.connect('127.0.0.1', { ...given, tls: 'none', name: 'me.example' })
  await smtp.quit()
  await server!.close()
  const unwelcome = await script(['S: 220 x', 'C: EHLO [127.0.0.1]', 'S: 421 4.7.0 Try again later', 'WAIT'])
  const failure = SmtpClient.connect('127.0.0.1', { ...unwelcome, tls: 'none' })
  await expect(failure).rejects.toThrow('EHLO [127.0.0.1]: 421 4.7.0 Try again later (set the option name')
})

test('an address literal says which kind of address it is', () => {
  expect(addressLiteral({ localAddress: '192.0.2.1' })).toBe('[192.0.2.1]')
  expect(addressLiteral({ localAddress: '::ffff:192.0.2.1' })).toBe('[192.0.2.1]')
  expect(addressLiteral({ localAddress: 'fe80::1%eth0' })).toBe('[IPv6:fe80::1]')
  expect(addressLiteral({ localAddress: undefined })).toBe('[127.0.0.1]')
})

test('Dovecot’s submission is known by its greeting or by BURL', () => {
  const says = (text: string) => ({ code: 220, lines: [text], text })
  const offers = (...names: string[]) => new Capabilities(names.map((name) => [name, []]))
  expect(failsAhead(says('mail.example Dovecot (Debian) ready.'), offers('PIPELINING'))).toBe(true)
  expect(failsAhead(says('mail.example ready.'), offers('PIPELINING', 'BURL'))).toBe(true)
  expect(failsAhead(says('mail.example ESMTP Postfix'), offers('PIPELINING'))).toBe(false)
})

test('lmtp: and the option lmtp say LHLO', async () => {
  for (const to of ['lmtp://localhost', 'localhost']) {
    const given = await script(['S: 220 x', 'C: LHLO me', 'S: 250 x', 'C: QUIT', 'S: 221 bye'])
    const lmtp = to.startsWith('lmtp') ? {} : { lmtp: true }
    const smtp = await SmtpClient.connect(to, { ...given, ...lmtp, tls: 'none', name: 'me' })
    await smtp.quit()
    await server!.close()
  }
})

test('a wrong password is an AuthError that does not tell it', async () => {
  const given = await start()
  const events: TraceEvent[] = []
  const failure = await SmtpClient.connect('localhost', {
    ...given,
    auth: { user: 'tim', password: 'wr0ng-secret' },
    trace: (event) => void events.push(event),
  }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(AuthError)
  expect(failure).toMatchObject({ code: '535' })
  const told = JSON.stringify([events, String(failure), (failure as Error).stack])
  for (const secret of ['wr0ng-secret', Buffer.from('\0tim\0wr0ng-secret').toString('base64'), 'd3Iwbmctc2VjcmV0']) {
    expect(told).not.toContain(secret)
  }
})

test('credentials do not go to another host in clear', async () => {
  const transport = memoryTransport({ remoteAddress: '192.0.2.1' })
  const connecting = SmtpClient.connect('smtp://mail.example', { transport, tls: 'none', auth, name: 'me' })
  await Promise.resolve()
  transport.say('220 ready\r\n')
  await transport.written()
  transport.say('250-mail.example\r\n250 AUTH PLAIN\r\n')
  await expect(connecting).rejects.toMatchObject({ code: 'ERR_AUTH_INSECURE' })
  expect(transport.sent).toBe('EHLO me\r\n')
  expect(transport.destroyed).toBe(true)
})

test('a server without STARTTLS, or one that refuses it, is left', async () => {
  const given = await start({ tls: 'none' })
  const without = SmtpClient.connect('localhost', { ...given, tls: 'starttls' })
  await expect(without).rejects.toThrow(TlsError)
  await expect(without).rejects.toThrow('does not offer STARTTLS')
  expect((server as SmtpServer).transcript.join('\n')).not.toContain('C: AUTH')
  await server!.close()
  const greeted = ['S: 220 x', 'C: /^EHLO/', 'S: 250-x']
  const refusing = await script([...greeted, 'S: 250 STARTTLS', 'C: STARTTLS', 'S: 454 4.7.0 no key', 'WAIT'])
  const refused = SmtpClient.connect('localhost', { ...refusing, tls: 'starttls', auth })
  await expect(refused).rejects.toThrow('refuses STARTTLS (4.7.0 no key)')
  await server!.close()
  const masked = await script([...greeted, 'S: 250 XXXXXXXA', 'WAIT'])
  await expect(SmtpClient.connect('localhost', { ...masked, tls: 'starttls' })).rejects.toThrow('has masked it')
})

test('octets behind the go-ahead for TLS end it', async () => {
  const given = await script(
    ['S: 220 x', 'C: /^EHLO/', 'S: 250-x', 'S: 250 STARTTLS', 'C: STARTTLS', 'S: 220 go', 'TLS'],
    {
      tls: 'starttls',
      faults: { afterStartTls: '250 injected\r\n' },
    },
  )
  await expect(SmtpClient.connect('localhost', given)).rejects.toThrow(ProtocolError)
})

test('a certificate that is not trusted, and a host that it is not for, are TlsErrors that say so', async () => {
  for (const tls of ['implicit', 'starttls'] as const) {
    const { tlsOptions, ...given } = await start({ tls })
    await expect(SmtpClient.connect('localhost', given)).rejects.toThrow('not signed by an authority trusted here')
    const elsewhere = { ...tlsOptions, servername: 'mail.example' }
    await expect(SmtpClient.connect('localhost', { ...given, tlsOptions: elsewhere })).rejects.toThrow(TlsError)
    await server!.close()
  }
})

test('TLS against a server that speaks clear is explained', async () => {
  const given = await start({ tls: 'none' })
  await expect(SmtpClient.connect('localhost', { ...given, tls: 'implicit' })).rejects.toThrow("use tls: 'starttls'")
})

test('a refused port and an unknown host are ConnectionErrors', async () => {
  const given = await start()
  await server!.close()
  server = undefined
  await expect(SmtpClient.connect('127.0.0.1', given)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await expect(SmtpClient.connect('smtps://no-such-host.invalid')).rejects.toThrow(ConnectionError)
})

test('a server that takes nobody is a ReplyError', async () => {
  const given = await script(['S: 554 5.3.2 no service here', 'WAIT'])
  await expect(SmtpClient.connect('localhost', given)).rejects.toThrow('greeting: 554 5.3.2 no service here')
})

const login = [
  'S: 220 ready',
  'C: /^EHLO/',
  'S: 250-x',
  'S: 250 AUTH LOGIN',
  'C: AUTH LOGIN',
  'S: 334 VXNlcm5hbWU6',
  'C: dGlt',
  'S: 334 UGFzc3dvcmQ6',
  'C: dGFuc3RhYWY=',
  'S: 235 ok',
  'WAIT',
]

test('a server that hangs up, stalls or talks rubbish at any step of the login gives a typed error', async () => {
  for (let step = 0; step < 5; step++) {
    const outcome = async (faults: NonNullable<ScriptedOptions['faults']>, timeout = 5000): Promise<unknown> => {
      const given = await script(login, { faults })
      const failure = await SmtpClient.connect('localhost', { ...given, auth, timeout }).catch(
        (error: unknown) => error,
      )
      await server!.close().catch(() => {})
      return failure
    }
    for (const closeWhen of ['before', 'middle'] as const) {
      for (const closeHow of ['fin', 'reset'] as const) {
        expect(await outcome({ closeAt: step, closeWhen, closeHow })).toBeInstanceOf(ConnectionError)
      }
    }
    expect(await outcome({ stallAt: step }, 50)).toBeInstanceOf(TimeoutError)
    expect(await outcome({ garbageAt: step })).toBeInstanceOf(ProtocolError)
    expect(String(await outcome({ endlessAt: step }))).toMatch(/LimitError/)
  }
})

test('a server that sends one octet at a time is understood', async () => {
  const given = await script(login, { faults: { split: 1 } })
  const smtp = await SmtpClient.connect('localhost', { ...given, auth })
  expect(smtp.capabilities.get('AUTH')).toEqual(['LOGIN'])
  smtp.close()
})

test('an aborted signal ends the connecting with its reason', async () => {
  const given = await script(login, { faults: { stallAt: 1 } })
  const signal = AbortSignal.timeout(50)
  await expect(SmtpClient.connect('localhost', { ...given, signal })).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('a host name or a path of a unix socket; a port by scheme', async () => {
  await expect(SmtpClient.connect({ host: '/nonexistent/lmtp', lmtp: true })).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(SmtpClient.connect('http://x.example')).rejects.toThrow('it takes smtp:, smtps:, lmtp:')
  await expect(SmtpClient.connect('localhost', { port: 0 })).rejects.toThrow('0 is no port')
})

test('a unix socket is spoken to in clear', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'linewire-'))
  const path = join(folder, 'lmtp')
  const local = createServer((socket) => {
    socket.write('220 local LMTP\r\n')
    socket.on('data', (octets) => socket.write(/^QUIT/.test(String(octets)) ? '221 bye\r\n' : '250 local\r\n'))
  })
  await new Promise<void>((resolve) => local.listen(path, resolve))
  try {
    await using lmtp = await SmtpClient.connect({ host: path, lmtp: true })
    expect(lmtp.greeting.text).toBe('local LMTP')
    expect(lmtp.secure).toBe(false)
  } finally {
    local.close()
    rmSync(folder, { recursive: true })
  }
})

test('limits.reply bounds a reply of several lines', async () => {
  const { memoryTransport } = await import('@linewire/wire/testing')
  const transport = memoryTransport()
  const connecting = SmtpClient.connect('localhost', { transport, tls: 'none', limits: { reply: 100 } })
  await Promise.resolve()
  transport.say(`${'220-mail.example\r\n'.repeat(7)}220 ready\r\n`)
  await expect(connecting).rejects.toMatchObject({ code: 'ERR_LIMIT' })
})
