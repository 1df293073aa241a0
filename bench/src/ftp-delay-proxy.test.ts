import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { freePorts, freeRange, type PortRange } from '../../e2e/src/ports.ts'
import { type FtpDelayProxy, startFtpDelayProxy } from './ftp-delay-proxy.ts'

const cleanup: (() => unknown)[] = []
afterEach(async () => {
  for (const end of cleanup.splice(0).reverse()) await end()
})

const listen = async (port: number, onConnection: (socket: Socket) => void): Promise<Server> => {
  const server = createServer({ allowHalfOpen: true }, onConnection).listen(port, '127.0.0.1')
  await once(server, 'listening')
  cleanup.push(() => server.close())
  return server
}

/** Sends "data" over each data connection, and says 226 when the client has said its end there, as vsftpd does. */
const lingering = async (port: number, passive: PortRange): Promise<void> => {
  let next = passive.first
  await listen(port, (control) => {
    control.write('220 ready\r\n')
    control.on('end', () => control.end())
    control.on('data', async (line: Buffer) => {
      if (!line.toString().startsWith('EPSV')) return control.end('221 bye\r\n')
      const data = await listen(next, (socket) => {
        control.write('150 here it comes\r\n')
        socket.end('data')
        socket.resume().once('end', () => control.write('226 done\r\n'))
        data.close()
      })
      control.write(`229 (|||${next}|)\r\n`)
      next += 1
    })
  })
}

const start = async (): Promise<FtpDelayProxy> => {
  const { port } = await freePorts('port')
  const passive = await freeRange(3)
  await lingering(port, passive)
  const proxy = await startFtpDelayProxy({ port, passive, roundTrip: 6 })
  cleanup.push(() => proxy.close())
  return proxy
}

/** One line of the control connection at a time. */
const lines = (control: Socket) => {
  let said = ''
  control.on('data', (bytes: Buffer) => {
    said += bytes.toString()
  })
  return async (code: string): Promise<string> => {
    while (!new RegExp(`^${code} .*\r\n`, 'm').test(said)) await once(control, 'data')
    const line = new RegExp(`^${code} .*\r\n`, 'm').exec(said)![0]
    said = said.replace(line, '')
    return line
  }
}

/** Greeting, EPSV, the data, 226, QUIT; `early`: our end of the data connection is said before the data comes. */
const session = async (proxy: FtpDelayProxy, early: boolean, files = 1): Promise<void> => {
  const control = connect({ host: proxy.host, port: proxy.port })
  const hear = lines(control)
  await hear('220')
  for (let file = 0; file < files; file += 1) {
    control.write('EPSV\r\n')
    const port = Number(/\|(\d+)\|/.exec(await hear('229'))![1])
    const data = connect({ host: proxy.host, port, allowHalfOpen: true })
    if (early) data.end()
    const ended = once(data, 'end')
    const [octets] = await once(data, 'data')
    expect(String(octets)).toBe('data')
    if (file === 0) await once(connect({ host: proxy.host, port: proxy.markPort }).resume(), 'close')
    data.resume()
    await ended
    data.end()
    await hear('226')
  }
  control.write('QUIT\r\n')
  await hear('221')
  control.end()
}

test('connect, greeting, EPSV, data connection, data; the 226 that waits for our end; QUIT', async () => {
  const proxy = await start()
  await session(proxy, false)
  // 12 octets are lines of the client, and 4 the data
  expect(await proxy.report()).toEqual({ marked: 5, trips: 7, flights: 2, up: 12, down: 70, connections: 2 })
})

test('an end that is said early saves the trip that a lingering server waits for it', async () => {
  const proxy = await start()
  await session(proxy, true)
  expect(await proxy.report()).toMatchObject({ marked: 5, trips: 6 })
})

test('each file is counted, and a report begins where the last one ended', async () => {
  const proxy = await start()
  await session(proxy, false, 2)
  expect(await proxy.report()).toMatchObject({ trips: 3 + 2 * 4, connections: 3 })
  expect(await proxy.report()).toEqual({ trips: 0, marked: undefined, flights: 0, up: 0, down: 0, connections: 0 })
})

test('a port that is taken leaves nothing behind', async () => {
  const { port } = await freePorts('port')
  const passive = await freeRange(2)
  const holder = createServer().listen(passive.last, '127.0.0.2')
  await once(holder, 'listening')
  cleanup.push(() => holder.close())
  await expect(startFtpDelayProxy({ port, passive })).rejects.toThrow('EADDRINUSE')
  const free = createServer().listen(port, '127.0.0.2')
  await once(free, 'listening')
  cleanup.push(() => free.close())
})
