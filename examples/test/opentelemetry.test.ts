import { AsyncLocalStorage } from 'node:async_hooks'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { FtpClient } from '@linewire/ftp'
import { ImapClient } from '@linewire/imap'
import { NntpClient } from '@linewire/nntp'
import { Pop3Client, type Pop3Options } from '@linewire/pop3'
import {
  ftpServer,
  imapServer,
  type LineServer,
  Maildrop,
  MailStore,
  NewsStore,
  nntpServer,
  pop3Server,
  type ServerOptions,
  smtpServer,
} from '@linewire/servers'
import { SmtpClient } from '@linewire/smtp'
import { AuthError, type TraceEvent } from '@linewire/wire'
import { type Context, context, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect, test } from 'vitest'
import { spans } from '../src/opentelemetry.ts'

/** The spans of whatever happens until it is disposed of, by the SDK itself. */
function collecting() {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const tracer = provider.getTracer('test')
  const stop = spans(tracer)
  return {
    tracer,
    stop,
    get finished(): ReadableSpan[] {
      return exporter.getFinishedSpans()
    },
    get names(): string[] {
      return exporter.getFinishedSpans().map((span) => span.name)
    },
    span(name: string): ReadableSpan {
      const found = exporter.getFinishedSpans().filter((span) => span.name === name)
      expect(found, name).toHaveLength(1)
      return found[0]!
    },
    [Symbol.dispose]: stop,
  }
}

const auth = { user: 'alice', password: 'wonderland' }

const serve = (options: ServerOptions = {}): Promise<LineServer> =>
  pop3Server({
    users: { alice: { password: 'wonderland', maildrop: new Maildrop(['Subject: 1\n\none\n']) } },
    ...options,
  })

const at = ({ port, tls, ca }: LineServer, options: Partial<Pop3Options> = {}): Pop3Options => ({
  host: 'localhost',
  port,
  tls,
  tlsOptions: { ca },
  auth,
  ...options,
})

test('a connection is a span of its own, and every exchange one in it', async () => {
  await using server = await serve({ tls: 'implicit' })
  using traced = collecting()
  const pop = await Pop3Client.connect(at(server, { auth: { ...auth, mechanisms: ['PLAIN'] } }))
  await pop.stat()
  await pop.retr(1)
  await pop.quit()
  expect(traced.names).toEqual(['greeting', 'CAPA', 'AUTH', 'STAT', 'RETR', 'QUIT', 'pop3 connection'])
  const connection = traced.span('pop3 connection')
  const where = {
    'network.protocol.name': 'pop3',
    'network.transport': 'tcp',
    'server.address': 'localhost',
    'server.port': server.port,
  }
  expect(connection).toMatchObject({ kind: SpanKind.CLIENT, status: { code: SpanStatusCode.UNSET } })
  expect(connection.parentSpanContext).toBeUndefined()
  for (const span of traced.finished) {
    expect(span.attributes).toMatchObject(where)
    expect(span.attributes).not.toHaveProperty('error.type')
    const [seconds, nanoseconds] = span.duration
    expect(seconds * 1e9 + nanoseconds).toBeGreaterThanOrEqual(0)
    if (span === connection) continue
    expect(span.kind).toBe(SpanKind.CLIENT)
    expect(span.parentSpanContext?.spanId).toBe(connection.spanContext().spanId)
    expect(span.spanContext().traceId).toBe(connection.spanContext().traceId)
  }
  expect(traced.span('STAT').attributes).toMatchObject({
    'linewire.octets.sent': 'STAT\r\n'.length,
    'linewire.octets.received': '+OK 1 19\r\n'.length,
  })
  const total = traced.finished.filter((span) => span !== connection)
  for (const way of ['linewire.octets.sent', 'linewire.octets.received']) {
    const sum = total.reduce((octets, span) => octets + Number(span.attributes[way]), 0)
    expect(connection.attributes[way], way).toBe(sum)
  }
})

test('what the server declines is an error of that exchange, and not of the connection', async () => {
  await using server = await serve()
  using traced = collecting()
  const pop = await Pop3Client.connect(at(server))
  await expect(pop.dele(99)).rejects.toThrow('DELE 99')
  await pop.quit()
  const declined = traced.span('DELE')
  expect(declined.status).toMatchObject({ code: SpanStatusCode.ERROR, message: expect.stringContaining('DELE 99') })
  expect(declined.attributes).toMatchObject({ 'error.type': '-ERR' })
  expect(traced.span('pop3 connection').status.code).toBe(SpanStatusCode.UNSET)
})

test('a connection that is lost is an error, and so is the exchange that waits on it', async () => {
  await using server = await serve({ faults: { closeAt: 3, closeWhen: 'before' } })
  using traced = collecting()
  const pop = await Pop3Client.connect(at(server, { auth: { ...auth, mechanisms: ['PLAIN'] } }))
  await expect(pop.stat()).rejects.toThrow('the server closed the connection')
  for (const name of ['STAT', 'pop3 connection']) {
    expect(traced.span(name).attributes, name).toMatchObject({ 'error.type': 'ERR_CLOSED' })
    expect(traced.span(name).status.code, name).toBe(SpanStatusCode.ERROR)
  }
})

test('a connection that is not made is a span with its error', async () => {
  using traced = collecting()
  await expect(Pop3Client.connect({ host: '127.0.0.1', port: 9, tls: 'none' })).rejects.toThrow('nothing listens')
  const span = traced.span('pop3 connection')
  expect(traced.finished).toHaveLength(1)
  expect(span.status).toMatchObject({ code: SpanStatusCode.ERROR, message: expect.stringContaining('nothing listens') })
  expect(span.attributes).toMatchObject({ 'server.port': 9, 'error.type': 'ECONNREFUSED' })
  expect(span.attributes).not.toHaveProperty('linewire.octets.sent')
})

test('a unix socket has a path, and no port', async () => {
  using traced = collecting()
  await expect(Pop3Client.connect('/nowhere/at/all', { tls: 'none' })).rejects.toThrow('no socket')
  const { attributes } = traced.span('pop3 connection')
  expect(attributes).toMatchObject({ 'network.transport': 'unix', 'server.address': '/nowhere/at/all' })
  expect(attributes['server.port']).toBeUndefined()
})

test('whoever aborts with no reason worth telling breaks nothing', async () => {
  await using server = await serve({ faults: { stallAt: 0 } })
  using traced = collecting()
  const leaving = new AbortController()
  const connecting = Pop3Client.connect(at(server, { signal: leaving.signal }))
  leaving.abort(null)
  await expect(connecting).rejects.toBeNull()
  expect(traced.span('pop3 connection').attributes).toMatchObject({ 'error.type': '_OTHER' })
})

test('the span of a connection is in that of whoever connects', async () => {
  await using server = await serve()
  using traced = collecting()
  const storage = new AsyncLocalStorage<Context>()
  context.setGlobalContextManager({
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (inside, fn, self, ...args) => storage.run(inside, () => fn.call(self as never, ...args)),
    bind: (_, target) => target,
    enable() {
      return this
    },
    disable() {
      return this
    },
  })
  try {
    await traced.tracer.startActiveSpan('fetch the mail', async (mine) => {
      await (await Pop3Client.connect(at(server))).quit()
      mine.end()
    })
  } finally {
    context.disable()
  }
  const mine = traced.span('fetch the mail').spanContext()
  expect(traced.span('pop3 connection').parentSpanContext).toMatchObject({ spanId: mine.spanId, traceId: mine.traceId })
  expect(traced.span('QUIT').spanContext().traceId).toBe(mine.traceId)
})

const users = { alice: { password: 'wonderland', maildrop: new Maildrop(), store: new MailStore() } }
const news = new NewsStore()

/** Each client, its server, and the ways in which it can log in. */
const clients = [
  ['ftp', () => ftpServer({ users }), FtpClient, [undefined]],
  ['nntp', () => nntpServer({ users, news, without: ['SASL'] }), NntpClient, [undefined]],
  ['nntp', () => nntpServer({ users, news }), NntpClient, ['PLAIN', 'SCRAM-SHA-256']],
  ['smtp', () => smtpServer({ users }), SmtpClient, [undefined, 'PLAIN', 'LOGIN', 'CRAM-MD5']],
  ['pop3', () => pop3Server({ users, without: ['SASL', 'APOP'] }), Pop3Client, [undefined]],
  ['pop3', () => pop3Server({ users }), Pop3Client, ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-256']],
  ['imap', () => imapServer({ users, without: ['AUTH=PLAIN'] }), ImapClient, [undefined]],
  ['imap', () => imapServer({ users }), ImapClient, ['PLAIN', 'LOGIN', 'SCRAM-SHA-256']],
] as const

for (const [protocol, serve, { connect }, mechanisms] of clients) {
  for (const mechanism of mechanisms) {
    for (const password of ['wonderland', 'through the looking-glass']) {
      const outcome = password === 'wonderland' ? 'accepted' : 'refused'
      test(`${protocol}: a password that is ${outcome} is in no span and no event (${mechanism ?? 'the default'})`, async () => {
        await using server = await serve()
        using traced = collecting()
        const events: TraceEvent[] = []
        const credentials = { user: 'alice', password, ...(mechanism ? { mechanisms: [mechanism] } : {}) }
        const { port, host } = server
        const trace = (event: TraceEvent): void => void events.push(event)
        const connecting = connect({ host, port, tls: 'none', auth: credentials, trace })
        const error: unknown = await connecting.then(
          (client) => client[Symbol.asyncDispose](),
          (error: unknown) => error,
        )
        if (outcome === 'accepted') expect(error).toBeUndefined()
        else expect(error).toBeInstanceOf(AuthError)
        expect(traced.span(`${protocol} connection`).attributes['network.protocol.name']).toBe(protocol)
        const told = inspect([events, traced.finished], { depth: null, maxStringLength: null, maxArrayLength: null })
        expect(told).toContain('greeting')
        for (const secret of [password, Buffer.from(password).toString('base64').replace(/=+$/, ''), plain(password)]) {
          expect(told).not.toContain(secret)
        }
      })
    }
  }
}

function plain(password: string): string {
  return Buffer.from(`\0alice\0${password}`).toString('base64')
}

test('UID is half of a verb', async () => {
  await using server = await imapServer({ users: { alice: { ...auth, store: new MailStore() } } })
  using traced = collecting()
  const imap = await ImapClient.connect({ host: '127.0.0.1', port: server.port, tls: 'none', auth })
  const inbox = await imap.select('INBOX')
  await inbox.search({ all: true })
  await imap.logout()
  expect(traced.names).toContain('UID SEARCH')
  expect(traced.span('imap connection').status.code).toBe(SpanStatusCode.UNSET)
})

test('connections older than the subscription have no spans; those that outlive it have theirs ended', async () => {
  await using server = await serve()
  await using older = await Pop3Client.connect(at(server))
  using traced = collecting()
  await older.stat()
  expect(traced.names).toEqual([])
  await older.quit()
  expect(traced.names).toEqual([])
  await using outliving = await Pop3Client.connect(at(server))
  traced.stop()
  expect(traced.names.at(-1)).toBe('pop3 connection')
  const before = traced.finished.length
  await outliving.stat()
  expect(traced.finished).toHaveLength(before)
})

test('the recipe of the documentation is this very code', () => {
  const page = readFileSync(new URL('../../packages/wire/docs/trace.md', import.meta.url), 'utf8')
  const code = readFileSync(new URL('../src/opentelemetry.ts', import.meta.url), 'utf8')
  const [, quoted] = /^## OpenTelemetry\n.*?^```ts\n(.*?)^```$/ms.exec(page) ?? []
  expect(quoted).toBe(code)
})
