import { afterEach, expect, test } from 'vitest'
import { type FtpServer, ftpServer } from '../../../servers/src/index.ts'
import { FtpClient } from './client.ts'
import type { FtpOptions } from './connect.ts'
import { type DataNetwork, tcp } from './data-network.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function start(network: DataNetwork, options: Partial<FtpOptions> = {}): Promise<FtpClient> {
  const server: FtpServer = await ftpServer({ files: { a: 'hello' } })
  const auth = { user: 'alice', password: 'wonderland' }
  const ftp = await FtpClient.connect('127.0.0.1', { port: server.port, tls: 'none', auth, network, ...options })
  open.push(server, ftp)
  return ftp
}

test('data connections are made by what the caller brings', async () => {
  const asked: string[] = []
  const network: DataNetwork = {
    dial(options) {
      asked.push(`dial ${options.host} ${options.tls}`)
      return tcp.dial(options)
    },
    listen(host, ...more) {
      asked.push(`listen ${host}`)
      return tcp.listen(host, ...more)
    },
  }
  for (const mode of ['auto', 'active'] as const) {
    const ftp = await start(network, { mode })
    expect(await (await ftp.get('a')).text()).toBe('hello')
  }
  expect(asked).toEqual(['dial 127.0.0.1 none', 'listen 127.0.0.1'])
})

/** Hands over what was made when the control connection is gone. */
async function late<T>(make: (asked: () => void, made: Promise<T>) => DataNetwork, made: T, mode: 'epsv' | 'active') {
  let asked: () => void = () => {}
  let give: (made: T) => void = () => {}
  const wanted = new Promise<void>((resolve) => {
    asked = resolve
  })
  const network = make(
    asked,
    new Promise((resolve) => {
      give = resolve
    }),
  )
  const ftp = await start(network, { mode })
  const lost = ftp.get('a').then(
    () => 'a body',
    (error: Error) => error.name,
  )
  await wanted
  ftp.close()
  expect(await lost).toBe('ConnectionError')
  give(made)
  await new Promise((resolve) => setImmediate(resolve))
}

test('a data connection that comes when the control connection is gone is closed', async () => {
  const closed: string[] = []
  const transport = { destroy: () => closed.push('connection') } as unknown as Awaited<ReturnType<DataNetwork['dial']>>
  await late(
    (asked, made) => ({
      dial: () => {
        asked()
        return made
      },
      listen: tcp.listen,
    }),
    transport,
    'epsv',
  )
  expect(closed).toEqual(['connection'])
})

test('nothing listens any more when the control connection is gone', async () => {
  const closed: string[] = []
  const port = { port: 1024, accept: () => new Promise<never>(() => {}), close: () => void closed.push('port') }
  await late(
    (asked, made) => ({
      dial: tcp.dial,
      listen: () => {
        asked()
        return made
      },
    }),
    port,
    'active',
  )
  expect(closed).toEqual(['port'])
})
