import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { type FtpClient, ReplyError } from '@linewire/ftp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import type { ProFtpd } from '../../src/proftpd.ts'
import { connect, text } from './connecting.ts'
import type { Security, Server } from './room.ts'

const big = Buffer.concat([randomBytes(300_000), Buffer.alloc(2_000_000, 'again and again ')])

function proftpd(server: ProFtpd): void {
  let ftp: FtpClient
  beforeAll(async () => {
    ftp = await connect(server, 'none')
    await ftp.put(big, 'a file.bin')
  })
  afterAll(() => ftp.quit())

  test.each([
    ['SHA-512', createHash('sha512')],
    ['SHA-256', createHash('sha256')],
    ['sha1', createHash('sha1')],
    ['MD5', createHash('md5')],
  ])('HASH: %s', async (algorithm, hash) => {
    const digest = await ftp.hash('a file.bin', { algorithm })
    expect(digest.value).toBe(hash.update(big).digest('hex'))
  })

  test('HASH: the best unless told, CRC32 too; what is not there is refused', async () => {
    expect((await ftp.hash('a file.bin')).algorithm).toBe('SHA-512')
    const digest = await ftp.hash('a file.bin', { algorithm: 'CRC32' })
    expect(Number.parseInt(digest.value, 16)).toBe(crc32(big))
    await expect(ftp.hash('nothing')).rejects.toMatchObject({ code: '550' })
    await expect(ftp.hash('a file.bin', { algorithm: 'BLAKE3' })).rejects.toMatchObject({ code: '504' })
    // ProFTPD 1.3.8 takes the range and hashes all: that is not passed off as the digest of a part
    await expect(ftp.hash('a file.bin', { range: [0, 4] })).rejects.toThrow(/answers with a digest of octets 0 to/)
    expect(Buffer.from(await (await ftp.get('a file.bin')).bytes()).equals(big)).toBe(true)
  })

  test.each<Security>(['none', 'starttls', 'implicit'])(
    'MODE Z: files and listings come deflated, tls: %s',
    async (tls) => {
      await using packed = await connect(server, tls, { compress: true })
      expect(Buffer.from(await (await packed.get('a file.bin')).bytes()).equals(big)).toBe(true)
      const rest = await packed.get('a file.bin', { offset: 2_299_990 })
      expect(Buffer.from(await rest.bytes())).toEqual(big.subarray(2_299_990))
      await packed.put('', 'packed-empty')
      expect(await text(packed, 'packed-empty')).toBe('')
      expect((await packed.list()).map((entry) => entry.name)).toContain('packed-empty')
      const plain = await packed.get('a file.bin', { compress: false })
      expect((await plain.bytes()).length).toBe(big.length)
      // what ProFTPD does not lose of an upload in MODE Z: octets that cannot be deflated
      const small = big.subarray(0, 10_000)
      await packed.put(small, `packed-${tls}`, { compress: true })
      expect(Buffer.from(await (await packed.get(`packed-${tls}`)).bytes()).equals(small)).toBe(true)
    },
  )

  test('HOST chooses a virtual host before the login', async () => {
    await using there = await connect(server, 'none', { virtualHost: 'virtual.lab.test' })
    expect(await there.pwd()).toBe('/')
    const nowhere = connect(server, 'none', { virtualHost: 'nowhere.lab.test' })
    await expect(nowhere).rejects.toMatchObject({ code: '504', command: 'HOST nowhere.lab.test' })
  })

  test('CLNT and LANG are offered, and may be refused', async () => {
    await using named = await connect(server, 'none', { clientName: 'linewire', language: 'tlh' })
    expect(await named.pwd()).toBe('/')
  })

  test.each(['starttls', 'implicit'] as const)('CCC: the control connection goes on in clear, tls: %s', async (tls) => {
    await using clear = await connect(server, tls, { clearControl: true })
    expect(clear.secure).toBe(false)
    for (let round = 0; round < 3; round++) {
      await clear.put(`round ${round}`, 'ccc')
      expect(await text(clear, 'ccc')).toBe(`round ${round}`)
      expect(clear.data).toMatchObject({ secure: true, sessionReused: true })
    }
  })

  test('CCC where it is refused is an error', async () => {
    const refused = connect(server, 'starttls', { clearControl: true, port: server.ports.noReuse })
    await expect(refused).rejects.toMatchObject({ code: '534', command: 'CCC' })
  })

  test('AVBL is not there, and says so', async () => {
    await expect(ftp.space()).rejects.toBeInstanceOf(ReplyError)
  })
}

function others(server: Server): void {
  test('STAT of the session, and of a directory', async () => {
    await using ftp = await connect(server, 'none')
    await ftp.mkdir('stat')
    await ftp.put('x', 'stat/a b.txt')
    expect((await ftp.status()).join('\n')).toMatch(/logged in as alice|pureftpd/i)
    expect((await ftp.status('stat')).some((line) => / a b\.txt$/.test(line))).toBe(true)
  })

  test('room is made before a file, and text goes with its line ends', async () => {
    await using ftp = await connect(server, 'none')
    await ftp.put('one\ntwo\n', 'text', { type: 'A', size: 10 })
    expect(await text(ftp, 'text')).toBe('one\ntwo\n')
    expect(await (await ftp.get('text', { type: 'A' })).text()).toBe('one\r\ntwo\r\n')
  })

  test('NOOP beside a transfer, and on an idle connection', async () => {
    await using ftp = await connect(server, 'none', { keepAlive: { noop: 20, duringTransfer: true } })
    await ftp.put(Buffer.alloc(30_000_000), 'long')
    let octets = 0
    for await (const piece of await ftp.get('long')) {
      octets += piece.length
      if (octets < 3_000_000) await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(octets).toBe(30_000_000)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await ftp.pwd()).toBe('/')
    expect(await ftp.size('long')).toBe(30_000_000)
  })

  test('a password of twenty thousand octets is refused, and nothing hangs', async () => {
    const auth = { user: 'alice', password: 'x'.repeat(20_000) }
    await expect(connect(server, 'none', { auth })).rejects.toThrow()
  })
}

describeServer('proftpd', 'and what goes beyond RFC 959', (server) => {
  proftpd(server)
  describe('as others', () => others(server))
})
describeServer('vsftpd', 'and what goes beyond RFC 959', others)
describeServer('pureftpd', 'and what goes beyond RFC 959', others)
