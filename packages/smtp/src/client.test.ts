import { ArgumentError, ConnectionError, ReplyError, type TraceEvent } from '@linewire/wire'
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
import type { SmtpOptions } from './connect.ts'
import { ExtensionError } from './extension-error.ts'
import { DataError, RecipientsError, SenderError } from './refusals.ts'

let server: SmtpServer
let scripted: LineServer | undefined
afterEach(async () => {
  await server?.close()
  await scripted?.close().catch(() => {})
  scripted = undefined
})

async function connect(options: Partial<ServerOptions> = {}, more: Partial<SmtpOptions> = {}): Promise<SmtpClient> {
  server = await smtpServer(options)
  const scheme = options.lmtp ? 'lmtp' : 'smtp'
  return SmtpClient.connect(`${scheme}://127.0.0.1:${server.port}`, { tls: 'none', timeout: 5000, name: 'me', ...more })
}

async function play(script: ScriptedOptions['script'], faults: ScriptedOptions['faults'] = {}): Promise<SmtpClient> {
  scripted = await scriptedServer({ script, faults })
  return SmtpClient.connect(`smtp://127.0.0.1:${scripted.port}`, { tls: 'none', timeout: 5000, name: 'me' })
}

const message = { from: 'me@x.example', to: ['a@y.example', 'b@y.example'], data: 'Subject: x\r\n\r\n.dot\r\n' }
const refuse = {
  'no@y.example': '550 no such user',
  'later@y.example': '450 try later',
  'bad@x.example': '553 not you',
}

test('send delivers to all: the envelope is one flight, the message the other', async () => {
  await using smtp = await connect({ size: 1000 })
  const before = server.flights
  const { accepted, rejected, reply, queueId } = await smtp.send(message)
  expect([accepted, rejected, reply.code, queueId]).toEqual([message.to, [], 250, '1'])
  expect(server.deliveries[0]).toMatchObject({ from: 'me@x.example', to: message.to, parameters: { SIZE: '20' } })
  expect(server.deliveries[0]!.octets.toString()).toBe(message.data)
  expect(server.flights - before).toBe(2)
})

test('without PIPELINING the same is delivered', async () => {
  for (const [options, more] of [
    [{ without: ['PIPELINING'] }, {}],
    [{}, { pipelining: 'off' as const }],
  ] as const) {
    await using smtp = await connect({ ...options, refuse }, more)
    const before = server.flights
    const { accepted } = await smtp.send({ ...message, to: ['a@y.example', 'no@y.example'] })
    expect(accepted).toEqual(['a@y.example'])
    expect(server.flights - before).toBe(5)
    await expect(smtp.send({ ...message, to: 'no@y.example' })).rejects.toThrow(RecipientsError)
    expect((await smtp.send(message)).accepted).toHaveLength(2)
    expect(server.deliveries).toHaveLength(2)
    await server.close()
  }
})

test('some refused: the others get it, and the result says who does not', async () => {
  await using smtp = await connect({ refuse })
  const { accepted, rejected } = await smtp.send({ ...message, to: ['no@y.example', 'a@y.example', 'later@y.example'] })
  expect(accepted).toEqual(['a@y.example'])
  expect(rejected).toMatchObject([
    { recipient: 'no@y.example', error: { code: '550', transient: false } },
    { recipient: 'later@y.example', error: { code: '450', transient: true } },
  ])
  expect(server.deliveries[0]!.to).toEqual(['a@y.example'])
})

test('all or nobody', async () => {
  await using smtp = await connect({ refuse })
  const to = ['a@y.example', 'no@y.example']
  await expect(smtp.send({ ...message, to, partial: 'abort' })).rejects.toThrow(RecipientsError)
  expect(server.deliveries).toEqual([])
  expect((await smtp.send(message, { partial: 'abort' })).accepted).toHaveLength(2)
})

test('after every kind of failure the client goes on', async () => {
  await using smtp = await connect({ refuse, size: 100 })
  await expect(smtp.send({ ...message, to: ['no@y.example', 'later@y.example'] })).rejects.toThrow(RecipientsError)
  await expect(smtp.send({ ...message, from: 'bad@x.example' })).rejects.toThrow(SenderError)
  const long = new Blob(['x'.repeat(101)])
  await expect(smtp.send({ ...message, data: long })).rejects.toThrow('the message has 101 octets')
  await expect(smtp.send({ ...message, data: long.stream() })).rejects.toThrow(DataError)
  await expect(smtp.send({ ...message, to: [] })).rejects.toThrow(ArgumentError)
  await expect(smtp.send({ ...message, requireTls: true })).rejects.toThrow(ExtensionError)
  await expect(smtp.send({ ...message, data: { path: '/nonexistent/message.eml' } })).rejects.toThrow('ENOENT')
  expect((await smtp.send(message)).accepted).toHaveLength(2)
  expect(server.deliveries).toHaveLength(1)
})

test('messages sent in parallel go out in order, each envelope behind the body before it', async () => {
  await using smtp = await connect({ refuse })
  const before = server.flights
  const to = ['a@y.example', 'no@y.example', 'c@y.example', 'd@y.example']
  const outcomes = await Promise.allSettled(to.map((address) => smtp.send({ ...message, to: address })))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(server.deliveries.map((delivery) => delivery.to[0])).toEqual(['a@y.example', 'c@y.example', 'd@y.example'])
  // one by one it would be two flights for each, and one for RSET
  expect(server.flights - before).toBeLessThan(9)
})

test('sendAll gives one result for each message; one that fails fails alone', async () => {
  await using smtp = await connect({ refuse })
  const names = ['a', 'no', 'later', 'd', 'e']
  const messages = names.map((name) => ({ ...message, to: `${name}@y.example` }))
  const seen: string[] = []
  for await (const { message: sent, accepted, rejected, error } of smtp.sendAll(messages)) {
    seen.push(`${sent.to} ${accepted.length} ${rejected.length} ${error?.name}`)
  }
  expect(seen).toEqual([
    'a@y.example 1 0 undefined',
    'no@y.example 0 1 RecipientsError',
    'later@y.example 0 1 RecipientsError',
    'd@y.example 1 0 undefined',
    'e@y.example 1 0 undefined',
  ])
})

test('leaving sendAll leaves a client that can be used', async () => {
  await using smtp = await connect()
  for await (const { accepted } of smtp.sendAll([message, message, message])) {
    expect(accepted).toHaveLength(2)
    break
  }
  expect((await smtp.noop()).code).toBe(250)
  // the second was on its way
  expect(server.deliveries).toHaveLength(2)
})

test('a message that is written for the server', async () => {
  for (const without of [[], ['8BITMIME']]) {
    await using smtp = await connect({ without })
    const sendable = {
      from: 'me@x.example',
      to: ['a@y.example'],
      async *content({ eightBit }: { eightBit: boolean }) {
        yield Buffer.from(eightBit ? 'ü\r\n' : '=C3=BC\r\n')
      },
    }
    expect((await smtp.send(sendable)).accepted).toEqual(['a@y.example'])
    expect(server.deliveries[0]!.octets.toString()).toBe(without.length === 0 ? 'ü\r\n' : '=C3=BC\r\n')
    expect(server.deliveries[0]!.parameters['BODY']).toBe(without.length === 0 ? '8BITMIME' : undefined)
    await server.close()
  }
})

test('a bare LF or CR in a message cannot end it', async () => {
  await using smtp = await connect()
  const smuggled = 'a\r\n\n.\nb\r.\rMAIL FROM:<x@y>\r\n'
  await smtp.send({ ...message, data: smuggled })
  expect(server.deliveries).toHaveLength(1)
  expect(server.deliveries[0]!.octets.toString()).toBe('a\r\n\r\n.\r\nb\r\n.\r\nMAIL FROM:<x@y>\r\n')
})

test('LMTP has a reply for each recipient', async () => {
  const undeliverable = { 'full@y.example': '452 mailbox full', 'gone@y.example': '550 disabled' }
  await using lmtp = await connect({ lmtp: true, refuse, undeliverable })
  const to = ['full@y.example', 'a@y.example', 'no@y.example', 'b@y.example']
  const { accepted, rejected, replies } = await lmtp.send({ ...message, to })
  expect(accepted).toEqual(['a@y.example', 'b@y.example'])
  expect(rejected.map(({ recipient }) => recipient)).toEqual(['no@y.example', 'full@y.example'])
  expect([...replies!.keys()]).toEqual(['full@y.example', 'a@y.example', 'b@y.example'])
  await expect(lmtp.send({ ...message, to: ['full@y.example', 'gone@y.example'] })).rejects.toThrow(RecipientsError)
  expect((await lmtp.send({ ...message, to: 'a@y.example' })).accepted).toHaveLength(1)
})

test('a transaction by hand; over LMTP the replies come with it', async () => {
  {
    await using smtp = await connect({ refuse })
    await smtp.mail('me@x.example', { size: 10 })
    await smtp.rcpt('a@y.example')
    await expect(smtp.rcpt('no@y.example')).rejects.toThrow(ReplyError)
    expect((await smtp.data('x\r\n')).code).toBe(250)
    await smtp.mail(null)
    await smtp.rset()
    await expect(smtp.data('x')).rejects.toThrow(DataError)
    expect(server.deliveries).toHaveLength(1)
    await server.close()
  }
  await using lmtp = await connect({ lmtp: true, undeliverable: { 'full@y.example': '452 mailbox full' } })
  await lmtp.mail('me@x.example')
  await Promise.all([lmtp.rcpt('full@y.example'), lmtp.rcpt('a@y.example')])
  const { code, replies } = await lmtp.data('x\r\n')
  expect([code, [...replies!].map(([, reply]) => reply.code)]).toEqual([250, [452, 250]])
})

test('what the server does not know is declined, and the connection lives', async () => {
  await using smtp = await connect()
  expect((await smtp.vrfy('a@y.example')).code).toBe(252)
  expect((await smtp.help()).code).toBe(214)
  for (const call of [smtp.expn('staff'), smtp.etrn('x.example')]) await expect(call).rejects.toThrow(ReplyError)
  expect((await smtp.noop()).code).toBe(250)
})

test('a message in chunks, by hand', async () => {
  const smtp = await play([
    'S: 220 x',
    'C: EHLO me',
    'S: 250-x',
    'S: 250-PIPELINING',
    'S: 250 CHUNKING',
    'C: MAIL FROM:<me@x>',
    'S: 250 ok',
    'C: RCPT TO:<a@y>',
    'S: 250 ok',
    'C: BDAT 8',
    'C: .first',
    'S: 250 8 octets',
    'C: BDAT 9 LAST',
    'C: second.',
    'S: 250 2.0.0 taken',
    'C: QUIT',
    'S: 221 bye',
  ])
  await smtp.mail('me@x')
  await smtp.rcpt('a@y')
  expect((await smtp.bdat(Buffer.from('.first\r\n'))).code).toBe(250)
  expect((await smtp.bdat(Buffer.from('second.\r\n'), { last: true })).text).toBe('taken')
  await smtp.quit()
  await scripted!.close()
})

test('EHLO and HELO again', async () => {
  await using smtp = await connect()
  expect((await smtp.ehlo('other.example')).has('PIPELINING')).toBe(true)
  expect((await smtp.helo()).code).toBe(250)
  expect(server.transcript).toEqual(expect.arrayContaining(['C: EHLO other.example', 'C: HELO other.example']))
})

test('XCLIENT begins the session anew', async () => {
  const smtp = await play([
    'S: 220 x',
    'C: EHLO me',
    'S: 250-x',
    'S: 250 XCLIENT NAME ADDR',
    'C: XCLIENT ADDR=192.0.2.1',
    'S: 220 x again',
    'C: EHLO me',
    'S: 250-x',
    'S: 250 SIZE 7',
    'C: QUIT',
    'S: 221 bye',
  ])
  expect((await smtp.xclient({ ADDR: '192.0.2.1' })).text).toBe('x again')
  expect(smtp.capabilities.get('SIZE')).toEqual(['7'])
  await smtp.quit()
})

test('arguments that would be commands are refused, and nothing is sent', async () => {
  await using smtp = await connect()
  const before = server.transcript.length
  for (const evil of ['x@y\r\nQUIT', 'x@y\nQUIT', 'x@y\rQUIT', 'x@y\0']) {
    for (const call of [
      () => smtp.mail(evil),
      () => smtp.rcpt(evil),
      () => smtp.send({ ...message, from: evil }),
      () => smtp.send({ ...message, to: evil }),
      () => smtp.send({ ...message, to: [evil] }),
      () => smtp.send({ ...message, envid: evil }),
      () => smtp.send({ ...message, authAs: evil, ignoreUnsupported: true }),
      () => smtp.ehlo(evil),
      async () => smtp.helo(evil),
      async () => smtp.vrfy(evil),
      async () => smtp.expn(evil),
      async () => smtp.help(evil),
      async () => smtp.etrn(evil),
      () => smtp.xclient({ NAME: evil }),
    ]) {
      await expect(call()).rejects.toThrow(ArgumentError)
    }
  }
  expect(server.transcript.length).toBe(before)
})

const session = [
  'S: 220 x',
  'C: EHLO me',
  'S: 250-x',
  'S: 250 PIPELINING',
  'C: /^MAIL/',
  'S: 250 ok',
  'C: /^RCPT/',
  'S: 250 ok',
  'C: DATA',
  'S: 354 go',
  'BODY',
  'S: 250 taken',
  'C: QUIT',
  'S: 221 bye',
]
const one = { from: 'me@x', to: 'a@y', data: 'x\r\n' }

test('a server that hangs up or talks rubbish at any step of a transaction settles every call', async () => {
  for (let step = 2; step < 6; step++) {
    for (const closeWhen of ['before', 'middle'] as const) {
      const smtp = await play(session, { closeAt: step, closeWhen })
      const results = await Promise.allSettled([smtp.send(one), smtp.noop()])
      for (const result of results) expect(result).toMatchObject({ status: 'rejected' })
      expect((results[0] as PromiseRejectedResult).reason).toBeInstanceOf(ConnectionError)
      await expect(smtp.send(one)).rejects.toThrow(ConnectionError)
      await scripted!.close().catch(() => {})
    }
    const smtp = await play(session, { garbageAt: step })
    await expect(smtp.send(one)).rejects.toMatchObject({ code: 'ERR_PROTOCOL' })
    expect(smtp.closed).toBe(true)
    await scripted!.close().catch(() => {})
  }
})

test('a server that hangs up at QUIT has understood', async () => {
  for (const closeWhen of ['before', 'middle'] as const) {
    const smtp = await play(['S: 220 x', 'C: EHLO me', 'S: 250 x', 'C: QUIT', 'S: 221 bye'], { closeAt: 2, closeWhen })
    await smtp.quit()
    expect(smtp.closed).toBe(true)
    await expect(smtp.noop()).rejects.toThrow(ConnectionError)
    await scripted!.close()
  }
})

test('a call that was aborted before it was sent leaves the others alone', async () => {
  await using smtp = await connect()
  const leaving = new AbortController()
  const first = smtp.send(message)
  const aborted = smtp.send(message, { signal: leaving.signal })
  const kept = smtp.noop()
  leaving.abort()
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  expect((await first).accepted).toHaveLength(2)
  expect((await kept).code).toBe(250)
  expect(server.deliveries).toHaveLength(1)
})

test('a message that is aborted on its way is not delivered in part: the connection goes', async () => {
  await using smtp = await connect()
  const leaving = new AbortController()
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half\r\n')
    leaving.abort()
    yield Buffer.from('other half\r\n')
  }
  const sending = smtp.send({ ...message, data: slow() }, { signal: leaving.signal })
  await expect(sending).rejects.toMatchObject({ name: 'AbortError' })
  while (!smtp.closed) await new Promise((resolve) => setImmediate(resolve))
  expect(server.deliveries).toEqual([])
})

test('a source that breaks is an error with its cause, and nothing is delivered', async () => {
  const smtp = await connect()
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half\r\n')
    throw new Error('disk on fire')
  }
  await expect(smtp.send({ ...message, data: broken() })).rejects.toMatchObject({ code: 'ERR_SOURCE' })
  expect(smtp.closed).toBe(true)
  expect(server.deliveries).toEqual([])
})

test('the trace has every line of a transaction, and the message is not in it', async () => {
  const lines: string[] = []
  const trace = (event: TraceEvent): void => {
    if (event.kind === 'line' && event.from === 'client') lines.push(event.text)
  }
  {
    await using smtp = await connect({ size: 1000 }, { trace })
    await smtp.send({ ...message, data: 'secret letter' })
  }
  expect(lines).toEqual([
    'EHLO me',
    'MAIL FROM:<me@x.example> SIZE=13',
    'RCPT TO:<a@y.example>',
    'RCPT TO:<b@y.example>',
    'DATA',
    'QUIT',
  ])
})

test('a message of many octets goes out with backpressure, and progress is told', async () => {
  await using smtp = await connect()
  const line = Buffer.from(`${'x'.repeat(76)}\r\n`)
  const piece = Buffer.concat(Array.from({ length: 1000 }, () => line))
  async function* many(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 50; i++) yield piece
  }
  let last = 0
  await smtp.send({ ...message, data: many() }, { onProgress: (octets) => void (last = octets) })
  expect(last).toBe(50 * piece.length + 3)
  expect(server.deliveries[0]!.octets.length).toBe(50 * piece.length)
})
