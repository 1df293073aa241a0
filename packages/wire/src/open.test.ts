import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { Client, OrderedClient } from './client.ts'
import type { Engine } from './engine.ts'
import { ConnectionError, ReplyError, TimeoutError } from './errors.ts'
import { open } from './open.ts'
import { type CommonOptions, type Scheme, settings } from './options.ts'
import { inOrder } from './route.ts'
import { memoryTransport } from './testing/memory-transport.ts'
import { ask, outcome, settled } from './testing/sample.ts'
import type { TraceEvent } from './trace.ts'

const schemes: Record<string, Scheme> = { test: { port: 7, tls: 'none' } }

class TestClient extends OrderedClient {
  static connect(options: Partial<CommonOptions>): Promise<TestClient> {
    const wanted = settings('test://echo.example', options, schemes)
    return open(wanted, inOrder, { depth: 4 }, async (engine: Engine) => {
      await engine.submit({ ...ask(''), line: undefined })
      return new TestClient(engine)
    })
  }
  private constructor(engine: Engine) {
    super(engine)
  }
  quit(): Promise<string> {
    return this.farewell(ask('QUIT', { turn: 'last' }), 30)
  }
  protected goodbye(): Promise<unknown> {
    return this.quit()
  }
}

async function connected(options: Partial<CommonOptions> = {}) {
  const server = memoryTransport()
  const connecting = TestClient.connect({ transport: server, ...options })
  await settled()
  server.say('hello\r\n')
  return { server, client: await connecting }
}

test('a client is there when its greeting is', async () => {
  const events: TraceEvent[] = []
  const { client } = await connected({ trace: (event) => events.push(event) })
  expect(client).toBeInstanceOf(Client)
  expect([client.closed, client.secure]).toEqual([false, false])
  expect(events[0]).toMatchObject({ kind: 'connect', host: 'echo.example', port: 7 })
})

test('run() is the base of everything', async () => {
  const { server, client } = await connected()
  const reply = client.run(ask('PING'))
  await settled()
  server.say('pong\r\n')
  expect(await reply).toBe('pong')
})

test.each(['aborted', 'closed'])('whatever connecting waits for, one that is %s has an end', async (how) => {
  const server = memoryTransport()
  const leaving = new AbortController()
  const wanted = settings('test://echo.example', { transport: server, signal: leaving.signal }, schemes)
  const connecting = open(wanted, inOrder, {}, () => new Promise<never>(() => {}))
  await settled()
  if (how === 'aborted') leaving.abort(new Error('enough'))
  else server.close()
  await expect(connecting).rejects.toThrow(how === 'aborted' ? 'enough' : 'closed the connection')
  expect(server.destroyed).toBe(true)
})

test('what fails in connecting closes the connection', async () => {
  const server = memoryTransport()
  const connecting = outcome(TestClient.connect({ transport: server }))
  await settled()
  server.say('NO not today\r\n')
  expect(await connecting).toBeInstanceOf(ReplyError)
  expect(server.destroyed).toBe(true)
})

test('an abort ends the connecting at any step, with its own reason', async () => {
  const reason = new Error('left')
  const server = memoryTransport()
  expect(await outcome(TestClient.connect({ transport: server, signal: AbortSignal.abort(reason) }))).toBe(reason)
  const leaving = new AbortController()
  const connecting = outcome(TestClient.connect({ transport: server, signal: leaving.signal }))
  leaving.abort(reason)
  expect(await connecting).toBe(reason)
  expect(server.destroyed).toBe(true)
})

test('the signal of connecting does nothing to who is connected', async () => {
  const leaving = new AbortController()
  const { client } = await connected({ signal: leaving.signal })
  leaving.abort()
  await settled()
  expect(client.closed).toBe(false)
})

test('nobody who listens is told with the error of dialling', async () => {
  const wanted = settings('test://127.0.0.1:9', { timeout: 1000 }, schemes)
  await expect(open(wanted, inOrder, {}, () => Promise.resolve())).rejects.toThrow(ConnectionError)
})

/** What the trace tells of connecting to a place. */
async function traced(to: string, options: Partial<CommonOptions> = {}, begin = () => Promise.resolve()) {
  const events: TraceEvent[] = []
  const wanted = settings(to, { ...options, trace: (event) => events.push(event) }, schemes)
  const error = await open(wanted, inOrder, { protocol: 'echo' }, begin).catch((error: unknown) => error)
  return { events, error }
}

test('the trace tells how long connecting took, what is spoken, and whether TLS protects it', async () => {
  const { events } = await traced('test://echo.example', { transport: memoryTransport() })
  expect(events).toEqual([
    {
      kind: 'connect',
      connection: expect.any(Number),
      host: 'echo.example',
      port: 7,
      protocol: 'echo',
      secure: false,
      duration: expect.any(Number),
    },
  ])
  const secured = await traced('test://echo.example', { transport: memoryTransport({ secure: true }) })
  expect(secured.events[0]).toMatchObject({ secure: true })
  expect(secured.events[0]!.connection).not.toBe(events[0]!.connection)
})

test('a connection that is not made is told of once, with the error that its caller gets', async () => {
  const { events, error } = await traced('test://127.0.0.1:9')
  expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  expect(events).toMatchObject([{ kind: 'connect', host: '127.0.0.1', port: 9, secure: false, error }])
  expect(events[0]).toMatchObject({ duration: expect.any(Number) })
})

test('a unix socket has no port', async () => {
  const { events, error } = await traced('/nowhere/at/all')
  expect(events).toMatchObject([{ host: '/nowhere/at/all', port: undefined, error }])
  expect(error).toMatchObject({ code: 'ENOENT' })
})

test('the password for a proxy that lets nobody through is not in the trace', async () => {
  const proxy = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (request) => socket.end(`HTTP/1.1 407 no hunter2 ${request.toString('base64')}\r\n\r\n`))
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
  try {
    const { port } = proxy.address() as AddressInfo
    const { events, error } = await traced('test://echo.example', { proxy: `http://alice:hunter2@127.0.0.1:${port}` })
    expect(error).toMatchObject({ code: 'ERR_PROXY_AUTH' })
    expect(events).toMatchObject([{ kind: 'connect', host: 'echo.example', port: 7, error }])
    expect(`${JSON.stringify(events)}${error}`).not.toMatch(/hunter2/)
  } finally {
    proxy.close()
  }
})

test('the trace tells why a connection was left before it was of use; who just leaves has no reason to tell', async () => {
  const why = new Error('it does not offer what was asked for')
  const transport = memoryTransport()
  const { events, error } = await traced('test://echo.example', { transport }, () => Promise.reject(why))
  expect(error).toBe(why)
  expect(events).toMatchObject([{ kind: 'connect' }, { kind: 'close', error: why }])
  const left: TraceEvent[] = []
  const { client } = await connected({ trace: (event) => left.push(event) })
  client.close()
  expect(left.at(-1)).toMatchObject({ kind: 'close', sent: 0, received: 7 })
  expect(left.at(-1)).not.toHaveProperty('error')
})

test('the goodbye is polite, closes whatever its reply, and does not wait for ever', async () => {
  const polite = await connected()
  const quitting = polite.client.quit()
  await settled()
  polite.server.say('bye\r\n')
  expect(await quitting).toBe('bye')
  expect([polite.client.closed, polite.server.sent]).toEqual([true, 'QUIT\r\n'])

  const refused = await connected()
  const refusal = outcome(refused.client.quit())
  await settled()
  refused.server.say('NO stay\r\n')
  expect(await refusal).toBeInstanceOf(ReplyError)
  expect(refused.client.closed).toBe(true)

  const silent = await connected()
  await expect(silent.client.quit()).rejects.toThrow(TimeoutError)
  expect(silent.client.closed).toBe(true)
})

test('await using says goodbye, unless the connection is gone', async () => {
  const { server, client } = await connected()
  const leaving = (async () => {
    await using _ = client
  })()
  await settled()
  server.say('bye\r\n')
  await leaving
  expect(server.sent).toBe('QUIT\r\n')
  const gone = await connected()
  gone.client.close()
  await gone.client[Symbol.asyncDispose]()
  expect(gone.server.sent).toBe('')
})

test('close() leaves at once, and every later call says so', async () => {
  const { client, server } = await connected()
  const pending = outcome(client.run(ask('A')))
  client.close()
  expect(await pending).toMatchObject({ code: 'ERR_CLOSED' })
  await expect(client.run(ask('B'))).rejects.toThrow('B: the connection was closed by this client')
  expect(server.destroyed).toBe(true)
})
