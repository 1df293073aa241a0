import { type FtpOptions, ftpServer } from '@linewire/servers'
import { expect, test } from 'vitest'
import { describeCurl } from './describe-curl.ts'

const ways: [string, FtpOptions, string, string[]][] = [
  ['in clear', {}, 'ftp', []],
  ['in clear, active', {}, 'ftp', ['--ftp-port', '127.0.0.1']],
  ['in clear, PASV', {}, 'ftp', ['--disable-epsv']],
  ['after AUTH TLS', { tls: 'starttls', loginNeedsTls: true, requireSessionReuse: 522 }, 'ftp', ['--ssl-reqd']],
  ['over TLS at once', { tls: 'implicit', requireSessionReuse: 425 }, 'ftps', []],
]

describeCurl('the FTP server of this process answers curl', (curl) => {
  test.each(ways)('list, download and upload %s', async (_title, options, scheme, more) => {
    const content = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256))
    await using server = await ftpServer({ ...options, files: { '/pub/data.bin': content, '/pub/café.txt': 'café\n' } })
    const at = (path: string): string => `${scheme}://${server.host}:${server.port}/${path}`
    const alice = ['-u', 'alice:wonderland', ...more]

    const names = await curl(server, ...alice, '--list-only', at('pub/'))
    expect(names.code, names.trace).toBe(0)
    expect(names.out.split(/\r?\n/).filter(Boolean).sort()).toEqual(['café.txt', 'data.bin'])
    expect((await curl(server, ...alice, at('pub/'))).out).toMatch(/^-rw-r--r-- .* 70000 .* data\.bin\r?$/m)
    expect((await curl(server, ...alice, at('pub/caf%C3%A9.txt'))).out).toBe('café\n')

    const put = await curl(server, ...alice, content, at('copy.bin'))
    expect(put.code, put.trace).toBe(0)
    expect(server.files.file('/copy.bin')?.content.equals(content)).toBe(true)
    const rest = await curl(server, ...alice, '--continue-at', '69990', '--output', '-', at('pub/data.bin'))
    expect(rest.code, rest.trace).toBe(0)
    expect(rest.trace).toContain('> REST 69990')
  })

  test('curl renames and deletes by commands of its own', async () => {
    await using server = await ftpServer({ files: { '/old.txt': 'x', '/gone.txt': 'y' } })
    const quotes = ['RNFR old.txt', 'RNTO new.txt', 'DELE gone.txt', 'MKD made'].flatMap((line) => ['-Q', line])
    const done = await curl(server, '-u', 'alice:wonderland', ...quotes, `ftp://${server.host}:${server.port}/`)
    expect(done.code, done.trace).toBe(0)
    expect([...server.files.root.children.keys()].sort()).toEqual(['made', 'new.txt'])
  })

  test('a wrong password and a missing file have codes of their own', async () => {
    await using server = await ftpServer({ files: {} })
    const url = `ftp://${server.host}:${server.port}/nothing.txt`
    expect((await curl(server, '-u', 'alice:wrong', url)).code).toBe(67)
    expect((await curl(server, '-u', 'alice:wonderland', url)).code).toBe(78)
  })
})
