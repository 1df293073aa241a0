import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, TLSSocket } from 'node:tls'
import { afterEach, expect, test, vi } from 'vitest'
import { certificate } from '../../../servers/src/certificate.ts'
import { accepted, dial, type SocketTransport } from './connect.ts'
import { ArgumentError, TlsError } from './errors.ts'
import { pinsOf, type TlsOptions } from './fingerprint.ts'
import { listen } from './listen.ts'
import { settings } from './options.ts'
import { presented } from './testing/presented.ts'

type Pair = { key: string; cert: string }

const servers: Server[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  for (const socket of sockets) socket.destroy()
  sockets.clear()
})

async function listening(server: Server): Promise<number> {
  servers.push(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const encrypted = (pair: Pair) => {
  const server = createTlsServer(pair, (socket) => {
    socket.on('error', () => {})
    socket.write('hello')
  })
  server.on('tlsClientError', () => {})
  return listening(server)
}

/** TLS when the client has said anything. */
const upgrading = (pair: Pair) =>
  listening(
    createServer((socket) => {
      socket.once('data', () => {
        socket.pause()
        socket.write('now')
        new TLSSocket(socket, { isServer: true, ...pair }).on('error', () => {})
      })
    }),
  )

/** The ways to TLS: at once, by a command, through a proxy, and on a connection that the server has made. */
const ways: Record<string, (pair: Pair, host: string, tlsOptions: TlsOptions) => Promise<SocketTransport>> = {
  'TLS at once': async (pair, host, tlsOptions) =>
    dial({ host, port: await encrypted(pair), tls: 'implicit', tlsOptions }),
  'a handshake for later': async (pair, host, tlsOptions) => {
    const transport = await dial({ host, port: await encrypted(pair), tls: 'implicit', handshake: 'later', tlsOptions })
    await transport.secured
    return transport
  },
  'upgrade()': async (pair, host, tlsOptions) => {
    const transport = await dial({ host, port: await upgrading(pair), tls: 'none', tlsOptions })
    const go = new Promise<void>((data) => {
      transport.start({ data: () => data(), drain: () => {}, end: () => {}, close: () => {} })
    })
    transport.write('STLS')
    await go
    await transport.upgrade()
    return transport
  },
  'a proxy': async (pair, host, tlsOptions) => {
    const port = await listening(
      createServer((socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n')
          new TLSSocket(socket, { isServer: true, ...pair }).on('error', () => {})
        })
      }),
    )
    return dial({ host, port: 1, tls: 'implicit', tlsOptions, proxy: `http://127.0.0.1:${port}` })
  },
  'a connection that the server makes': async (pair, host, tlsOptions) => {
    const { connect } = await import('node:net')
    const waiting = await listen('127.0.0.1')
    const call = connect(waiting.port, '127.0.0.1', () => {
      new TLSSocket(call, { isServer: true, ...pair }).on('error', () => {})
    })
    sockets.add(call.on('error', () => {}))
    const socket = await waiting.accept(new AbortController().signal)
    const transport = accepted(socket, { host, tls: 'implicit', tlsOptions })
    await transport.secured
    return transport
  },
}

const der = (pem: string): Buffer => new X509Certificate(pem).raw
const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets)
/** as openssl prints it */
const ofCertificate = (pem: string): string => new X509Certificate(pem).fingerprint256
const ofKey = (pem: string): string =>
  `sha256/${sha256(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' })).digest('base64')}`
const other = 'ab'.repeat(32)

const failure = (promise: Promise<SocketTransport>): Promise<unknown> =>
  promise.then(
    (transport) => {
      transport.destroy()
      return 'connected'
    },
    (error: unknown) => error,
  )

test.each(Object.entries(ways))(
  '%s: a self-signed certificate is taken by its pin, whatever names it carries',
  async (_, connect) => {
    const pair = await presented([{ type: 2, value: 'other.test' }])
    for (const fingerprint of [ofCertificate(pair.cert), ofKey(pair.cert), [other, ofKey(pair.cert)]]) {
      const transport = await connect(pair, 'localhost', { fingerprint })
      expect(transport.secure).toBe(true)
      transport.destroy()
    }
  },
)

test.each(Object.entries(ways))(
  '%s: another certificate is refused, and the message says which it was',
  async (_, connect) => {
    const { ca, ...pair } = await certificate()
    for (const tlsOptions of [{}, { ca }, { rejectUnauthorized: false }]) {
      const error = await failure(
        connect(pair, 'localhost', { ...tlsOptions, fingerprint: [other, `sha256/${'A'.repeat(43)}=`] }),
      )
      expect(error).toBeInstanceOf(TlsError)
      expect(error).toMatchObject({ code: 'ERR_TLS_PIN' })
      expect(String(error)).toContain('the certificate of localhost is not the one that tlsOptions.fingerprint names')
      expect(String(error)).toContain(ofCertificate(pair.cert))
      expect(String(error)).toContain(ofKey(pair.cert))
    }
  },
)

test('a certificate of a known authority is checked as ever, and must match besides', async () => {
  const { ca, ...pair } = await certificate()
  const port = await encrypted(pair)
  const to = (host: string, tlsOptions: TlsOptions) =>
    failure(dial({ host: '127.0.0.1', certificateHost: host, port, tls: 'implicit', tlsOptions }))
  const fingerprint = ofCertificate(pair.cert)
  expect(await to('localhost', { ca, fingerprint })).toBe('connected')
  expect(await to('other.test', { ca, fingerprint })).toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  // nobody here knows its authority: the pin stands in for that
  expect(await to('other.test', { fingerprint })).toBe('connected')
})

test('a pin does not prolong a certificate, unless it alone is to decide', async () => {
  const pair = await presented([{ type: 2, value: 'localhost' }], { expired: true })
  const port = await encrypted(pair)
  const to = (tlsOptions: TlsOptions) => failure(dial({ host: 'localhost', port, tls: 'implicit', tlsOptions }))
  const fingerprint = ofCertificate(pair.cert)
  expect(await to({ fingerprint })).toMatchObject({
    code: 'CERT_HAS_EXPIRED',
    message: 'the certificate of localhost has expired',
  })
  expect(await to({ fingerprint, rejectUnauthorized: false })).toBe('connected')
})

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a resumed session of %s is with the one that was pinned',
  async (maxVersion) => {
    const pair = await presented([{ type: 2, value: 'other.test' }])
    const port = await encrypted(pair)
    const to = (tlsOptions: TlsOptions) =>
      dial({ host: 'localhost', port, tls: 'implicit', tlsOptions: { maxVersion, ...tlsOptions } })
    const fingerprint = ofCertificate(pair.cert)
    const first = await to({ fingerprint })
    first.start({ data: () => {}, drain: () => {}, end: () => {}, close: () => {} })
    const session = await vi.waitUntil(() => first.session)
    const second = await to({ fingerprint, session })
    expect(second.sessionReused).toBe(true)
    // a session of another connection does not hide whose it is
    expect(await failure(to({ fingerprint: other, session }))).toMatchObject({ code: 'ERR_TLS_PIN' })
    first.destroy()
    second.destroy()
  },
)

test('fingerprints are written as openssl, browsers, curl and HPKP write them', async () => {
  const { cert } = await presented([{ type: 2, value: 'localhost' }])
  const hex = sha256(der(cert)).digest('hex')
  const base64 = Buffer.from(hex, 'hex').toString('base64')
  for (const text of [hex, hex.toUpperCase(), ofCertificate(cert), `sha256 Fingerprint=${ofCertificate(cert)}\n`]) {
    expect(pinsOf(text)).toEqual([{ of: 'certificate', sha256: base64 }])
  }
  for (const text of [ofKey(cert), ofKey(cert).replace('sha256/', 'sha256//')]) {
    expect(pinsOf([text])).toEqual([{ of: 'key', sha256: ofKey(cert).slice('sha256/'.length) }])
  }
})

test.each([
  '',
  'ab',
  'ab'.repeat(20),
  `${'ab'.repeat(31)}a`,
  `${'ab:'.repeat(16)}${'ab'.repeat(16)}`,
  'sha256/AAAA',
  'sha1/AAAA',
])('%j is no fingerprint, which is known before anything is connected', (fingerprint) => {
  const schemes = { pop: { port: 110, tls: 'starttls' } } as const
  expect(() => settings({ host: 'x', tlsOptions: { fingerprint } }, {}, schemes)).toThrow(ArgumentError)
  expect(() => settings({ host: 'x', tlsOptions: { fingerprint: [other, fingerprint] } }, {}, schemes)).toThrow(
    'fingerprint',
  )
  expect(() => settings({ host: 'x', tlsOptions: { fingerprint: [] } }, {}, schemes)).toThrow('a list of none')
})
