import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type DelayProxyOptions, startDelayProxy } from './delay-proxy.ts'

const cleanup: (() => unknown)[] = []
afterEach(async () => {
  for (const end of cleanup.splice(0).reverse()) await end()
})

const serve = async (onConnection: (socket: Socket) => void): Promise<number> => {
  const server = createServer({ allowHalfOpen: true }, onConnection).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanup.push(() => server.close())
  return (server.address() as AddressInfo).port
}

const through = async (options: DelayProxyOptions) => {
  const proxy = await startDelayProxy(options)
  cleanup.push(() => proxy.close())
  return proxy
}

/** Answers every line with its number; greets; leaves after QUIT. */
const counting = (socket: Socket): void => {
  let lines = 0
  socket.write('+OK greeting\r\n')
  socket.on('data', (bytes: Buffer) => {
    for (const line of bytes.toString('latin1').split('\r\n').slice(0, -1)) {
      socket.write(`+OK ${++lines}\r\n`)
      if (line === 'QUIT') socket.end()
    }
  })
}

const converse = async (port: number, flights: string[]): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port })
  let text = ''
  let expected = 1
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1')
    if (text.split('\r\n').length - 1 < expected) return
    const next = flights.shift()
    if (next === undefined) return
    expected += next.split('\r\n').length - 1
    socket.write(next)
  })
  await once(socket, 'close')
  return text
}

test('one command at a time: connect, greeting and a trip per command', async () => {
  const proxy = await through({ port: await serve(counting), roundTrip: 6 })
  const text = await converse(proxy.port, ['STAT\r\n', 'NOOP\r\n', 'QUIT\r\n'])
  expect(text).toBe('+OK greeting\r\n+OK 1\r\n+OK 2\r\n+OK 3\r\n')
  expect(await proxy.reports()).toEqual([{ trips: 5, flights: 3, up: 18, down: 35 }])
})

test('all commands in one flight: connect, greeting and one more', async () => {
  const proxy = await through({ port: await serve(counting), roundTrip: 6 })
  await converse(proxy.port, ['STAT\r\nNOOP\r\nQUIT\r\n'])
  expect(await proxy.reports()).toEqual([{ trips: 3, flights: 1, up: 18, down: 35 }])
})

test('each connection has its own report, and a report is given once', async () => {
  const proxy = await through({ port: await serve(counting), roundTrip: 4 })
  await Promise.all([converse(proxy.port, ['QUIT\r\n']), converse(proxy.port, ['NOOP\r\n', 'QUIT\r\n'])])
  const trips = (await proxy.reports()).map((report) => report.trips)
  expect(trips.sort()).toEqual([3, 4])
  expect(await proxy.reports()).toEqual([])
})

test('a long body and a slow reader lose nothing', async () => {
  const body = Buffer.alloc(20 << 20, 'the quick brown fox\r\n')
  const port = await serve((socket) => socket.end(body))
  const proxy = await through({ port, roundTrip: 2 })
  const socket = connect({ host: '127.0.0.1', port: proxy.port })
  const parts: Buffer[] = []
  for await (const part of socket) {
    parts.push(part)
    await new Promise(setImmediate)
  }
  expect(Buffer.concat(parts).equals(body)).toBe(true)
  expect((await proxy.reports())[0]?.down).toBe(body.length)
})

test('a client that half closes still has its answer', async () => {
  const port = await serve((socket) => {
    socket.on('end', () => socket.end('bye')).resume()
  })
  const proxy = await through({ port, roundTrip: 4 })
  const socket = connect({ host: '127.0.0.1', port: proxy.port })
  socket.end('that was all')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toBe('bye')
})

test('a server that is not there closes the client', async () => {
  const port = await serve(() => {})
  await cleanup.pop()?.()
  const proxy = await through({ port, roundTrip: 2 })
  const socket = connect({ host: '127.0.0.1', port: proxy.port }).resume()
  await once(socket, 'close')
  expect(await proxy.reports()).toEqual([{ trips: 1, flights: 0, up: 0, down: 0 }])
})

test('close cuts what is open', async () => {
  const port = await serve(() => {})
  const proxy = await startDelayProxy({ port })
  const socket = connect({ host: '127.0.0.1', port: proxy.port }).resume()
  await once(socket, 'connect')
  // the proxy has to have seen the connection, or there is nothing to cut
  await new Promise(setImmediate)
  const gone = once(socket, 'close')
  await proxy.close()
  await gone
  expect(socket.destroyed).toBe(true)
})
