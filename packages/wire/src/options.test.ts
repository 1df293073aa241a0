import { expect, test } from 'vitest'
import { ArgumentError, AuthError } from './errors.ts'
import {
  type CommonOptions,
  defaultLimits,
  defaultTimeouts,
  depthOf,
  isLoopback,
  requireSecrecy,
  type Scheme,
  settings,
} from './options.ts'
import type { Credentials } from './sasl/mechanism.ts'
import { memoryTransport } from './testing/memory-transport.ts'

const pop: Record<string, Scheme> = {
  pop: { port: 110, tls: 'starttls' },
  pops: { port: 995, tls: 'implicit' },
}
const ftp: Record<string, Scheme> = {
  ftp: { port: 21, tls: 'starttls', anonymous: 'none' },
  ftps: { port: 990, tls: 'implicit' },
}
const auth = { user: 'alice', password: 'secret' }
const of = (to: string | URL | CommonOptions, more?: Partial<CommonOptions>, schemes = pop) => {
  const { host, port, tls } = settings(to, more, schemes)
  return `${host} ${port} ${tls}`
}

test('TLS goes by scheme and by port, and is required where nothing else is said', () => {
  expect(of('pop://mail.example')).toBe('mail.example 110 starttls')
  expect(of('pops://mail.example')).toBe('mail.example 995 implicit')
  expect(of('pops://mail.example:1995')).toBe('mail.example 1995 implicit')
  expect(of('mail.example')).toBe('mail.example 110 starttls')
  expect(of('mail.example:995')).toBe('mail.example 995 implicit')
  expect(of('pop://mail.example:995')).toBe('mail.example 995 implicit')
  expect(of({ host: 'mail.example', port: 995 })).toBe('mail.example 995 implicit')
  expect(of({ host: 'mail.example', tls: 'implicit' })).toBe('mail.example 995 implicit')
  expect(of({ host: 'mail.example', tls: 'none' })).toBe('mail.example 110 none')
  expect(of('pops://mail.example', { port: 5000 })).toBe('mail.example 5000 implicit')
  expect(of(new URL('pops://mail.example'), { tls: 'none' })).toBe('mail.example 995 none')
  expect(of('mail.example', { tls: 'implicit' })).toBe('mail.example 995 implicit')
})

test('anonymous FTP goes in clear, and with credentials never on its own', () => {
  expect(of('ftp://h', {}, ftp)).toBe('h 21 none')
  expect(of('ftp://alice:secret@h', {}, ftp)).toBe('h 21 starttls')
  expect(of('ftp://h', { auth }, ftp)).toBe('h 21 starttls')
  expect(of('ftps://h', {}, ftp)).toBe('h 990 implicit')
})

test('hosts as they are written: names, IPv4, IPv6 with and without brackets, unix sockets', () => {
  expect(of('192.0.2.1')).toBe('192.0.2.1 110 starttls')
  expect(of('192.0.2.1:995')).toBe('192.0.2.1 995 implicit')
  for (const host of ['::1', '2001:db8::1', 'fe80::1', 'abcd:ef01::1', 'fe80::1%eth0']) {
    expect(of(host)).toBe(`${host} 110 starttls`)
    expect(of({ host })).toBe(`${host} 110 starttls`)
  }
  expect(of('[::1]:995')).toBe('::1 995 implicit')
  expect(of('/run/dovecot/pop3.sock', { tls: 'none' })).toBe('/run/dovecot/pop3.sock 110 none')
  expect(of({ host: '/run/pop3.sock', tls: 'none' })).toBe('/run/pop3.sock 110 none')
  expect(of('localhost')).toBe('localhost 110 starttls')
})

test.each(['', 'pop://', 'imap://h', 'http://h', 'h:0', 'h:65536', 'h h', 'h\r\nDELE 1'])('%j is refused', (to) => {
  expect(() => settings(to, {}, pop)).toThrow(ArgumentError)
})

test.each([0, -1, 65_536, 1.5, Number.NaN])('%d is no port', (port) => {
  expect(() => settings('h', { port }, pop)).toThrow(`${port} is no port`)
})

test('a scheme of another protocol is refused with those that would do', () => {
  expect(() => settings('imap://h', {}, pop)).toThrow('imap: is not a scheme of this client; it takes pop:, pops:')
})

test('credentials come from the URL, and those given as an option win', () => {
  const read = (to: string, more?: Partial<CommonOptions>) => settings(to, more, pop).auth
  expect(read('pop://alice:secret@h')).toEqual(auth)
  expect(read('pop://alice;AUTH=PLAIN:secret@h')).toEqual({ ...auth, mechanisms: ['PLAIN'] })
  expect(read('pop://alice;AUTH=*:secret@h')).toEqual(auth)
  expect(read('pop://bob:x@h', { auth })).toEqual(auth)
  expect(read('pop://h')).toBeUndefined()
})

test('a URL without a password says by which mechanism the option logs in: RFC 2384 §4, 5092 §3.2', () => {
  const read = (to: string, auth: Credentials) => settings(to, { auth }, pop).auth
  expect(read('pop://alice;AUTH=SCRAM-SHA-256@h', auth)).toEqual({ ...auth, mechanisms: ['SCRAM-SHA-256'] })
  expect(read('pop://alice;AUTH=+APOP@h', auth)).toEqual({ ...auth, mechanisms: ['+APOP'] })
  expect(read('pop://alice;AUTH=*@h', auth)).toEqual(auth)
  expect(read('pop://alice;AUTH=PLAIN@h', { ...auth, mechanisms: ['LOGIN'] })).toEqual({
    ...auth,
    mechanisms: ['LOGIN'],
  })
  const own = { mechanism: { name: 'X', next: () => new Uint8Array() } }
  expect(read('pop://alice;AUTH=PLAIN@h', own)).toEqual(own)
})

test('timeouts and limits have defaults, one by one', () => {
  const read = (more: Partial<CommonOptions>) => settings('h', more, pop)
  expect(read({}).timeouts).toEqual(defaultTimeouts)
  expect(read({}).limits).toEqual(defaultLimits)
  expect(read({ timeout: 9000 }).timeouts).toEqual({
    connect: 9000,
    greeting: 9000,
    reply: 9000,
    body: 9000,
    goodbye: 5000,
  })
  expect(read({ timeout: { reply: 1 } }).timeouts).toEqual({ ...defaultTimeouts, reply: 1 })
  expect(read({ limits: { line: 100 } }).limits).toEqual({ ...defaultLimits, line: 100 })
})

test('what is undefined was not given', () => {
  const undefinedly = JSON.parse('{}') as { reply?: number; port?: number }
  const missing = { reply: undefinedly.reply } as { reply: number }
  const { timeouts, limits } = settings('h', { timeout: missing, limits: { line: undefinedly.port as number } }, pop)
  expect(timeouts.reply).toBe(defaultTimeouts.reply)
  expect(limits.line).toBe(defaultLimits.line)
  expect(of({ host: 'h', port: 995 }, { port: undefinedly.port as number })).toBe('h 995 implicit')
})

test('pipelining says how deep', () => {
  const depths = ([undefined, 'auto', 'off', 4, 2.7, 0, -3, Number.NaN] as const).map((pipelining) =>
    depthOf(pipelining === undefined ? {} : { pipelining }, 16),
  )
  expect(depths).toEqual([16, 16, 1, 4, 2, 1, 1, 1])
})

test('credentials do not go in clear to another host unless that is allowed', () => {
  const remote = memoryTransport({ remoteAddress: '192.0.2.1' })
  const wanted = settings('mail.example', { auth }, pop)
  expect(() => requireSecrecy(wanted, remote)).toThrow(AuthError)
  expect(() => requireSecrecy(wanted, remote)).toThrow('mail.example in clear')
  requireSecrecy(wanted, memoryTransport({ secure: true, remoteAddress: '192.0.2.1' }))
  requireSecrecy(wanted, memoryTransport({ remoteAddress: '::1' }))
  requireSecrecy(settings('mail.example', { auth, allowInsecureAuth: true }, pop), remote)
})

test('this machine is told from names that look like it', () => {
  for (const here of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1', 'localhost', 'LOCALHOST', '/run/x.sock']) {
    expect(isLoopback(here)).toBe(true)
  }
  for (const elsewhere of ['127.evil.example', 'localhost.evil.example', '128.0.0.1', '10.0.0.1', '::2', '']) {
    expect(isLoopback(elsewhere)).toBe(false)
  }
})
