import { imapServer, MailStore, type TlsMode } from '@linewire/servers'
import { expect, test } from 'vitest'
import { describeCurl } from './describe-curl.ts'

const ways: [string, TlsMode, string, string[]][] = [
  ['in clear', 'none', 'imap', []],
  ['by STARTTLS', 'starttls', 'imap', ['--ssl-reqd']],
  ['over TLS at once', 'implicit', 'imaps', []],
]
const letter = (subject: string): string => `From: bob@lab.test\r\nSubject: ${subject}\r\n\r\nHello ${subject}\r\n`

describeCurl('the IMAP server of this process answers curl', (curl) => {
  test.each(ways)('list, fetch, search and append %s', async (_title, tls, scheme, more) => {
    const store = new MailStore({ INBOX: [letter('one'), letter('two')], 'Sent/2026': [] })
    await using server = await imapServer({ tls, users: { alice: { password: 'wonderland', store } } })
    const at = (path: string): string => `${scheme}://${server.host}:${server.port}/${path}`
    const alice = ['-u', 'alice:wonderland', ...more]

    const list = await curl(server, ...alice, at(''))
    expect(list.code, list.trace).toBe(0)
    expect(list.out).toMatch(/^\* LIST \(.*\) "\/" "?INBOX"?\r$/m)
    expect(list.out).toMatch(/^\* LIST \(.*\) "\/" "?Sent\/2026"?\r$/m)
    expect((await curl(server, ...alice, at('INBOX;MAILINDEX=2'))).out).toBe(letter('two'))
    expect((await curl(server, ...alice, at('INBOX;UID=1;SECTION=TEXT'))).out).toBe('Hello one\r\n')
    expect((await curl(server, ...alice, at('INBOX?SUBJECT%20two'))).out).toBe('* SEARCH 2\r\n')
    const put = await curl(server, ...alice, Buffer.from(letter('three')), at('Sent/2026'))
    expect(put.code, put.trace).toBe(0)
    expect(store.get('Sent/2026')?.messages.map(({ raw }) => raw.toString())).toEqual([letter('three')])
  })

  test.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])('SASL %s', async (mechanism) => {
    const store = new MailStore()
    await using server = await imapServer({ users: { alice: { password: 'wonderland', store } } })
    const url = `imap://${server.host}:${server.port}/`
    const login = await curl(server, '-u', 'alice:wonderland', '--login-options', `AUTH=${mechanism}`, url)
    expect(login.code, login.trace).toBe(0)
    expect(login.trace).toContain(`AUTHENTICATE ${mechanism}`)
    expect((await curl(server, '-u', 'alice:wrong', '--login-options', `AUTH=${mechanism}`, url)).code).toBe(67)
  })

  test('a mailbox that is not there has a code of its own', async () => {
    const store = new MailStore()
    await using server = await imapServer({ users: { alice: { password: 'wonderland', store } } })
    const got = await curl(server, '-u', 'alice:wonderland', `imap://${server.host}:${server.port}/None;MAILINDEX=1`)
    expect(got.code).not.toBe(0)
    expect(got.trace).toContain('[NONEXISTENT]')
  })
})
