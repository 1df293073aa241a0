import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import { ftpServer } from './ftp.ts'
import { awaitCall, collect, RawFtp } from './ftp-raw-client.ts'

async function secured(server: Awaited<ReturnType<typeof ftpServer>>): Promise<RawFtp> {
  const ftp = await RawFtp.dial(server)
  await ftp.send('AUTH TLS')
  await ftp.startTls()
  for (const line of ['USER alice', 'PASS wonderland', 'PBSZ 0', 'PROT P', 'TYPE I']) await ftp.send(line)
  return ftp
}

test('AUTH TLS, PBSZ and PROT come in this order', async () => {
  await using server = await ftpServer({ tls: 'starttls', loginNeedsTls: true })
  await using ftp = await RawFtp.dial(server)
  expect(await ftp.send('USER alice')).toBe('530 Please use AUTH TLS first.')
  expect(await ftp.send('PBSZ 0')).toMatch(/^503/)
  expect(await ftp.send('AUTH KERBEROS_V4')).toMatch(/^504/)
  expect(await ftp.send('AUTH TLS')).toMatch(/^234/)
  await ftp.startTls()
  expect(await ftp.send('AUTH TLS')).toMatch(/^503/)
  expect(await ftp.send('PROT P')).toMatch(/^503/)
  expect(await ftp.send('PBSZ 0')).toMatch(/^200/)
  expect(await ftp.send('PROT E')).toMatch(/^536/)
  expect(await ftp.send('PROT P')).toMatch(/^200/)
  expect(await ftp.send('USER alice')).toMatch(/^331/)
})

test('without TLS, AUTH is 502', async () => {
  await using server = await ftpServer()
  await using ftp = await RawFtp.dial(server)
  expect(await ftp.send('AUTH TLS')).toMatch(/^502/)
})

test('implicit TLS from the first octet', async () => {
  await using server = await ftpServer({ tls: 'implicit' })
  await using ftp = await RawFtp.dial(server, 'implicit')
  expect(await ftp.send('USER alice')).toMatch(/^331/)
})

test('PROT P secures downloads and uploads', async () => {
  await using server = await ftpServer({ tls: 'starttls', files: { a: 'secret' } })
  await using ftp = await secured(server)
  const down = await ftp.securePassive(false)
  const data = collect(down)
  expect(await ftp.send('RETR a')).toMatch(/^150/)
  expect(await ftp.reply()).toMatch(/^226/)
  expect(await data).toBe('secret')
  const up = await ftp.securePassive(false)
  expect(await ftp.send('STOR b')).toMatch(/^150/)
  up.end('also secret')
  up.resume()
  expect(await ftp.reply()).toMatch(/^226/)
  expect(server.files.file('/b')?.content.toString()).toBe('also secret')
})

test.each([425, 522] as const)('a data connection that resumes no session is refused with %i', async (code) => {
  await using server = await ftpServer({ tls: 'starttls', files: { a: 'secret' }, requireSessionReuse: code })
  await using ftp = await secured(server)
  const fresh = await ftp.securePassive(false)
  const nothing = collect(fresh)
  expect(await ftp.send('RETR a')).toMatch(/^150/)
  expect(await ftp.reply()).toMatch(new RegExp(`^${code}`))
  expect(await nothing).toBe('')

  const resumed = await ftp.securePassive(true)
  const reused = once(resumed, 'secureConnect').then(() => resumed.isSessionReused())
  const data = collect(resumed)
  expect(await ftp.send('RETR a')).toMatch(/^150/)
  expect(await ftp.reply()).toMatch(/^226/)
  expect(await data).toBe('secret')
  expect(await reused).toBe(true)
})

test('no handshake on the data connection is 425', async () => {
  await using server = await ftpServer({ tls: 'starttls', files: { a: 'secret' } })
  await using ftp = await secured(server)
  const plain = await ftp.passive()
  plain.resume()
  await ftp.send('RETR a')
  plain.end('this is no ClientHello\r\n')
  expect(await ftp.reply()).toBe('425 TLS on the data connection failed.')
  await once(plain, 'close')
})

test('in active mode the server calls, and is the server of TLS all the same', async () => {
  await using server = await ftpServer({ tls: 'starttls', files: { a: 'secret' } })
  await using ftp = await secured(server)
  const { port, socket } = await awaitCall()
  await ftp.send(`EPRT |1|127.0.0.1|${port}|`)
  const data = socket.then((plain) => collect(connectTls({ socket: plain, ca: server.ca, host: 'localhost' })))
  expect(await ftp.send('RETR a')).toMatch(/^150/)
  expect(await data).toBe('secret')
  expect(await ftp.reply()).toMatch(/^226/)
})
