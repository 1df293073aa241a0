import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { certificate } from '../../../servers/src/certificate.ts'
import { dial, type SocketTransport } from './connect.ts'
import { ConnectionError, TimeoutError, TlsError } from './errors.ts'
import { presented } from './testing/presented.ts'
import { withholdEnd } from './withhold-end.ts'

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  for (const socket of sockets) socket.destroy()
  sockets.clear()
})

async function listening(
  server: Server,
  where: { host: string; port: number } | string = { host: '127.0.0.1', port: 0 },
) {
  servers.push(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  if (typeof where === 'string') server.listen(where)
  else server.listen(where.port, where.host)
  await once(server, 'listening')
  const address = server.address() as AddressInfo | string
  return typeof address === 'string' ? 0 : address.port
}

const plain = (serve: (socket: Socket) => void = () => {}) => listening(createServer({ allowHalfOpen: true }, serve))

async function encrypted(options: { key: string; cert: string }, serve: (socket: Socket) => void = () => {}) {
  const server = createTlsServer(options, (socket) => {
    socket.on('error', () => {})
    serve(socket)
  })
  server.on('tlsClientError', () => {})
  return listening(server)
}

/** What comes until the end, and how it ends. */
function listen(transport: SocketTransport) {
  let text = ''
  let wake: () => void = () => {}
  const closed = new Promise<Error | undefined>((resolve) => {
    transport.start({
      data: (chunk) => {
        text += chunk.toString()
        wake()
      },
      drain: () => {},
      end: () => {},
      close: resolve,
    })
  })
  return {
    closed,
    until: async (expected: string): Promise<void> => {
      while (!text.includes(expected)) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'connected',
    (error: unknown) => error,
  )

test('octets go both ways', async () => {
  const port = await plain((socket) => socket.pipe(socket))
  const transport = await dial({ host: '127.0.0.1', port, tls: 'none' })
  expect(transport).toMatchObject({ secure: false, remoteAddress: '127.0.0.1', remotePort: port, sessionReused: false })
  const heard = listen(transport)
  expect(transport.write('Grüße\r\n')).toBe(true)
  await heard.until('Grüße\r\n')
  transport.end()
  expect(await heard.closed).toBeUndefined()
})

test('a unix socket has a path in place of host and port', async () => {
  const path = join(tmpdir(), `linewire-${process.pid}.sock`)
  await listening(
    createServer((socket) => socket.end('hello')),
    path,
  )
  const transport = await dial({ host: path, path, tls: 'none' })
  const heard = listen(transport)
  await heard.until('hello')
  await rm(path, { force: true })
  expect(await failure(dial({ host: path, path, tls: 'none' }))).toMatchObject({
    code: 'ENOENT',
    message: `there is no socket ${path}`,
  })
})

test('nothing that listens is a ConnectionError that says where', async () => {
  const port = await plain()
  servers[0]?.close()
  const error = await failure(dial({ host: '127.0.0.1', port, tls: 'none' }))
  expect(error).toBeInstanceOf(ConnectionError)
  expect(error).toMatchObject({
    code: 'ECONNREFUSED',
    message: `nothing listens at 127.0.0.1:${port}: check host and port`,
  })
  for (const tls of ['none', 'implicit'] as const) {
    expect(await failure(dial({ host: 'localhost', port, tls }))).toMatchObject({ code: 'ECONNREFUSED' })
  }
})

test('a host that nobody knows is a ConnectionError', async () => {
  const error = await failure(dial({ host: 'no.such.host.invalid', port: 110, tls: 'none' }))
  expect(error).toBeInstanceOf(ConnectionError)
  expect((error as ConnectionError).code).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/)
  expect((error as ConnectionError).message).toContain('no.such.host.invalid')
})

test('the time is for TCP and TLS together', async () => {
  const port = await plain()
  const error = await failure(dial({ host: '127.0.0.1', port, tls: 'implicit', timeout: 30 }))
  expect(error).toBeInstanceOf(TimeoutError)
  expect(error).toMatchObject({ message: `no connection to 127.0.0.1:${port} within 30 ms (timeout.connect)` })
})

test('a time of 0 is none', async () => {
  const port = await plain()
  for (const timeout of [0, Number.POSITIVE_INFINITY]) {
    const transport = await dial({ host: '127.0.0.1', port, tls: 'none', timeout })
    transport.end()
  }
})

test('an abort ends it before, and in the midst of the handshake', async () => {
  const port = await plain()
  const reason = new Error('left')
  expect(await failure(dial({ host: '127.0.0.1', port, tls: 'none', signal: AbortSignal.abort(reason) }))).toBe(reason)
  const leaving = new AbortController()
  const dialling = failure(dial({ host: '127.0.0.1', port, tls: 'implicit', signal: leaving.signal }))
  await once(servers[0] as Server, 'connection')
  leaving.abort(reason)
  expect(await dialling).toBe(reason)
})

test('a certificate of a known authority is good for its names and its addresses', async () => {
  const made = await certificate()
  const port = await encrypted(made, (socket) => socket.end('hello'))
  for (const host of ['localhost', '127.0.0.1']) {
    const transport = await dial({ host, port, tls: 'implicit', tlsOptions: { ca: made.ca } })
    expect(transport.secure).toBe(true)
    await listen(transport).until('hello')
  }
})

test('a certificate that does not fit says what to do', async () => {
  const local = { type: 2, value: 'localhost' } as const
  const cases = [
    [
      [local],
      {},
      false,
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'not signed by an authority trusted here: pass its CA as tlsOptions.ca',
    ],
    [[local], { expired: true }, true, 'CERT_HAS_EXPIRED', 'the certificate of localhost has expired'],
    [
      [{ type: 2, value: 'other.test' }],
      {},
      true,
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'the certificate is not for localhost',
    ],
  ] as const
  for (const [names, options, trusted, code, message] of cases) {
    const made = await presented(names, options)
    const tlsOptions = trusted ? { ca: made.cert } : {}
    const implicit = await failure(
      dial({ host: 'localhost', port: await encrypted(made), tls: 'implicit', tlsOptions }),
    )
    expect(implicit).toBeInstanceOf(TlsError)
    expect(implicit).toMatchObject({ code, message: expect.stringContaining(message) })
  }
})

test('the address that was dialled must be in the certificate: a name is not enough', async () => {
  const named = await presented([{ type: 2, value: 'localhost' }])
  const addressed = await presented([{ type: 7, value: '127.0.0.1' }])
  const to = async (made: { key: string; cert: string }, host: string, certificateHost?: string) =>
    failure(
      dial({ host, port: await encrypted(made), tls: 'implicit', tlsOptions: { ca: made.cert }, certificateHost }).then(
        (t) => t.end(),
      ),
    )
  expect(await to(named, '127.0.0.1')).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  expect(await to(addressed, 'localhost')).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  expect(await to(addressed, '127.0.0.1')).toBe('connected')
  // a data connection is to whom the control connection is
  expect(await to(named, '127.0.0.1', 'localhost')).toBe('connected')
  expect(await to(addressed, 'localhost', '127.0.0.1')).toBe('connected')
  expect(await to(addressed, '127.0.0.1', '192.0.2.1')).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
})

test.each(['220 ftp.example ready\r\n', '+OK pop\r\n', '* OK imap\r\n', '200 nntp\r\n', '\0\0\0', 'x'])(
  'a server that says %j on a TLS port is told not to speak TLS',
  async (greeting) => {
    const port = await plain((socket) => socket.end(greeting))
    const error = await failure(dial({ host: 'localhost', port, tls: 'implicit' }))
    expect(error).toBeInstanceOf(TlsError)
    if (greeting.length > 5)
      expect(String(error)).toContain("does not speak TLS here; if it is a port for STARTTLS, use tls: 'starttls'")
  },
)

test('a peer that closes or resets in the handshake is a TlsError', async () => {
  for (const leave of [
    (socket: Socket) => socket.destroy(),
    (socket: Socket) => socket.resetAndDestroy(),
    (socket: Socket) => socket.end(),
  ]) {
    const port = await plain((socket) => socket.once('data', () => leave(socket)))
    expect(await failure(dial({ host: 'localhost', port, tls: 'implicit' }))).toBeInstanceOf(TlsError)
  }
})

test.each(['starttls', 'none'] as const)('upgrade() puts TLS on a connection that was dialled for %s', async (tls) => {
  const made = await certificate()
  const port = await plain((socket) => {
    socket.write('go')
    socket.once('data', () => {
      socket.pause()
      socket.write('now')
      const secured = new TLSSocket(socket, { isServer: true, key: made.key, cert: made.cert })
      secured.on('error', () => {})
      secured.on('data', (chunk) => secured.write(`secretly ${chunk}`))
    })
  })
  const upgraded = async (tlsOptions: { ca?: string }) => {
    const transport = await dial({ host: 'localhost', port, tls, tlsOptions })
    const heard = listen(transport)
    await heard.until('go')
    transport.write('STLS')
    await heard.until('now')
    await transport.upgrade()
    expect(transport).toMatchObject({ remoteAddress: '127.0.0.1', remotePort: port, localAddress: '127.0.0.1' })
    return { transport, heard }
  }
  const { transport, heard } = await upgraded({ ca: made.ca })
  expect(transport.secure).toBe(true)
  transport.write('hello')
  await heard.until('secretly hello')
  transport.end()
  expect(await failure(upgraded({}))).toBeInstanceOf(TlsError)
})

test.each(['starttls', 'none'] as const)(
  'a peer that goes, resets or talks on in clear in the midst of upgrade() is a TlsError: %s',
  async (tls) => {
    for (const leave of [
      (socket: Socket) => socket.destroy(),
      (socket: Socket) => socket.resetAndDestroy(),
      (socket: Socket) => socket.end(),
      (socket: Socket) => socket.write('+OK still in clear\r\n'),
    ]) {
      const port = await plain((socket) => {
        socket.write('go')
        socket.once('data', () => leave(socket))
      })
      const transport = await dial({ host: 'localhost', port, tls })
      await listen(transport).until('go')
      const error = await failure(transport.upgrade())
      expect(error).toBeInstanceOf(TlsError)
    }
  },
)

test('a reset is told as what broke the connection', async () => {
  const port = await plain((socket) => {
    socket.once('data', () => socket.resetAndDestroy())
  })
  const transport = await dial({ host: '127.0.0.1', port, tls: 'none' })
  const heard = listen(transport)
  transport.write('x')
  expect(await heard.closed).toMatchObject({ name: 'ConnectionError', code: 'ECONNRESET' })
})

test('end() lets what is written go out first', async () => {
  const size = 4 * 1024 * 1024
  let received = 0
  const whole = new Promise<void>((resolve) => {
    void plain((socket) => {
      socket.on('data', (chunk) => {
        received += chunk.length
      })
      socket.on('end', resolve)
    }).then(async (port) => {
      const transport = await dial({ host: '127.0.0.1', port, tls: 'none' })
      listen(transport)
      expect(transport.write(Buffer.alloc(size))).toBe(false)
      transport.end()
      transport.destroy()
    })
  })
  await whole
  expect(received).toBe(size)
})

test('end() does not wait for ever for a peer that reads nothing', async () => {
  const port = await plain((socket) => socket.pause())
  const transport = await dial({ host: '127.0.0.1', port, tls: 'none' })
  const heard = listen(transport)
  while (transport.write(Buffer.alloc(1024 * 1024))) await new Promise((resolve) => setImmediate(resolve))
  transport.end()
  await heard.closed
})

test('destroy() goes at once, also behind finish() and when the peer has sent its last', async () => {
  for (const before of ['finish', 'peer'] as const) {
    let peer: Socket | undefined
    const port = await plain((socket) => {
      peer = socket.pause()
    })
    const transport = await dial({ host: '127.0.0.1', port, tls: 'none' })
    let close: () => void = () => {}
    const closed = new Promise<void>((resolve) => {
      close = resolve
    })
    const ended = new Promise<void>((end, reject) => {
      closed.then(() => reject(new Error('closed before its end was told')))
      transport.start({ data: () => {}, drain: () => {}, end, close })
    })
    ended.catch(() => {})
    while (transport.write(Buffer.alloc(1024 * 1024))) await new Promise((resolve) => setImmediate(resolve))
    if (before === 'finish') transport.finish()
    else {
      peer?.end()
      await ended
    }
    transport.destroy()
    await closed
  }
})

test('a paused transport holds the peer back, and loses nothing', async () => {
  const size = 8 * 1024 * 1024
  const port = await plain((socket) => socket.end(Buffer.alloc(size)))
  const transport = await dial({ host: '127.0.0.1', port, tls: 'none' })
  let received = 0
  const closed = new Promise<void>((resolve) => {
    transport.start({
      data: (chunk) => {
        if (received === 0) {
          transport.pause()
          setImmediate(() => transport.resume())
        }
        received += chunk.length
      },
      drain: () => {},
      end: () => {},
      close: () => resolve(),
    })
  })
  await closed
  expect(received).toBe(size)
})

test('a session is kept for the next connection, with TLS 1.2 and with 1.3', async () => {
  const made = await certificate()
  const port = await encrypted(made, (socket) => socket.write('hello'))
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const tlsOptions = { ca: made.ca, maxVersion }
    const first = await dial({ host: 'localhost', port, tls: 'implicit', tlsOptions })
    await listen(first).until('hello')
    expect(first.sessionReused).toBe(false)
    // the ticket of TLS 1.3 comes when the server likes
    const session = await vi.waitUntil(() => first.session)
    const second = await dial({ host: 'localhost', port, tls: 'implicit', tlsOptions: { ...tlsOptions, session } })
    expect(second.sessionReused).toBe(true)
    first.end()
    second.end()
  }
})

test('the name is checked of a session that is resumed too, whoever it was with', async () => {
  const made = await certificate()
  const port = await encrypted(made, (socket) => socket.write('hello'))
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const tlsOptions = { ca: made.ca, maxVersion }
    const first = await dial({ host: 'localhost', port, tls: 'implicit', tlsOptions })
    await listen(first).until('hello')
    const session = await vi.waitUntil(() => first.session)
    const elsewhere = dial({
      host: '127.0.0.1',
      certificateHost: '127.0.0.9',
      port,
      tls: 'implicit',
      tlsOptions: { ...tlsOptions, session },
    })
    await expect(elsewhere).rejects.toMatchObject({ name: 'TlsError', code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    if (process.versions.node.startsWith('20.')) await expect(elsewhere).rejects.toThrow('resumed session')
    first.end()
  }
})

describe('TLS that is taken off again', () => {
  /** Puts TLS on at once, and takes it off when it hears CCC; then says back in clear what it hears. */
  async function willing(
    goodbye: boolean,
  ): Promise<{ port: number; ca: string; cleared: Promise<void>; heard: () => string }> {
    const { key, cert, ca } = await certificate()
    let heard = ''
    let clear = (): void => {}
    const cleared = new Promise<void>((resolve) => {
      clear = resolve
    })
    const port = await plain((socket) => {
      const below = withholdEnd(socket)
      const secured = new TLSSocket(below, { isServer: true, key, cert })
      secured.on('error', () => {})
      secured.on('data', (said) => {
        if (String(said) !== 'CCC') return
        below.keep(true)
        secured.write('200')
        if (goodbye) secured.end()
        secured.on('end', () => {
          below.release()
          socket.on('data', (words) => {
            heard += words
            socket.write(`clear ${words}`)
          })
          socket.resume()
          clear()
        })
      })
    })
    return { port, ca, cleared, heard: () => heard }
  }

  test.each([[true], [false]])('goes on in clear; the peer answers the goodbye: %s', async (goodbye) => {
    const { port, ca, cleared, heard } = await willing(goodbye)
    const transport = await dial({ host: 'localhost', port, tls: 'none', tlsOptions: { ca } })
    const listening = listen(transport)
    await transport.upgrade()
    const clearing = transport.clear()
    transport.write('CCC')
    await listening.until('200')
    const { session } = transport
    await clearing.done()
    // Node's TLS would take what comes with the goodbye for its own
    await cleared
    expect(transport.secure).toBe(false)
    expect(transport.remoteAddress).toMatch(/127\.0\.0\.1$/)
    transport.write('hello')
    await listening.until('clear hello')
    expect(heard()).toBe('hello')
    // for the connections that resume it all the same
    if (session) expect(transport.session).toEqual(session)
    transport.end()
    expect(await listening.closed).toBeUndefined()
  })

  test('stays where the peer declines', async () => {
    const { key, cert, ca } = await certificate()
    const port = await plain((socket) => {
      const secured = new TLSSocket(socket, { isServer: true, key, cert })
      secured.on('error', () => {})
      secured.on('data', () => secured.end('500'))
    })
    const transport = await dial({ host: 'localhost', port, tls: 'none', tlsOptions: { ca } })
    const listening = listen(transport)
    await transport.upgrade()
    const clearing = transport.clear()
    transport.write('CCC')
    await listening.until('500')
    clearing.cancel()
    expect(transport.secure).toBe(true)
    transport.end()
    await listening.closed
  })

  test('not when it was there from the first octet, nor when there is none', async () => {
    const { key, cert, ca } = await certificate()
    const implicit = await dial({
      host: 'localhost',
      port: await encrypted({ key, cert }),
      tls: 'implicit',
      tlsOptions: { ca },
    })
    expect(() => implicit.clear()).toThrow(TlsError)
    const clear = await dial({ host: 'localhost', port: await plain(), tls: 'none' })
    expect(() => clear.clear()).toThrow(TlsError)
    implicit.destroy()
    clear.destroy()
  })
})

test('the process does not wait for a connection that is unref()ed, in clear, over TLS, and upgraded', async () => {
  const waitedFor = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
  const made = await certificate()
  const secured = await encrypted(made)
  const clear = await plain((socket) => {
    socket.once('data', () => {
      socket.pause()
      socket.write('now')
      new TLSSocket(socket, { isServer: true, key: made.key, cert: made.cert }).on('error', () => {})
    })
  })
  const tlsOptions = { ca: made.ca }
  const connected = [
    await dial({ host: 'localhost', port: await plain(), tls: 'none' }),
    await dial({ host: 'localhost', port: secured, tls: 'implicit', tlsOptions }),
    await dial({ host: 'localhost', port: clear, tls: 'none', tlsOptions }),
  ]
  const [, , upgraded] = connected
  const heard = listen(upgraded!)
  upgraded!.write('STLS')
  await heard.until('now')
  await upgraded!.upgrade()
  for (const transport of connected) {
    const before = waitedFor()
    transport.unref()
    expect(waitedFor()).toBe(before - 1)
    transport.ref()
    expect(waitedFor()).toBe(before)
    transport.end()
  }
})
