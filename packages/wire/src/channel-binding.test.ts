import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type SecureVersion, type Server, type TLSSocket } from 'node:tls'
import * as zlib from 'node:zlib'
import { generate } from 'selfsigned'
import { afterEach, describe, expect, test } from 'vitest'
import { certificate } from '../../../servers/src/certificate.ts'
import { authenticate, type Outcome } from '../../../servers/src/sasl-server.ts'
import { channelBinding } from './channel-binding.ts'
import { dial, SocketTransport } from './connect.ts'
import { DeflateTransport } from './deflate.ts'
import { bindingOf } from './sasl/binding.ts'
import { mechanisms } from './sasl/select.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

interface Made {
  key: string
  cert: string
  ca: string
}

/** Both ends of one TLS connection. */
async function pair(made: Made, version: SecureVersion): Promise<[client: SocketTransport, server: TLSSocket]> {
  const server = createServer({ ...made, minVersion: version, maxVersion: version })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const accepted = once(server, 'secureConnection') as Promise<[TLSSocket]>
  const client = await dial({ host: 'localhost', port, tls: 'implicit', tlsOptions: { ca: made.ca } })
  const [socket] = await accepted
  socket.on('error', () => {})
  return [client, socket]
}

/** What the server itself takes for the channel, without a line of the client's. RFC 9266 §3, 5929 §4.1 */
const seenBy =
  (socket: TLSSocket, made: Made, hash: string) =>
  (type: string): Buffer | undefined => {
    if (type === 'tls-exporter') return socket.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0))
    return createHash(hash).update(new X509Certificate(made.cert).raw).digest()
  }

/** One exchange between our mechanism and the lab's server; what the server's end is bound to is given. */
async function login(
  client: SocketTransport,
  offered: string,
  channelBinding: (type: string) => Buffer | undefined,
): Promise<{ name: string | undefined; outcome: Outcome | undefined }> {
  const context = {
    host: 'localhost',
    port: 995,
    service: 'pop',
    secure: true,
    channelBinding: () => bindingOf(client),
  }
  const [mechanism] = mechanisms([offered, 'PLAIN'], { user: 'alice', password: 'wonderland' }, context)
  if (mechanism?.name !== offered) return { name: mechanism?.name, outcome: undefined }
  const outcome = await authenticate(offered, {
    accounts: { alice: { password: 'wonderland' } },
    initial: Buffer.from((await mechanism.initial?.()) ?? []),
    ask: async (challenge) => Buffer.from(await mechanism.next(challenge)),
    channelBinding,
  })
  if (typeof outcome === 'object') mechanism.finish?.(outcome.data)
  return { name: mechanism.name, outcome }
}

describe.each([
  ['TLSv1.3', 'tls-exporter'],
  ['TLSv1.2', 'tls-server-end-point'],
] as const)('%s', (version, type) => {
  test(`the best binding is ${type}, and both ends see the same octets`, async () => {
    const made = await certificate()
    const [client, server] = await pair(made, version)
    const binding = bindingOf(client)
    expect(binding?.type).toBe(type)
    expect(binding?.data).toEqual(seenBy(server, made, 'sha256')(type))
    expect(client.channelBinding('tls-exporter') !== undefined).toBe(version === 'TLSv1.3')
    client.destroy()
  })

  test.each(['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256-PLUS', 'SCRAM-SHA-512-PLUS'])(
    '%s: both sides prove themselves over this connection, and over no other',
    async (name) => {
      const made = await certificate()
      const [client, server] = await pair(made, version)
      const { outcome } = await login(client, name, seenBy(server, made, 'sha256'))
      expect(outcome).toMatchObject({ user: 'alice' })
      // somebody in the middle, whose certificate the client trusts too, passes everything on
      const other = await another(['sha256', 'P-256'])
      const [, behind] = await pair(other, version)
      expect((await login(client, name, seenBy(behind, other, 'sha256'))).outcome).toBe('refused')
      behind.destroy()
      client.destroy()
    },
  )
})

async function another([algorithm, curve]: ['sha256', 'P-256'] | ['sha384', 'P-384']): Promise<Made> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve,
    algorithm,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  return { key: made.private, cert: made.cert, ca: made.cert }
}

test('tls-server-end-point is hashed as the certificate is signed: SHA-384', async () => {
  const made = await another(['sha384', 'P-384'])
  const [client, server] = await pair(made, 'TLSv1.2')
  expect(bindingOf(client)?.data).toHaveLength(48)
  expect((await login(client, 'SCRAM-SHA-256-PLUS', seenBy(server, made, 'sha384'))).outcome).toMatchObject({
    user: 'alice',
  })
  client.destroy()
})

test('a session of TLS 1.2 that is resumed has the binding of its certificate', async () => {
  const made = await certificate()
  const [client] = await pair(made, 'TLSv1.2')
  const { port } = (servers[0] as Server).address() as AddressInfo
  const { session } = client
  const again = await dial({ host: 'localhost', port, tls: 'implicit', tlsOptions: { ca: made.ca, session } })
  expect(again.sessionReused).toBe(true)
  expect(bindingOf(again)).toMatchObject({ type: 'tls-server-end-point', data: bindingOf(client)?.data })
  client.destroy()
  again.destroy()
})

test('a session that says in front which host it is for has the binding of its certificate', async () => {
  const made = await certificate()
  const der = (tag: number, content: Buffer): Buffer =>
    Buffer.concat([Buffer.from([tag, 0x82, content.length >> 8, content.length & 255]), content])
  const session = der(0x30, der(0xa3, new X509Certificate(made.cert).raw))
  const name = 'mail.example'.repeat(30)
  const length = Buffer.from([name.length >> 8, name.length & 255])
  const named = Buffer.concat([Buffer.from('\0nodejs:tls:session:1\0'), length, Buffer.from(name), session])
  for (const shown of [session, named]) {
    // as Node shows a connection that resumed it
    const socket = { getPeerCertificate: () => ({}), getSession: () => shown } as unknown as TLSSocket
    const data = createHash('sha256').update(new X509Certificate(made.cert).raw).digest()
    expect(channelBinding(socket, 'tls-server-end-point')).toEqual(data)
  }
})

test('compression above TLS hides no binding', async () => {
  const [client] = await pair(await certificate(), 'TLSv1.3')
  expect(bindingOf(new DeflateTransport(client, zlib, 100))).toEqual(bindingOf(client))
  client.destroy()
})

test('in clear there is no binding', async () => {
  const server = createServer({})
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = await dial({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: 'none' })
  expect(client).toBeInstanceOf(SocketTransport)
  expect(bindingOf(client)).toBeUndefined()
  expect((await login(client, 'SCRAM-SHA-256-PLUS', () => Buffer.alloc(32))).name).toBe('PLAIN')
  client.destroy()
})
