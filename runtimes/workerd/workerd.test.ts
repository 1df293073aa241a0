import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  certificate,
  imapServer,
  type LineServer,
  Maildrop,
  MailStore,
  nntpServer,
  type Pop3Options,
  pop3Server,
  rfcNews,
  type SmtpServer,
  smtpServer,
} from '../../servers/src/index.ts'
import { type Workerd, workerd } from './workerd.ts'

const modes = ['none', 'starttls', 'implicit'] as const
const large = Buffer.from('.2345678901234567890123456789012345678901234567890123456789\r\n'.repeat(50_000))
const messages = ['Subject: 1\r\n\r\none\r\n.dot\r\n', large].map((text) => Buffer.from(text))
const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex')
const password = 'wonderland'

let here: Workerd
let server: LineServer | SmtpServer
beforeAll(async () => {
  here = await workerd((await certificate()).ca)
})
afterEach(() => server[Symbol.asyncDispose]())
afterAll(() => here[Symbol.asyncDispose]())

async function pop(options: Partial<Pop3Options> = {}): Promise<{ port: number; tls: (typeof modes)[number] }> {
  server = await pop3Server({ users: { alice: { password, maildrop: new Maildrop(messages) } }, ...options })
  return { port: server.port, tls: server.tls }
}

test.each(modes)('POP3, tls: %s: STAT, and every message with RETR in flight', async (tls) => {
  expect(await here.ask({ conversation: 'pop', ...(await pop({ tls })) })).toEqual({
    stat: { messages: 2, octets: messages[0]!.length + large.length },
    messages: messages.map(sha256),
    secure: tls !== 'none',
    committed: true,
  })
})

test('POP3: a slow reader holds the server back, and gets everything', async () => {
  expect(await here.ask({ conversation: 'slowly', ...(await pop({ tls: 'starttls' })) })).toEqual({
    octets: large.length,
  })
})

test.each(modes)('SMTP, tls: %s: a message of 3 MB goes out, and arrives whole', async (tls) => {
  const taken = await smtpServer({ tls, users: { alice: { password } } })
  server = taken
  const size = large.length
  expect(await here.ask({ conversation: 'smtp', port: taken.port, tls, size })).toMatchObject({
    accepted: ['b@example.com'],
    secure: tls !== 'none',
  })
  expect(taken.deliveries).toHaveLength(1)
  expect(sha256(taken.deliveries[0]!.octets)).toBe(sha256(large))
})

test.each(modes)('IMAP, tls: %s: literals, collected and as a stream', async (tls) => {
  server = await imapServer({ tls, users: { alice: { password, store: new MailStore({ INBOX: messages }) } } })
  expect(await here.ask({ conversation: 'imap', port: server.port, tls })).toEqual({
    messages: messages.map(sha256),
    streamed: sha256(large),
    secure: tls !== 'none',
  })
})

test.each(modes)('NNTP, tls: %s: a group and its overview', async (tls) => {
  server = await nntpServer({ tls, news: rfcNews(), users: { alice: { password } } })
  expect(await here.ask({ conversation: 'nntp', port: server.port, tls })).toEqual({
    subjects: ['I am just a test article', 'about two', 'about three'],
    secure: tls !== 'none',
  })
})

test('nobody who is not trusted learns the password: what is written waits for the certificate', async () => {
  await using stranger = await workerd()
  for (const [tls, name, message] of [
    ['starttls', 'TlsError', 'the TLS handshake failed: is the certificate trusted?'],
    [
      'implicit',
      'ConnectionError',
      'no connection was made: check host and port, and whether its certificate is trusted',
    ],
  ] as const) {
    const answer = await stranger.ask({ conversation: 'pop', ...(await pop({ tls })) })
    expect(answer).toMatchObject({ failed: name, message: expect.stringContaining(message) })
    expect(server.transcript.filter((line) => /^C: (USER|PASS|AUTH)/.test(line))).toEqual([])
    await server[Symbol.asyncDispose]()
  }
})

test('what somebody adds in clear behind the go-ahead for TLS ends the connection', async () => {
  const answer = await here.ask({
    conversation: 'pop',
    ...(await pop({ tls: 'starttls', faults: { afterStartTls: '+OK\r\n' } })),
  })
  expect(answer).toMatchObject({ failed: 'ProtocolError', message: expect.stringContaining('possibly an injection') })
})

test.each(['fin', 'reset'] as const)('a server that hangs up in the midst of a message, by %s', async (closeHow) => {
  const faults = { closeAt: 5, closeWhen: 'middle', closeHow } as const
  const answer = await here.ask({ conversation: 'slowly', ...(await pop({ faults })) })
  expect(answer).toMatchObject({ failed: 'ConnectionError', message: 'the server closed the connection' })
})

test('a port where nobody listens', async () => {
  const { port } = await pop()
  await server[Symbol.asyncDispose]()
  expect(await here.ask({ conversation: 'pop', port, tls: 'none' })).toMatchObject({
    failed: 'ConnectionError',
    message: expect.stringContaining('no connection was made: check host and port'),
  })
})
