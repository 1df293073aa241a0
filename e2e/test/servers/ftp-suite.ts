import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ProFtpd } from '../../src/proftpd.ts'
import type { Vsftpd } from '../../src/vsftpd.ts'
import { curl } from './curl.ts'
import { RawClient } from './raw-client.ts'

/** What both FTP servers have to do for an independent client. */
export const ftpSuite = (server: ProFtpd | Vsftpd): void => {
  const alice = ['-u', 'alice:wonderland']
  const ftp = (path: string, host = 'localhost') => `ftp://${host}:${server.ports.ftp}/${path}`
  const stored = (name: string) => readFileSync(join(server.home('alice'), name), 'utf8')

  test('anonymous reads in clear, and may not write', async () => {
    expect((await curl(server, ftp('pub/hello.txt'))).out).toBe('hello anonymous\n')
    expect((await curl(server, ftp('pub/caf%C3%A9.txt'))).out).toBe('café\n')
    expect((await curl(server, Buffer.from('no'), ftp('pub/no.txt'))).code).not.toBe(0)
  })

  test.each([
    ['in clear', []],
    ['active', ['--ftp-port', '127.0.0.1']],
    ['after AUTH TLS, data too', ['--ssl-reqd']],
    ['after AUTH TLS, TLS 1.2', ['--ssl-reqd', '--tls-max', '1.2']],
  ])('alice writes and reads %s', async (title, options) => {
    const name = `${title.replaceAll(/\W/g, '-')}.txt`
    const put = await curl(server, ...alice, ...options, Buffer.from(title), ftp(name))
    expect(put.code, put.trace).toBe(0)
    expect(stored(name)).toBe(title)
    expect((await curl(server, ...alice, ...options, ftp(name))).out).toBe(title)
    expect((await curl(server, ...alice, ...options, '--list-only', ftp(''))).out).toContain(name)
  })

  test('alice writes and reads over TLS at once', async () => {
    const url = `ftps://localhost:${server.ports.ftps}/implicit.txt`
    const put = await curl(server, ...alice, Buffer.from('implicit'), url)
    expect(put.code, put.trace).toBe(0)
    expect(stored('implicit.txt')).toBe('implicit')
    expect((await curl(server, ...alice, url)).out).toBe('implicit')
  })

  test('a data connection that starts a TLS session of its own gets nothing', async () => {
    const listed = await curl(server, ...alice, '--ssl-reqd', '--no-sessionid', ftp(''))
    expect(listed.code).not.toBe(0)
    expect(listed.trace).toMatch(/< (522|425) /)
  })

  test('every loopback address is served', async () => {
    for (const host of server.hosts) {
      const name = host.includes(':') ? `[${host}]` : host
      expect((await curl(server, ...alice, '--list-only', ftp('', name))).code).toBe(0)
    }
  })

  test('data connections are where it says', async () => {
    await using session = await RawClient.open({ host: server.host, port: server.ports.ftp })
    await session.line()
    for (const line of ['USER alice', 'PASS wonderland']) await session.ask(line)
    const port = Number(/\|\|\|(\d+)\|/.exec(await session.ask('EPSV'))?.[1])
    expect(port).toBeGreaterThanOrEqual(server.passive.first)
    expect(port).toBeLessThanOrEqual(server.passive.last)
  })

  test('a wrong password is refused', async () => {
    expect((await curl(server, '-u', 'alice:wrong', ftp(''))).code).toBe(67)
  })
}
