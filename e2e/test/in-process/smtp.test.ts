import { smtpServer, type TlsMode } from '@linewire/servers'
import { expect, test } from 'vitest'
import { describeCurl } from './describe-curl.ts'

const ways: [string, TlsMode, string, string[]][] = [
  ['in clear', 'none', 'smtp', []],
  ['after STARTTLS', 'starttls', 'smtp', ['--ssl-reqd']],
  ['over TLS at once', 'implicit', 'smtps', []],
]
const users = { alice: { password: 'wonderland' } }
const letter = 'From: alice@lab.test\r\nSubject: dots\r\n\r\n.one\r\n..two\r\n'

describeCurl('the SMTP server of this process answers curl', (curl) => {
  test.each(ways)('a message with dots is delivered %s', async (_title, tls, scheme, more) => {
    await using server = await smtpServer({ tls, users })
    const to = ['--mail-rcpt', 'bob@lab.test', '--mail-rcpt', 'carol@lab.test']
    const url = `${scheme}://${server.host}:${server.port}`
    const alice = ['-u', 'alice:wonderland', '--mail-from', 'alice@lab.test']
    const sent = await curl(server, ...alice, ...more, ...to, Buffer.from(letter), url)
    expect(sent.code, sent.trace).toBe(0)
    expect(server.deliveries).toHaveLength(1)
    const { octets, ...delivery } = server.deliveries[0]!
    expect(octets.toString()).toBe(letter)
    expect(delivery).toMatchObject({
      from: 'alice@lab.test',
      to: ['bob@lab.test', 'carol@lab.test'],
      user: 'alice',
      secure: tls !== 'none',
    })
  })

  test.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])('SASL %s; a wrong password is refused', async (mechanism) => {
    await using server = await smtpServer({ users })
    const send = (password: string): ReturnType<typeof curl> => {
      const login = ['-u', `alice:${password}`, '--login-options', `AUTH=${mechanism}`]
      const envelope = ['--mail-from', 'alice@lab.test', '--mail-rcpt', 'bob@lab.test']
      return curl(server, ...login, ...envelope, Buffer.from(letter), `smtp://${server.host}:${server.port}`)
    }
    expect((await send('wonderland')).code).toBe(0)
    expect((await send('wrong')).code).toBe(67)
    expect(server.deliveries).toHaveLength(1)
  })

  test('a recipient who is refused', async () => {
    await using server = await smtpServer({ refuse: { 'no@lab.test': '550 no such user here' } })
    const envelope = ['--mail-from', 'alice@lab.test', '--mail-rcpt', 'no@lab.test']
    const sent = await curl(server, ...envelope, Buffer.from(letter), `smtp://${server.host}:${server.port}`)
    expect(sent.code).toBe(55)
    expect(server.deliveries).toEqual([])
  })
})
