import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { certificate } from '../../../servers/src/certificate.ts'
import { accepted, dial, type SocketTransport } from './connect.ts'
import { TlsError } from './errors.ts'
import { listen } from './listen.ts'
import type { TransportEvents } from './transport.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listening(server: Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** All that comes, and how it ends. */
function everything(transport: SocketTransport): Promise<{ text: string; error: Error | undefined }> {
  return new Promise((resolve) => {
    let text = ''
    const events: TransportEvents = {
      data: (chunk) => {
        text += chunk
      },
      drain: () => {},
      end: () => transport.end(),
      close: (error) => resolve({ text, error }),
    }
    transport.start(events)
  })
}

test('a handshake for later: the server may wait with it until it has heard a command elsewhere', async () => {
  const { key, cert, ca } = await certificate()
  const calls: Socket[] = []
  const port = await listening(createServer({ pauseOnConnect: true }, (socket) => calls.push(socket)))
  const transport = await dial({ host: '127.0.0.1', port, tls: 'implicit', handshake: 'later', tlsOptions: { ca } })
  const all = everything(transport)
  while (calls.length === 0) await new Promise(setImmediate)
  const server = new TLSSocket(calls[0]!, { isServer: true, key, cert })
  server.end('hello')
  await transport.secured
  expect(await all).toEqual({ text: 'hello', error: undefined })
})

test('a handshake that fails later rejects `secured` and closes the connection', async () => {
  const { key, cert } = await certificate()
  const port = await listening(createTlsServer({ key, cert }, (socket) => socket.end()))
  const transport = await dial({ host: '127.0.0.1', port, tls: 'implicit', handshake: 'later' })
  const all = everything(transport)
  await expect(transport.secured).rejects.toThrow(TlsError)
  expect((await all).error).toBeDefined()
})

test.each(['TLSv1.2', 'TLSv1.3'] as const)('the session of %s is there to be resumed', async (version) => {
  const { key, cert, ca } = await certificate()
  const port = await listening(createTlsServer({ key, cert }, (socket) => socket.end('x')))
  const tlsOptions = { ca, maxVersion: version }
  const first = await dial({ host: '127.0.0.1', port, tls: 'implicit', tlsOptions })
  if (version === 'TLSv1.2') expect(first.session).toBeDefined()
  await everything(first)
  const session = first.session
  expect(session).toBeDefined()
  const second = await dial({ host: '127.0.0.1', port, tls: 'implicit', tlsOptions: { ...tlsOptions, session } })
  expect(first.sessionReused).toBe(false)
  expect(second.sessionReused).toBe(true)
  second.destroy()
})

test('on a connection that the peer has made it is the server of TLS all the same', async () => {
  const { key, cert, ca } = await certificate()
  const waiting = await listen('127.0.0.1')
  const calling = connect(waiting.port, '127.0.0.1')
  const socket = await waiting.accept(new AbortController().signal)
  const transport = accepted(socket, { host: 'localhost', tls: 'implicit', tlsOptions: { ca } })
  const all = everything(transport)
  new TLSSocket(calling, { isServer: true, key, cert }).end('hello')
  await transport.secured
  expect(transport.secure).toBe(true)
  expect(await all).toEqual({ text: 'hello', error: undefined })
})

test('who calls from another address is sent away, and the right one still awaited', async () => {
  const waiting = await listen('127.0.0.1', [0, 0], '::ffff:127.0.0.1')
  const socket = waiting.accept(new AbortController().signal)
  const stranger = connect({ port: waiting.port, host: '127.0.0.1', localAddress: '127.0.0.2' })
  stranger.on('error', () => {})
  await once(stranger, 'close')
  const friend = connect(waiting.port, '127.0.0.1')
  expect((await socket).remoteAddress).toBe('127.0.0.1')
  friend.destroy()
  ;(await socket).destroy()
})

test('a connection that closed before anybody listened still says so', async () => {
  const port = await listening(createServer((socket) => setTimeout(() => socket.resetAndDestroy(), 10)))
  const transport = await dial({ host: '127.0.0.1', port, tls: 'none' })
  await new Promise((resolve) => setTimeout(resolve, 50))
  const { text } = await everything(transport)
  expect(text).toBe('')
})

/** A proxy that says yes to everything, and what it has taken. */
async function tunnel(to: number): Promise<{ url: string; taken: Socket[] }> {
  const taken: Socket[] = []
  const port = await listening(
    createServer((socket) => {
      taken.push(socket)
      socket.on('error', () => {})
      socket.once('data', () => {
        const further = connect(to, '127.0.0.1').on('error', () => {})
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.pipe(further).pipe(socket)
      })
    }),
  )
  return { url: `http://127.0.0.1:${port}`, taken }
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'of %s that is gone nothing is asked: the process would go too',
  async (maxVersion) => {
    const { key, cert, ca } = await certificate()
    const proxy = await tunnel(await listening(createTlsServer({ key, cert, maxVersion })))
    const to = { host: 'localhost', port: 1, tls: 'implicit', tlsOptions: { ca }, proxy: proxy.url } as const
    const asked = (transport: SocketTransport): unknown[] => {
      expect(transport.session instanceof Buffer || transport.session === undefined).toBe(true)
      return [transport.sessionReused, transport.channelBinding('tls-exporter')]
    }
    for (const how of ['reset', 'destroyed'] as const) {
      const transport = await dial(to)
      const closed = new Promise<unknown[]>((resolve) => {
        transport.start({ data: () => {}, drain: () => {}, end: () => {}, close: () => resolve(asked(transport)) })
      })
      if (how === 'reset') proxy.taken.at(-1)?.resetAndDestroy()
      else {
        transport.destroy()
        expect(asked(transport)).toEqual([false, undefined])
      }
      expect(await closed).toEqual([false, undefined])
    }
  },
)
