import { ArgumentError, ConnectionError } from '@linewire/wire'
import { afterEach, describe, expect, test } from 'vitest'
import { type FtpServer, ftpServer, scriptedServer } from '../../../../servers/src/index.ts'
import { FtpClient } from '../client.ts'
import type { FtpOptions } from '../connect.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

const big = Buffer.alloc(3_000_000, 'octets ')

async function start(
  server: Parameters<typeof ftpServer>[0] = {},
  options: Partial<FtpOptions> = {},
): Promise<{ ftp: FtpClient; server: FtpServer; said: (verb: string) => string[] }> {
  const to = await ftpServer({ files: { a: 'hello', big }, ...server })
  const ftp = await FtpClient.connect(`ftp://alice:wonderland@127.0.0.1:${to.port}`, {
    tls: to.tls,
    tlsOptions: { ca: to.ca },
    timeout: 5000,
    ...options,
  })
  open.push(to, ftp)
  return { ftp, server: to, said: (verb) => to.transcript.filter((line) => line.startsWith(`C: ${verb}`)) }
}

async function goesOn(...clients: FtpClient[]): Promise<void> {
  for (const ftp of clients) {
    expect(await ftp.pwd()).toBe('/')
    expect(await (await ftp.get('a')).text()).toBe('hello')
  }
}

test('a file goes from one server to the other, which listens', async () => {
  const [one, other] = [await start(), await start()]
  await one.ftp.copyTo(other.ftp, 'big', 'copy')
  expect(other.server.files.file('/copy')?.content.equals(big)).toBe(true)
  expect(one.said('PORT')).toHaveLength(1)
  expect(other.said('PASV')).toHaveLength(1)
  await other.ftp.copyTo(one.ftp, 'copy', 'back')
  expect(one.server.files.file('/back')?.content.equals(big)).toBe(true)
  await goesOn(one.ftp, other.ftp)
})

test('the port is the server’s, the address is ours: RFC 2577 §3', async () => {
  const [one, other] = [await start(), await start({ pasvAddress: '192.0.2.7' })]
  await one.ftp.copyTo(other.ftp, 'a', 'copy')
  expect(one.said('PORT')[0]).toMatch(/^C: PORT 127,0,0,1,\d+,\d+$/)
  expect(other.server.files.file('/copy')?.content.toString()).toBe('hello')
})

test.each([
  ['one that cannot call', { without: ['PORT', 'EPRT'] }, {}],
  ['one that cannot listen', {}, { without: ['PASV', 'EPSV'] }],
])('%s: the sender listens', async (_, sender, receiver) => {
  const [one, other] = [await start(sender), await start(receiver)]
  await one.ftp.copyTo(other.ftp, 'a', 'copy')
  expect(other.server.files.file('/copy')?.content.toString()).toBe('hello')
  expect(other.said('PORT')).toHaveLength(1)
  expect(one.said('PASV')).toHaveLength(1)
  await goesOn(one.ftp)
})

test('two that agree on nothing: the first refusal is told, and both go on', async () => {
  const [one, other] = [await start({ without: ['PORT', 'EPRT'] }), await start({ without: ['PORT', 'EPRT'] })]
  await expect(one.ftp.copyTo(other.ftp, 'a', 'copy')).rejects.toThrow(/^PORT .*: 500/)
  await goesOn(one.ftp, other.ftp)
})

describe('what one of them refuses', () => {
  test('the file to be sent: nothing is begun at the other end', async () => {
    const [one, other] = [await start(), await start()]
    await expect(one.ftp.copyTo(other.ftp, 'nothing', 'copy')).rejects.toThrow('RETR nothing: 550')
    expect(other.said('STOR')).toEqual([])
    await goesOn(one.ftp, other.ftp)
  })

  test.each(['a', 'big'])('the place where it should go: the sender of %s is called off', async (from) => {
    const [one, other] = [await start(), await start()]
    await expect(one.ftp.copyTo(other.ftp, from, 'no/where')).rejects.toThrow('STOR no/where: 553')
    await goesOn(one.ftp, other.ftp)
  })

  test('in the midst of it', async () => {
    const [one, other] = [await start(), await start({ faults: { cutDataAt: 1000 } })]
    await expect(one.ftp.copyTo(other.ftp, 'big', 'copy')).rejects.toMatchObject({ name: 'TransferError', code: '426' })
    expect(await one.ftp.pwd()).toBe('/')
    expect(await other.ftp.pwd()).toBe('/')
  })
})

test('copies that cross, and others in parallel, wait for each other and not for ever', async () => {
  const [one, other] = [await start(), await start()]
  await Promise.all([
    one.ftp.copyTo(other.ftp, 'big', '1'),
    other.ftp.copyTo(one.ftp, 'big', '2'),
    one.ftp.copyTo(other.ftp, 'a', '3'),
    one.ftp.noop(),
    other.ftp.size('a'),
  ])
  expect(other.server.files.file('/1')?.content.length).toBe(big.length)
  expect(one.server.files.file('/2')?.content.length).toBe(big.length)
  expect(other.server.files.file('/3')?.content.toString()).toBe('hello')
})

test('leaving in its midst: who has called hears it at once, and both connections go on', async () => {
  const [one, other] = [await start({ files: { a: 'hello', huge: Buffer.alloc(200_000_000) } }), await start()]
  const controller = new AbortController()
  const copying = one.ftp.copyTo(other.ftp, 'huge', 'copy', { signal: controller.signal })
  while (other.said('STOR').length === 0) await new Promise((resolve) => setImmediate(resolve))
  controller.abort(new Error('enough'))
  await expect(copying).rejects.toThrow('enough')
  await goesOn(one.ftp, other.ftp)
  const never = one.ftp.copyTo(other.ftp, 'a', 'never', { signal: controller.signal })
  await expect(never).rejects.toThrow('enough')
  expect(other.server.files.find('/never')).toBeUndefined()
})

test('a server that leaves fails the copy, and the other goes on', async () => {
  const one = await start()
  const other = await scriptedServer({
    script: [
      ...['S: 230 in', 'C: FEAT', 'S: 502 no', 'C: OPTS UTF8 ON', 'S: 502 no', 'C: TYPE I', 'S: 200 ok', 'C: PASV'],
      ...['S: 421 Shutting down', 'CLOSE'],
    ],
  })
  const ftp = await FtpClient.connect(`ftp://127.0.0.1:${other.port}`)
  open.push(other, ftp)
  const copying = one.ftp.copyTo(ftp, 'a', 'b')
  await expect(copying).rejects.toThrow(ConnectionError)
  await expect(copying).rejects.toThrow('421 Shutting down')
  await goesOn(one.ftp)
})

describe('what cannot be', () => {
  test('one connection for both ends', async () => {
    const one = await start()
    await expect(one.ftp.copyTo(one.ftp, 'a', 'b')).rejects.toThrow(ArgumentError)
  })

  test('protected data at one end alone', async () => {
    const [one, other] = [await start({ tls: 'starttls' }), await start()]
    await expect(one.ftp.copyTo(other.ftp, 'a', 'b')).rejects.toThrow('one server protects its data')
  })

  test('TLS without a client: neither SSCN nor CPSV', async () => {
    const [one, other] = [await start({ tls: 'starttls' }), await start({ tls: 'starttls' })]
    await expect(one.ftp.copyTo(other.ftp, 'a', 'b')).rejects.toThrow(/neither server can be the client of TLS/)
    await goesOn(one.ftp, other.ftp)
  })

  test.each(['from', 'to'])('a line end in %s', async (which) => {
    const [one, other] = [await start(), await start()]
    const bad = 'a\r\nDELE a'
    const copying = one.ftp.copyTo(other.ftp, which === 'from' ? bad : 'a', which === 'to' ? bad : 'b')
    await expect(copying).rejects.toThrow(ArgumentError)
    expect([...one.said('DELE'), ...other.said('DELE')]).toEqual([])
  })
})

test('CPSV: the listener is the client of TLS, where it can be', async () => {
  const one = await start({ tls: 'starttls', files: { a: 'hello' } })
  const other = await scriptedServer({
    tls: 'starttls',
    script: [
      ...[
        'S: 220 hi',
        'C: AUTH TLS',
        'S: 234 go',
        'TLS',
        'C: USER alice',
        'S: 230 in',
        'C: PASS wonderland',
        'S: 202 ok',
      ],
      ...['C: FEAT', 'S: 211-x', 'S:  CPSV', 'S: 211 End', 'C: PBSZ 0', 'S: 200 ok', 'C: PROT P', 'S: 200 ok'],
      ...['C: OPTS UTF8 ON', 'S: 200 ok', 'C: TYPE I', 'S: 200 ok'],
      ...['C: CPSV', 'S: 227 (10,0,0,9,200,10)', 'C: QUIT', 'S: 221 bye'],
    ],
  })
  const ftp = await FtpClient.connect(`ftp://alice:wonderland@127.0.0.1:${other.port}`, {
    tlsOptions: { ca: other.ca },
  })
  open.push(other, ftp)
  // nobody listens there: the sender says so, and cannot listen in its turn
  await expect(one.ftp.copyTo(ftp, 'a', 'b')).rejects.toThrow(/RETR a: 425/)
  expect(one.said('PORT')).toEqual(['C: PORT 127,0,0,1,200,10'])
})
