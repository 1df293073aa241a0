import { Maildrop, pop3Server, type TlsMode } from '@linewire/servers'
import { expect, test } from 'vitest'
import { describeCurl } from './describe-curl.ts'

const ways: [string, TlsMode, string, string[]][] = [
  ['in clear', 'none', 'pop3', []],
  ['by STLS', 'starttls', 'pop3', ['--ssl-reqd']],
  ['over TLS at once', 'implicit', 'pop3s', []],
]

describeCurl('the POP3 server of this process answers curl', (curl) => {
  test.each(ways)('list, retrieve and delete %s', async (_title, tls, scheme, more) => {
    const maildrop = new Maildrop(['Subject: one\n\nfirst\n', 'Subject: two\n\n.second\n..\n'])
    await using server = await pop3Server({ tls, users: { alice: { password: 'wonderland', maildrop } } })
    const at = (path: string): string => `${scheme}://${server.host}:${server.port}/${path}`
    const alice = ['-u', 'alice:wonderland', ...more]

    const list = await curl(server, ...alice, at(''))
    expect(list.code, list.trace).toBe(0)
    expect(list.out).toBe('1 23\r\n2 29\r\n')
    expect((await curl(server, ...alice, at('2'))).out).toBe('Subject: two\r\n\r\n.second\r\n..\r\n')
    expect((await curl(server, ...alice, '-X', 'UIDL', at(''))).out).toMatch(/^1 \S+\r\n2 \S+\r\n$/)
    const gone = await curl(server, ...alice, '-X', 'DELE 1', '--head', at(''))
    expect(gone.code, gone.trace).toBe(0)
    expect(maildrop.messages).toHaveLength(1)
  })

  test.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])('SASL %s', async (mechanism) => {
    const maildrop = new Maildrop()
    await using server = await pop3Server({ users: { alice: { password: 'wonderland', maildrop } } })
    const url = `pop3://${server.host}:${server.port}/`
    const login = await curl(server, '-u', 'alice:wonderland', '--login-options', `AUTH=${mechanism}`, url)
    expect(login.code, login.trace).toBe(0)
    expect(login.trace).toContain(`AUTH ${mechanism}`)
    expect((await curl(server, '-u', 'alice:wrong', '--login-options', `AUTH=${mechanism}`, url)).code).toBe(67)
  })
})
