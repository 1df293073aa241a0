import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { certificate } from '../../../servers/src/certificate.ts'
import { type DialOptions, dial } from './connect.ts'
import { ArgumentError, ConnectionError, TimeoutError } from './errors.ts'

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  for (const socket of sockets) socket.destroy()
  sockets.clear()
})

/** One turn of a proxy: it waits for exactly these octets, then says those. */
type Turn = readonly [heard: Buffer, said: Buffer]

interface Proxy {
  port: number
  /** all that every connection has sent */
  heard: Buffer[]
}

/** A proxy that says its part in pieces of `size`, then hangs up where asked to. */
async function proxy(turns: readonly Turn[], options: { size?: number; hangUp?: boolean } = {}): Promise<Proxy> {
  const all: Buffer[] = []
  const server = createServer({ noDelay: true }, async (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    const index = all.push(Buffer.alloc(0)) - 1
    socket.on('data', (chunk) => {
      all[index] = Buffer.concat([all[index]!, chunk])
    })
    let expected = 0
    for (const [heard, said] of turns) {
      expected += heard.length
      while (all[index]!.length < expected && !socket.destroyed) await new Promise(setImmediate)
      const size = options.size ?? said.length
      for (let at = 0; at < said.length; at += size) {
        socket.write(said.subarray(at, at + size))
        await new Promise(setImmediate)
        await new Promise(setImmediate)
      }
    }
    if (options.hangUp) socket.end()
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, heard: all }
}

const octets = (...parts: (number | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))

const through = (scheme: string, port: number, more: Partial<DialOptions> = {}, login = 'carol:pa%3Ass%40word@') =>
  dial({ host: 'mail.example', port: 110, tls: 'none', proxy: `${scheme}://${login}127.0.0.1:${port}`, ...more })

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('connected'),
    (error: Error) => error,
  )

/** What the host behind the proxy says, until it has said this much. */
function greeting(transport: Awaited<ReturnType<typeof dial>>, length: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    transport.start({
      data: (chunk) => {
        text += chunk
        if (text.length >= length) resolve(text)
      },
      drain: () => {},
      end: () => {},
      close: () => reject(new Error(`closed behind ${JSON.stringify(text)}`)),
    })
  })
}

const connect = octets(5, 1, 0, 3, 12, 'mail.example', 0, 110)
const methods = octets(5, 2, 0, 2)
const login = octets(1, 5, 'carol', 10, 'pa:ss@word')
const bound = octets(5, 0, 0, 1, 10, 0, 0, 1, 4, 56)
const hello = '+OK hello\r\n'
const request =
  'CONNECT mail.example:110 HTTP/1.1\r\nHost: mail.example:110\r\n' +
  `Proxy-Authorization: Basic ${Buffer.from('carol:pa:ss@word').toString('base64')}\r\n\r\n`
const established = 'HTTP/1.1 200 Connection established\r\nContent-Length: 7\r\n\r\n'

/** RFC 1928 §3-6, 1929 §2 and RFC 9110 §9.3.6 */
const conversations: Record<string, { scheme: string; turns: Turn[] }> = {
  'SOCKS 5 with user and password': {
    scheme: 'socks5',
    turns: [
      [methods, octets(5, 2)],
      [login, octets(1, 0)],
      [connect, Buffer.concat([bound, Buffer.from(hello)])],
    ],
  },
  'SOCKS 5 that wants no login': {
    scheme: 'socks5h',
    turns: [
      [methods, octets(5, 0)],
      [connect, octets(5, 0, 0, 3, 3, 'gw1', 4, 56, hello)],
    ],
  },
  'HTTP CONNECT': {
    scheme: 'http',
    turns: [[Buffer.from(request), octets(`HTTP/1.1 100 Continue\r\n\r\n`, established, hello)]],
  },
}

describe.each(Object.entries(conversations))('%s', (_, { scheme, turns }) => {
  test.each([1, 2, 3, 1000])('opens, split at every %d octets, and nothing behind the answer is lost', async (size) => {
    const { port, heard } = await proxy(turns, { size })
    const transport = await through(scheme, port)
    expect(await greeting(transport, hello.length)).toBe(hello)
    expect(heard).toEqual([Buffer.concat(turns.map(([said]) => said))])
  })

  test('a hang-up at every octet before the end is a ConnectionError without the password', async () => {
    const said = Buffer.concat(turns.map(([, reply]) => reply))
    const whole = said.length - hello.length
    for (let cut = 0; cut < whole; cut++) {
      let left = cut
      const short: Turn[] = []
      for (const [heard, reply] of turns) {
        short.push([heard, reply.subarray(0, left)])
        if (left < reply.length) break
        left -= reply.length
      }
      const { port } = await proxy(short, { hangUp: true })
      const error = await failure(through(scheme, port))
      expect(error).toBeInstanceOf(ConnectionError)
      expect(error.message).toBe(`the proxy 127.0.0.1:${port} hung up before it had answered`)
    }
  })

  test('a host that speaks and hangs up at once is still heard', async () => {
    const { port } = await proxy(turns, { hangUp: true })
    expect(await greeting(await through(scheme, port), hello.length)).toBe(hello)
  })

  test('a proxy that says nothing is left when the time is over', async () => {
    const { port } = await proxy([])
    const error = await failure(through(scheme, port, { timeout: 30 }))
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error.message).toContain(`mail.example:110 through the proxy 127.0.0.1:${port} within 30 ms`)
  })

  test('a signal that comes right behind the call is heard', async () => {
    const { port } = await proxy(turns)
    const leaving = new AbortController()
    const waiting = failure(through(scheme, port, { signal: leaving.signal }))
    const reason = new Error('enough')
    leaving.abort(reason)
    expect(await waiting).toBe(reason)
  })

  test('the signal ends the wait for a proxy', async () => {
    const { port } = await proxy([])
    const reason = new Error('enough')
    const leaving = new AbortController()
    const waiting = failure(through(scheme, port, { signal: leaving.signal }))
    setImmediate(() => leaving.abort(reason))
    expect(await waiting).toBe(reason)
  })
})

const nothing = Buffer.alloc(0)

test.each<[string, string, Buffer[], string, RegExp]>([
  ['no method fits', 'socks5', [octets(5, 255)], 'ERR_PROXY_AUTH', /takes neither/],
  ['a method that was not offered', 'socks5', [octets(5, 1)], 'ERR_PROXY', /wants the method 1/],
  ['a wrong password', 'socks5', [octets(5, 2), octets(1, 1)], 'ERR_PROXY_AUTH', /refuses the user or the password$/],
  ['an answer of another negotiation', 'socks5', [octets(5, 2), octets(9, 0)], 'ERR_PROXY', /does not speak SOCKS 5/],
  ['a refusal of two octets', 'socks5', [octets(5, 0), octets(5, 5)], 'ECONNREFUSED', /nothing listens there$/],
  ['a rule', 'socks5', [octets(5, 0), octets(5, 2, 0, 1)], 'ERR_PROXY', /asked for mail.example:110, does not allow/],
  ['an unknown refusal', 'socks5', [octets(5, 0), octets(5, 77)], 'ERR_PROXY', /the unknown reply 77/],
  ['an unknown type of address', 'socks5', [octets(5, 0), octets(5, 0, 0, 9, 1)], 'ERR_PROXY', /unknown type 9/],
  ['a proxy of HTTP', 'socks5', [octets('HTTP/1.1 400 x\r\n')], 'ERR_PROXY', /"HTTP.*its URL is http:/],
  ['SOCKS 4', 'socks5', [octets(0, 91)], 'ERR_PROXY', /does not speak SOCKS 5/],
  ['a wrong password', 'http', [octets('HTTP/1.1 407 Login\r\n\r\n')], 'ERR_PROXY_AUTH', /refuses the user.*407 Login/],
  [
    'a wrong password, tinyproxy’s way',
    'http',
    [octets('HTTP/1.0 401 Unauthorized\r\n\r\n')],
    'ERR_PROXY_AUTH',
    /the password/,
  ],
  ['a rule', 'http', [octets('HTTP/1.0 403 Filtered\x1b[1m\r\n\r\n')], 'ERR_PROXY', /refuses: 403 Filtered \[1m$/],
  ['a proxy of SOCKS', 'http', [octets(5, 255, '\r\n')], 'ERR_PROXY', /does not answer as an HTTP proxy/],
  ['another protocol', 'http', [octets('+OK ready\r\n')], 'ERR_PROXY', /it says "\+OK ready"/],
  ['a status that is none', 'http', [octets('HTTP/1.1 099 x\r\n\r\n')], 'ERR_PROXY', /CONNECT with 99/],
  ['a password repeated', 'http', [octets('HTTP/1.1 403 not pa:ss@word\r\n\r\n')], 'ERR_PROXY', /refuses: 403 not …$/],
  ['an endless line', 'http', [Buffer.alloc(9000, 'x')], 'ERR_PROXY', /answers without end/],
  ['endless fields', 'http', [octets('HTTP/1.1 200 x\r\n', 'a: b\r\n'.repeat(4000))], 'ERR_PROXY', /without end/],
])('%s from %s is a ConnectionError', async (_, scheme, said, code, words) => {
  const turns = said.map((reply, at): Turn => [at === 0 ? octets(5, 2, 0, 2) : nothing, reply])
  const { port } = await proxy(turns)
  const error = await failure(through(scheme, port))
  expect(error).toBeInstanceOf(ConnectionError)
  expect(error).toMatchObject({ code, message: expect.stringMatching(words) })
  expect(error.message).toMatch(new RegExp(`^the proxy 127.0.0.1:${port}\\b`))
  expect(`${error.stack}`).not.toMatch(/pa:ss|carol|Y2Fyb2w/)
})

test('a proxy that wants a login is told from one that refuses it', async () => {
  const socks = await proxy([[octets(5, 1, 0), octets(5, 255)]])
  expect((await failure(through('socks5', socks.port, {}, ''))).message).toContain('wants a user and a password')
  const http = await proxy([[nothing, octets('HTTP/1.1 407 x\r\n\r\n')]])
  expect((await failure(through('http', http.port, {}, ''))).message).toContain('wants a user and a password')
})

test.each([
  ['192.0.2.7', octets(1, 192, 0, 2, 7), '192.0.2.7:110'],
  ['2001:db8::1', octets(4, 0x20, 1, 0x0d, 0xb8, ...Array<number>(11).fill(0), 1), '[2001:db8::1]:110'],
  ['::ffff:192.0.2.7', octets(4, ...Array<number>(10).fill(0), 255, 255, 192, 0, 2, 7), '[::ffff:192.0.2.7]:110'],
  ['bücher.example', octets(3, 21, 'xn--bcher-kva.example'), 'xn--bcher-kva.example:110'],
])('%s is asked for as RFC 1928 §5 and RFC 9110 §7.2 have it', async (host, address, name) => {
  const socks = await proxy([
    [octets(5, 1, 0), octets(5, 0)],
    [octets(5, 1, 0), octets(5, 1)],
  ])
  await failure(through('socks5', socks.port, { host }, ''))
  expect(socks.heard).toEqual([Buffer.concat([octets(5, 1, 0, 5, 1, 0), address, octets(0, 110)])])
  const http = await proxy([[octets('CONNECT'), octets('HTTP/1.1 503 x\r\n\r\n')]])
  await failure(through('http', http.port, { host }, ''))
  expect(String(http.heard[0])).toBe(`CONNECT ${name} HTTP/1.1\r\nHost: ${name}\r\n\r\n`)
})

test.each<[string, Partial<DialOptions>]>([
  ['ftp://127.0.0.1:1', {}],
  ['https://127.0.0.1:1', {}],
  ['socks5://127.0.0.1:1/path', {}],
  ['socks5://:secret@127.0.0.1:1', {}],
  ['socks5://a%0d%0ab:secret@127.0.0.1:1', {}],
  ['http://a%3Ab:secret@127.0.0.1:1', {}],
  ['http://a:secret%01@127.0.0.1:1', {}],
  [`socks5://${'a'.repeat(256)}:secret@127.0.0.1:1`, {}],
  ['socks5:', {}],
  ['http://127.0.0.1:1', { host: 'a b' }],
  ['http://127.0.0.1:1', { host: 'a\r\nX-Evil: b' }],
  ['http://127.0.0.1:1', { host: 'user@host' }],
  ['socks5://127.0.0.1:1', { host: 'fe80::1%lo' }],
  ['socks5://127.0.0.1:1', { host: 'a'.repeat(256) }],
  ['socks5://127.0.0.1:1', { port: 65_536 }],
  ['socks5://127.0.0.1:1', { path: '/run/x.sock' }],
])('%s with %o is refused before anything is connected', async (url, more) => {
  const error = await failure(dial({ host: 'mail.example', port: 110, tls: 'none', proxy: url, ...more }))
  expect(error).toBeInstanceOf(ArgumentError)
  expect(error.message).not.toContain('secret')
})

test('no proxy where it should be is said', async () => {
  const { port } = await proxy([])
  servers[0]?.close()
  const error = await failure(through('socks5', port))
  expect(error).toMatchObject({
    code: 'ECONNREFUSED',
    message: `nothing listens at the proxy 127.0.0.1:${port}: check host and port`,
  })
})

test('the peer behind a proxy on this machine is the host, so that its password is not taken for one that stays here', async () => {
  const { port } = await proxy([
    [octets(5, 1, 0), octets(5, 0)],
    [octets(5), bound],
  ])
  const transport = await through('socks5', port, {}, '')
  expect(transport.remoteAddress).toBe('mail.example')
  transport.destroy()
})

test.each([undefined, 'later'] as const)(
  'TLS goes through, and the certificate is the host’s (handshake %s)',
  async (handshake) => {
    const { key, cert, ca } = await certificate()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        const secured = new TLSSocket(socket, { isServer: true, key, cert })
        secured.on('error', () => {})
        secured.write(hello)
      })
    })
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const more = { tls: 'implicit', tlsOptions: { ca }, ...(handshake ? { handshake } : {}) } as const
    const transport = await through('http', port, { ...more, host: 'localhost' }, '')
    expect(await greeting(transport, hello.length)).toBe(hello)
    expect(transport.secure).toBe(true)
    const waitedFor = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    const before = waitedFor()
    transport.unref()
    expect(waitedFor()).toBe(before - 1)
    transport.ref()
    expect(waitedFor()).toBe(before)
    transport.destroy()
    if (handshake) return
    const error = await failure(through('http', port, more, ''))
    expect(error).toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      message: expect.stringContaining('mail.example'),
    })
  },
)
