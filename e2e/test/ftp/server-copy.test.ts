import { randomBytes } from 'node:crypto'
import type { FtpClient } from '@linewire/ftp'
import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { users } from '../../src/users.ts'
import { connect, text } from './connecting.ts'

const big = randomBytes(5_000_000)
const bob = { user: 'bob', password: users.bob.password }
const octets = async (ftp: FtpClient, path: string): Promise<Buffer> => Buffer.from(await (await ftp.get(path)).bytes())

describeServer(
  'proftpd',
  'copies to',
  (pro) => {
    describeServer(
      'vsftpd',
      'and back',
      (vs) => {
        // where both are on one machine, only an address that is not theirs shows who is let in
        const elsewhere = { localAddress: '127.0.0.2' }

        test('in clear, whole files, both ways', async () => {
          await using one = await connect(pro, 'none', elsewhere)
          await using other = await connect(vs, 'none', elsewhere)
          await one.put(big, 'from')
          await one.copyTo(other, 'from', 'to')
          expect((await octets(other, 'to')).equals(big)).toBe(true)
          await other.copyTo(one, 'to', 'back')
          expect((await octets(one, 'back')).equals(big)).toBe(true)
        })

        test('what one refuses is told, and both go on', async () => {
          await using one = await connect(pro, 'none')
          await using other = await connect(vs, 'none')
          await one.put(big, 'from')
          await other.put('small', 'small')
          await expect(one.copyTo(other, 'nothing', 'to')).rejects.toThrow('RETR nothing: 550')
          await expect(other.copyTo(one, 'nothing', 'to')).rejects.toThrow('RETR nothing: 550')
          await expect(one.copyTo(other, 'from', 'no/where')).rejects.toThrow('STOR no/where: 553')
          await expect(other.copyTo(one, 'small', 'no/where')).rejects.toThrow('STOR no/where: 550')
          for (const ftp of [one, other]) expect(await ftp.pwd()).toBe('/')
          expect(await text(other, 'small')).toBe('small')
        })

        test('over IPv6', async () => {
          await using one = await connect(pro, 'none', { host: '::1' })
          await using other = await connect(vs, 'none', { host: '::1' })
          await one.put('six', 'six')
          await one.copyTo(other, 'six', 'six')
          expect(await text(other, 'six')).toBe('six')
        })

        test('over TLS, where one can be its client (SSCN)', async () => {
          await using one = await connect(pro, 'starttls', { port: pro.ports.noReuse })
          await using other = await connect(pro, 'starttls', { port: pro.ports.noReuse, auth: bob })
          await using third = await connect(vs, 'starttls')
          await one.put(big, 'from')
          await one.copyTo(other, 'from', 'to')
          expect((await octets(other, 'to')).equals(big)).toBe(true)
          await third.put(big, 'from')
          await third.copyTo(one, 'from', 'tls')
          expect((await octets(one, 'tls')).equals(big)).toBe(true)
          // each is the server of TLS again
          expect((await octets(one, 'from')).equals(big)).toBe(true)
        })

        test('over TLS, where none can', async () => {
          await using one = await connect(vs, 'starttls')
          await using other = await connect(vs, 'starttls', { auth: bob })
          await one.put('x', 'x')
          await expect(one.copyTo(other, 'x', 'x')).rejects.toThrow(/neither server can be the client of TLS/)
          expect(await text(one, 'x')).toBe('x')
        })
      },
      { foreignData: true, requireSessionReuse: false },
    )
  },
  { foreignData: true },
)

describeServer('proftpd', 'does not copy to', (pro) => {
  describeServer('vsftpd', 'when neither is told to', (vs) => {
    test('an address that is not the client’s, and says so', async () => {
      await using one = await connect(pro, 'none', { localAddress: '127.0.0.2' })
      await using other = await connect(vs, 'none', { localAddress: '127.0.0.2' })
      await one.put('x', 'x')
      await expect(one.copyTo(other, 'x', 'x')).rejects.toThrow(/^PORT 127,0,0,1,\d+,\d+: 500/)
      for (const ftp of [one, other]) expect(await ftp.pwd()).toBe('/')
    })
  })
})
