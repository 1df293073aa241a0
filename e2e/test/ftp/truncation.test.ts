import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, connect as tcp } from 'node:net'
import type { DataNetwork } from '@linewire/ftp'
import { dial } from '@linewire/wire'
import { describe, expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { connect, type Server } from './room.ts'

const big = randomBytes(1_000_000)

/**
 * Passive data goes through somebody who ends it behind so many octets, politely and without a goodbye of TLS, and lets the
 * server believe that all has arrived.
 */
function through(octets: number): DataNetwork {
  return {
    dial: async ({ host, port, ...options }) => {
      const between = createServer()
      between.listen(0, '127.0.0.1')
      await once(between, 'listening')
      between.once('connection', (client) => {
        between.close()
        const server = tcp(port ?? 0, host)
        let left = octets
        server.on('data', (chunk) => {
          if (left > 0) client.write(chunk.subarray(0, left))
          if (left > 0 && left <= chunk.length) client.end()
          left -= chunk.length
        })
        client.on('data', (chunk) => server.write(chunk))
        for (const socket of [client, server]) socket.on('error', () => {})
        client.once('close', () => server.end())
        server.once('end', () => client.end())
      })
      return dial({ ...options, host: '127.0.0.1', port: (between.address() as AddressInfo).port })
    },
    listen: async () => Promise.reject(new Error('nobody listens here')),
  }
}

function suite(server: Server): void {
  describe.each(['TLSv1.2', 'TLSv1.3'] as const)('%s', (version) => {
    test.each([
      ['a download', 0],
      ['one behind an offset, of which more is missing than was left out', 100_000],
      ['one behind an offset, of which less is missing than was left out', 600_000],
    ])('%s that is cut off without a goodbye is truncated, and the connection goes on', async (_, offset) => {
      const tlsOptions = { ca: server.certificates.ca, minVersion: version, maxVersion: version }
      await using whole = await connect(server, 'starttls', { tlsOptions })
      await whole.put(big, 'cut')
      expect(await (await whole.get('cut', { offset })).bytes()).toHaveLength(big.length - offset)
      await using ftp = await connect(server, 'starttls', { tlsOptions, network: through(300_000) })
      const cut = ftp.get('cut', { offset }).then((body) => body.bytes())
      await expect(cut).rejects.toMatchObject({ name: 'TransferError', code: 'ERR_TRUNCATED' })
      expect(await ftp.pwd()).toBe('/')
    })
  })
}

describeServer('vsftpd', 'and somebody who cuts data off', suite)
describeServer('proftpd', 'and somebody who cuts data off', suite)
