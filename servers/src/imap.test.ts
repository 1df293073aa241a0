import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { RawImap } from './imap/raw-imap.ts'
import { type ImapOptions, imapServer, type MailboxSpec, MailStore } from './imap.ts'
import type { LineServer } from './line-server.ts'

const serve = (options: Partial<ImapOptions> = {}, mailboxes?: Record<string, MailboxSpec>): Promise<LineServer> =>
  imapServer({ users: { alice: { password: 'wonderland', token: 't', store: new MailStore(mailboxes) } }, ...options })

const base64 = (text: string): string => Buffer.from(text).toString('base64')

test('the greeting and the login tell the capabilities of their state', async () => {
  await using server = await serve()
  const { imap, greeting } = await RawImap.dial(server)
  expect(greeting).toMatch(/^\* OK \[CAPABILITY IMAP4rev1 LITERAL\+ SASL-IR ID ENABLE IDLE AUTH=.*AUTH=PLAIN\] /)
  const [done] = await imap.run('LOGIN alice "wonderland"')
  expect(done).toMatch(/^OK \[CAPABILITY IMAP4rev1 .* UIDPLUS UNSELECT MOVE .*\] Logged in$/)
  expect(done).not.toContain('AUTH=')
})

test('without announcement only CAPABILITY tells them', async () => {
  await using server = await serve({ announce: false, without: ['IDLE', 'AUTH=PLAIN'] })
  const { imap, greeting } = await RawImap.dial(server)
  expect(greeting).toBe('* OK linewire IMAP server ready')
  const [data, done] = await imap.run('CAPABILITY')
  expect(data).not.toMatch(/IDLE|AUTH=PLAIN/)
  expect(done).toBe('OK CAPABILITY completed')
  expect(await imap.run('IDLE')).toEqual(['BAD Unknown command'])
})

test('LOGIN takes atoms, quoted strings and literals of both kinds', async () => {
  await using server = await serve()
  const { imap } = await RawImap.dial(server)
  expect((await imap.run('LOGIN {5+}\r\nalice {10+}\r\nwonderland'))[0]).toMatch(/^OK/)
  const { imap: other } = await RawImap.dial(server)
  other.send('LOGIN {5}')
  expect(await other.raw.line()).toMatch(/^\+ /)
  other.raw.send('alice "wonderland"\r\n')
  expect((await other.reply())[0]).toMatch(/^OK/)
})

test('a wrong password is NO [AUTHENTICATIONFAILED], a missing argument BAD', async () => {
  await using server = await serve()
  const { imap } = await RawImap.dial(server)
  expect(await imap.run('LOGIN alice wrong')).toEqual(['NO [AUTHENTICATIONFAILED] Wrong user or password'])
  expect(await imap.run('LOGIN __proto__ x')).toEqual(['NO [AUTHENTICATIONFAILED] Wrong user or password'])
  expect(await imap.run('LOGIN alice')).toEqual(['BAD " " expected at octet 14'])
})

test('AUTHENTICATE, with and without an initial response', async () => {
  await using server = await serve()
  const plain = base64('\0alice\0wonderland')
  const { imap } = await RawImap.dial(server)
  expect((await imap.run(`AUTHENTICATE PLAIN ${plain}`))[0]).toMatch(/^OK \[CAPABILITY/)

  const { imap: two } = await RawImap.dial(server)
  two.send('AUTHENTICATE PLAIN')
  expect(await two.raw.line()).toBe('+ ')
  two.raw.send('*\r\n')
  expect(await two.reply()).toEqual(['BAD Authentication cancelled'])
  two.send('AUTHENTICATE CRAM-MD5')
  const challenge = Buffer.from((await two.raw.line()).slice(2), 'base64')
  two.raw.send(`${base64(`alice ${createHmac('md5', 'wonderland').update(challenge).digest('hex')}`)}\r\n`)
  expect((await two.reply())[0]).toMatch(/^OK/)

  const { imap: three } = await RawImap.dial(server)
  expect(await three.run('AUTHENTICATE PLAIN !!!')).toEqual(['BAD base64 expected'])
  expect(await three.run('AUTHENTICATE NTLM')).toEqual(['NO Unknown mechanism'])
  expect((await three.run(`AUTHENTICATE XOAUTH2 ${base64('user=alice\x01auth=Bearer t\x01\x01')}`))[0]).toMatch(/^OK/)
})

test('with STARTTLS at hand, a password in clear is refused before it', async () => {
  await using server = await serve({ tls: 'starttls' })
  const { imap, greeting } = await RawImap.dial(server)
  expect(greeting).toMatch(/ STARTTLS LOGINDISABLED /)
  expect(greeting).not.toMatch(/AUTH=PLAIN/)
  expect(await imap.run('LOGIN alice wonderland')).toEqual(['NO [PRIVACYREQUIRED] Use STARTTLS first'])
  expect(await imap.run('AUTHENTICATE PLAIN')).toEqual(['NO [PRIVACYREQUIRED] Use STARTTLS first'])
  expect(await imap.run('STARTTLS')).toEqual(['OK Begin TLS negotiation now'])
  await imap.raw.startTls()
  expect((await imap.run('CAPABILITY'))[0]).not.toMatch(/STARTTLS|LOGINDISABLED/)
  expect(await imap.run('STARTTLS')).toEqual(['BAD STARTTLS not possible'])
  expect((await imap.run('LOGIN alice wonderland'))[0]).toMatch(/^OK/)
})

test('implicit TLS', async () => {
  await using server = await serve({ tls: 'implicit' })
  const { imap } = await RawImap.dial(server, 'tls')
  expect((await imap.run('LOGIN alice wonderland'))[0]).toMatch(/^OK/)
})

test('PREAUTH needs no login', async () => {
  await using server = await serve({ preauth: 'alice' })
  const { imap, greeting } = await RawImap.dial(server)
  expect(greeting).toMatch(/^\* PREAUTH/)
  expect((await imap.run('SELECT INBOX')).at(-1)).toMatch(/^OK/)
})

test('ID, NAMESPACE, ENABLE, LOGOUT', async () => {
  await using server = await serve()
  const imap = await RawImap.login(server)
  expect(await imap.run('ID ("name" "x" "version" NIL)')).toEqual([
    '* ID ("name" "linewire test server")',
    'OK ID completed',
  ])
  expect((await imap.run('ID NIL')).at(-1)).toBe('OK ID completed')
  expect((await imap.run('NAMESPACE'))[0]).toBe('* NAMESPACE (("" "/")) NIL NIL')
  expect(await imap.run('ENABLE CONDSTORE')).toEqual(['* ENABLED', 'OK ENABLE completed'])
  expect(await imap.run('LOGOUT')).toEqual(['* BYE Logging out', 'OK LOGOUT completed'])
  expect(await imap.raw.rest()).toBe('')
})

test('commands out of their state and unknown ones are BAD', async () => {
  await using server = await serve()
  const { imap } = await RawImap.dial(server)
  expect(await imap.run('SELECT INBOX')).toEqual(['BAD SELECT is not possible in the state "not authenticated"'])
  expect(await imap.run('XYZZY')).toEqual(['BAD Unknown command'])
  expect(await imap.run('UID NOOP')).toEqual(['BAD Unknown command'])
  expect(await imap.raw.ask('(tag NOOP')).toBe('* BAD A tag and a command expected')
  expect(await imap.raw.ask('')).toBe('* BAD A tag and a command expected')
  await imap.run('LOGIN alice wonderland')
  expect(await imap.run('FETCH 1 FLAGS')).toEqual(['BAD FETCH is not possible in the state "authenticated"'])
  expect((await imap.run('LOGIN alice wonderland'))[0]).toMatch(/^BAD/)
})

test('a literal that is too large is refused, announced or not', async () => {
  await using server = await serve({ maxLiteral: 10 })
  const imap = await RawImap.login(server)
  expect(await imap.run('APPEND INBOX {11}')).toEqual(['NO [TOOBIG] Literal too large'])
  expect(await imap.run(`APPEND INBOX {11+}\r\n${'x'.repeat(11)}`)).toEqual(['NO [TOOBIG] Literal too large'])
  expect((await imap.run('NOOP')).at(-1)).toBe('OK NOOP completed')
})

test('without LITERAL+ a non-synchronising literal is BAD', async () => {
  await using server = await serve({ without: ['LITERAL+'] })
  const { imap } = await RawImap.dial(server)
  expect(await imap.run('LOGIN {5+}')).toEqual(['BAD No LITERAL+ here'])
})

test('a fault takes the place of a whole response, untagged data included', async () => {
  await using server = await serve({ faults: { replies: { SELECT: '* 3 EXISTS\r\n{tag} NO [SERVERBUG] broken' } } })
  const { imap } = await RawImap.dial(server)
  await imap.run('LOGIN alice wonderland')
  expect(await imap.run('SELECT INBOX')).toEqual(['* 3 EXISTS', 'NO [SERVERBUG] broken'])
})

test('a fault in place of "+" ends the command', async () => {
  await using server = await serve({ faults: { replies: { APPEND: '{tag} NO [TRYCREATE] no' } } })
  const imap = await RawImap.login(server)
  expect(await imap.run('APPEND nowhere {5}')).toEqual(['NO [TRYCREATE] no'])
  expect(await imap.run('NOOP')).toEqual(['OK NOOP completed'])
})

test('a connection can be cut in the middle of a FETCH', async () => {
  const faults = { closeAt: 3, closeWhen: 'middle' } as const
  await using server = await serve({ faults }, { INBOX: ['x'.repeat(1000)] })
  const imap = await RawImap.login(server, 'INBOX')
  imap.send('FETCH 1 BODY[]')
  const text = await imap.raw.rest()
  expect(text).toMatch(/^\* 1 FETCH \(BODY\[\] \{1000\}\r\nx+$/)
})

test('the last word of SCRAM is a challenge, answered with nothing', async () => {
  await using server = await serve()
  const { imap } = await RawImap.dial(server)
  const bare = 'n=alice,r=client'
  imap.send(`AUTHENTICATE SCRAM-SHA-256 ${base64(`n,,${bare}`)}`)
  const first = Buffer.from((await imap.raw.line()).slice(2), 'base64').toString()
  const [, nonce = '', salt = '', count = ''] = /^r=(client.+),s=(.+),i=(\d+)$/.exec(first) ?? []
  const salted = pbkdf2Sync('wonderland', Buffer.from(salt, 'base64'), Number(count), 32, 'sha256')
  const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  const clientKey = hmac(salted, 'Client Key')
  const message = `${bare},${first},c=biws,r=${nonce}`
  const signature = hmac(createHash('sha256').update(clientKey).digest(), message)
  const proof = Buffer.from(clientKey.map((octet, index) => octet ^ signature[index]!)).toString('base64')
  const last = await imap.raw.ask(base64(`c=biws,r=${nonce},p=${proof}`))
  const expected = hmac(hmac(salted, 'Server Key'), message).toString('base64')
  expect(Buffer.from(last.slice(2), 'base64').toString()).toBe(`v=${expected}`)
  imap.raw.send('\r\n')
  expect((await imap.reply())[0]).toMatch(/^OK \[CAPABILITY/)
})
