import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { certificate } from '../../../servers/src/certificate.ts'
import { dial } from './connect.ts'
import { TlsError } from './errors.ts'
import { presented } from './testing/presented.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** A server that wants a certificate of the client's, and says whose it was. */
async function strict(options: TlsOptions) {
  const made = await certificate()
  const sockets = new Set<Socket>()
  const server = createServer({ ...made, requestCert: true, ...options }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.write(`hello ${socket.getPeerCertificate().subject?.CN}`)
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const { port } = server.address() as AddressInfo
  /** what it says, or why not */
  return async (more: { cert?: string; key?: string } = {}): Promise<unknown> => {
    try {
      const transport = await dial({ host: 'localhost', port, tls: 'implicit', tlsOptions: { ca: made.ca, ...more } })
      return await new Promise((resolve, reject) => {
        const gone = new Error('closed without a reason')
        transport.start({
          data: (chunk) => resolve(chunk.toString()),
          drain: () => {},
          end: () => {},
          close: (error) => reject(error ?? gone),
        })
      })
    } catch (error) {
      return error
    }
  }
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a client certificate is shown where the server asks for it (%s)',
  async (maxVersion) => {
    const own = await presented([{ type: 2, value: 'alice' }])
    const to = await strict({ ca: own.cert, rejectUnauthorized: true, maxVersion })
    expect(await to({ cert: own.cert, key: own.key })).toBe('hello linewire test')
  },
)

test.each([
  ['TLSv1.2', 'ended the TLS handshake: it may want a certificate from us (tlsOptions.cert and key)'],
  ['TLSv1.3', 'localhost wants a certificate from us: pass tlsOptions.cert and key'],
] as const)('without one the error says what to do (%s)', async (maxVersion, message) => {
  const to = await strict({ ca: (await certificate()).ca, rejectUnauthorized: true, maxVersion })
  const error = await to()
  expect(error).toBeInstanceOf(TlsError)
  expect(String(error)).toContain(message)
})
