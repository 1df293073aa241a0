import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { withholdEnd } from './withhold-end.ts'

async function pair(): Promise<{ here: Socket; there: Socket; close(): void }> {
  const server = createServer({ allowHalfOpen: true })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const here = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [[there]] = await Promise.all([once(server, 'connection'), once(here, 'connect')])
  return { here, there, close: () => server.close() }
}

test('our end is said only behind that of the peer, whose last octets still come', async () => {
  const { here, there, close } = await pair()
  const order: string[] = []
  there.on('end', () => order.push('our end'))
  const stream = withholdEnd(here)
  stream.on('data', (chunk) => order.push(`the peer says ${chunk}`))
  stream.end('x')
  await once(stream, 'finish')
  expect(String((await once(there, 'data'))[0])).toBe('x')
  there.write('late')
  await once(stream, 'data')
  there.end()
  await once(there, 'close')
  expect(order).toEqual(['the peer says late', 'our end'])
  close()
})

test('a slow reader pauses the socket, and everything comes in the end', async () => {
  const { here, there, close } = await pair()
  const stream = withholdEnd(here)
  there.end(Buffer.alloc(3_000_000, 'x'))
  let octets = 0
  for await (const chunk of stream) {
    octets += chunk.length
    await new Promise(setImmediate)
  }
  expect(octets).toBe(3_000_000)
  close()
})

test('destroying it destroys the socket, and the other way round', async () => {
  const first = await pair()
  withholdEnd(first.here).destroy()
  await once(first.here, 'close')
  expect(first.here.destroyed).toBe(true)
  first.there.destroy()
  first.close()
  const second = await pair()
  const stream = withholdEnd(second.here)
  const broken = once(stream, 'error')
  second.there.resetAndDestroy()
  expect((await broken)[0]).toMatchObject({ code: 'ECONNRESET' })
  expect(stream.destroyed).toBe(true)
  second.close()
})
