import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { LineServer } from './line-server.ts'
import { Maildrop } from './maildrop.ts'
import { type Pop3Options, pop3Server } from './pop3.ts'
import { RawClient } from './raw-client.ts'

const first = 'Subject: one\n\nline 1\n.line 2\n..\nline 4\n'
const second = '.Subject: two\n\nbody\n'

interface House {
  server: LineServer
  maildrop: Maildrop
  [Symbol.asyncDispose](): Promise<void>
}

async function house(options: Partial<Pop3Options> = {}): Promise<House> {
  const maildrop = new Maildrop([first, second])
  const users = { mrose: { password: 'tan sta', token: 'ya29', maildrop } }
  const server = await pop3Server({ users, ...options })
  return { server, maildrop, [Symbol.asyncDispose]: () => server.close() }
}

async function dial({ server }: House): Promise<RawClient> {
  const client = RawClient.dial(server, server.tls === 'implicit' ? 'tls' : 'clear')
  expect(await client.line()).toMatch(/^\+OK linewire POP3 server ready/)
  return client
}

async function login(at: House): Promise<RawClient> {
  const client = await dial(at)
  expect(await client.ask('USER mrose')).toBe('+OK send PASS')
  expect(await client.ask('PASS tan sta')).toBe('+OK maildrop has 2 messages (68 octets)')
  return client
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

test('RFC 1939 §5: STAT, LIST, RETR, DELE, NOOP, RSET', async () => {
  await using at = await house()
  const client = await login(at)
  expect(await client.ask('STAT')).toBe('+OK 2 68')
  expect(await client.askBlock('LIST')).toEqual(['+OK 2 messages (68 octets)', '1 45', '2 23'])
  expect(await client.ask('list 2')).toBe('+OK 2 23')
  expect(await client.ask('LIST 3')).toBe('-ERR no such message')
  expect(await client.askBlock('RETR 1')).toEqual([
    '+OK 45 octets',
    'Subject: one',
    '',
    'line 1',
    '..line 2',
    '...',
    'line 4',
  ])
  expect((await client.askBlock('RETR 2'))[1]).toBe('..Subject: two')
  expect(await client.ask('DELE 1')).toBe('+OK message 1 deleted')
  expect(await client.ask('DELE 1')).toBe('-ERR no such message')
  expect(await client.ask('RETR 1')).toBe('-ERR no such message')
  expect((await client.askBlock('LIST')).slice(1)).toHaveLength(1)
  expect(await client.ask('RSET')).toBe('+OK maildrop has 2 messages (68 octets)')
  expect(await client.ask('NOOP')).toBe('+OK nothing done')
})

test('RFC 1939 §7: TOP and UIDL', async () => {
  await using at = await house()
  const client = await login(at)
  expect(await client.askBlock('TOP 1 2')).toEqual([
    '+OK top of message follows',
    'Subject: one',
    '',
    'line 1',
    '..line 2',
  ])
  expect(await client.askBlock('TOP 1 0')).toEqual(['+OK top of message follows', 'Subject: one', ''])
  expect((await client.askBlock('TOP 1 99')).at(-1)).toBe('line 4')
  expect(await client.ask('TOP 1')).toMatch(/^-ERR/)
  expect((await client.askBlock('UIDL')).slice(1)).toEqual(['1 linewire-0001', '2 linewire-0002'])
  expect(await client.ask('UIDL 2')).toBe('+OK 2 linewire-0002')
  for (const bad of ['0', '3', '-1', '+1', 'x', '1 ', '99999999999999']) {
    expect(await client.ask(`UIDL ${bad}`)).toBe('-ERR no such message')
  }
})

test('deletions count at QUIT only: hanging up keeps everything and gives the lock back', async () => {
  await using at = await house()
  const left = await login(at)
  await left.ask('DELE 1')
  left.close()
  await at.server.sessions[0]?.closed
  await new Promise(setImmediate)
  expect(at.maildrop.messages).toHaveLength(2)
  const client = await login(at)
  await client.ask('DELE 1')
  expect(await client.ask('QUIT')).toBe('+OK bye, 1 messages left')
  expect(at.maildrop.messages.map(({ uid }) => uid)).toEqual(['linewire-0002'])
  expect(at.maildrop.locked).toBe(false)
})

test('a message that arrives while a session holds the maildrop stays, and is not seen by it', async () => {
  await using at = await house()
  const client = await login(at)
  at.maildrop.add('Subject: three\n\n')
  expect(await client.ask('STAT')).toBe('+OK 2 68')
  await client.ask('DELE 1')
  await client.ask('QUIT')
  expect(at.maildrop.messages.map(({ uid }) => uid)).toEqual(['linewire-0002', 'linewire-0003'])
})

test('a second session is refused with [IN-USE], a wrong password with [AUTH]', async () => {
  await using at = await house()
  await login(at)
  const client = await dial(at)
  await client.ask('USER mrose')
  expect(await client.ask('PASS tan sta')).toMatch(/^-ERR \[IN-USE\] /)
  expect(await client.ask('PASS tan sta')).toBe('-ERR USER comes first')
  await client.ask('USER mrose')
  expect(await client.ask('PASS wrong')).toMatch(/^-ERR \[AUTH\] /)
  await client.ask('USER nobody')
  expect(await client.ask('PASS tan sta')).toMatch(/^-ERR \[AUTH\] /)
  expect(await client.ask('STAT')).toBe('-ERR STAT is not known in this state')
  expect(await client.ask('QUIT')).toBe('+OK bye')
})

test('APOP: the digest of the stamp in the greeting and the password', async () => {
  await using at = await house()
  const client = RawClient.dial(at.server)
  const stamp = /<.*@.*>$/.exec(await client.line())?.[0]
  expect(await client.ask('APOP mrose 0123')).toMatch(/^-ERR \[AUTH\]/)
  const digest = createHash('md5').update(`${stamp}tan sta`).digest('hex')
  expect(await client.ask(`APOP mrose ${digest}`)).toMatch(/^\+OK maildrop/)
})

test('CAPA says what holds in each state', async () => {
  await using at = await house({ tls: 'starttls' })
  const client = await dial(at)
  const before = await client.askBlock('CAPA')
  expect(before).toEqual([
    '+OK capability list follows',
    ...['TOP', 'UIDL', 'PIPELINING', 'RESP-CODES', 'AUTH-RESP-CODE', 'UTF8 USER', 'LANG'],
    'SASL SCRAM-SHA-256 SCRAM-SHA-1 OAUTHBEARER XOAUTH2 CRAM-MD5',
    ...['STLS', 'EXPIRE NEVER', 'IMPLEMENTATION linewire-servers'],
  ])
  expect(await client.ask('USER mrose')).toMatch(/^-ERR \[AUTH\] no password in clear/)
  expect(await client.ask('AUTH PLAIN')).toBe('-ERR no mechanism PLAIN here')
  expect(await client.ask('STLS')).toBe('+OK begin TLS')
  await client.startTls()
  const secured = await client.askBlock('CAPA')
  expect(secured).toContain('USER')
  expect(secured).toContain('SASL SCRAM-SHA-256 SCRAM-SHA-1 OAUTHBEARER XOAUTH2 CRAM-MD5 LOGIN PLAIN')
  expect(secured).not.toContain('STLS')
  expect(await client.ask('STLS')).toBe('-ERR no TLS to be had here')
  await client.ask('USER mrose')
  await client.ask('PASS tan sta')
  const after = await client.askBlock('CAPA')
  expect(after.join()).not.toMatch(/SASL|STLS|,USER/)
})

test('what is left out is neither announced nor answered', async () => {
  await using at = await house({ without: ['UIDL', 'PIPELINING', 'APOP', 'RESP-CODES', 'AUTH', 'SASL'] })
  const client = RawClient.dial(at.server)
  expect(await client.line()).toBe('+OK linewire POP3 server ready')
  expect((await client.askBlock('CAPA')).join()).not.toMatch(/UIDL|PIPELINING|SASL/)
  await client.ask('USER mrose')
  expect(await client.ask('PASS x')).toBe('-ERR authentication failed: user name or password is wrong')
  await client.ask('USER mrose')
  await client.ask('PASS tan sta')
  expect(await client.ask('UIDL')).toBe('-ERR UIDL is not known in this state')
  await using bare = await house({ without: ['CAPA'] })
  expect(await (await dial(bare)).ask('CAPA')).toMatch(/^-ERR/)
})

test('AUTH: initial response, challenge, cancel, bad base64', async () => {
  await using at = await house({ tls: 'implicit' })
  const client = await dial(at)
  expect(await client.ask('AUTH PLAIN')).toBe('+ ')
  expect(await client.ask('*')).toBe('-ERR AUTH cancelled')
  expect(await client.ask('AUTH PLAIN !')).toBe('-ERR the initial response is not base64')
  expect(await client.ask('AUTH LOGIN')).toBe(`+ ${base64('Username:')}`)
  expect(await client.ask('!')).toBe('-ERR an answer was not base64')
  expect(await client.ask(`AUTH XOAUTH2 ${base64('user=mrose\x01auth=Bearer old\x01\x01')}`)).toMatch(/^\+ \S+$/)
  expect(await client.ask('')).toMatch(/^-ERR \[AUTH\]/)
  expect(await client.ask('AUTH CRAM-MD5')).toMatch(/^\+ \S+$/)
  expect(await client.ask(base64(`mrose ${'0'.repeat(32)}`))).toMatch(/^-ERR \[AUTH\]/)
  expect(await client.ask(`auth plain ${base64('\0mrose\0tan sta')}`)).toMatch(/^\+OK maildrop/)
})

test('AUTH CRAM-MD5 and a client that hears the last word of SCRAM', async () => {
  await using at = await house()
  const client = await dial(at)
  const challenge = Buffer.from((await client.ask('AUTH CRAM-MD5')).slice(2), 'base64')
  const digest = createHmac('md5', 'tan sta').update(challenge).digest('hex')
  expect(await client.ask(base64(`mrose ${digest}`))).toMatch(/^\+OK maildrop/)
  expect(await client.ask('QUIT')).toMatch(/^\+OK/)
  const other = await dial(at)
  expect(await other.ask(`AUTH SCRAM-SHA-256 ${base64('n,,n=mrose,r=abc')}`)).toMatch(/^\+ \S+$/)
  expect(await other.ask(base64('c=biws,r=abc,p=AAAA'))).toBe('-ERR not what SCRAM-SHA-256 expects')
})

test('RFC 2449 §6.6: commands in one write are answered in order', async () => {
  await using at = await house()
  const client = await dial(at)
  client.send('USER mrose\r\nPASS tan sta\r\nSTAT\r\nDELE 1\r\nQUIT\r\n')
  expect(await client.rest()).toBe(
    '+OK send PASS\r\n+OK maildrop has 2 messages (68 octets)\r\n+OK 2 68\r\n+OK message 1 deleted\r\n+OK bye, 1 messages left\r\n',
  )
})

test('UTF8 and LANG, RFC 6856', async () => {
  await using at = await house()
  const client = await dial(at)
  expect(await client.ask('UTF8')).toBe('+OK UTF8 enabled')
  expect(await client.askBlock('LANG')).toHaveLength(3)
  expect(await client.ask('LANG fr')).toMatch(/^\+OK fr /)
  expect(await client.ask('LANG *')).toBe('+OK en English')
  expect(await client.ask('LANG uga')).toMatch(/^-ERR/)
})

test('a command of 255 octets is read, one of 256 is not', async () => {
  await using at = await house()
  const client = await dial(at)
  expect(await client.ask(`USER ${'x'.repeat(248)}`)).toBe('+OK send PASS')
  expect(await client.ask(`USER ${'x'.repeat(249)}`)).toBe('-ERR a command has at most 255 octets')
})

test('faults: the connection is cut in the middle of a message; a reply by command', async () => {
  await using at = await house({
    faults: { closeAt: 4, closeWhen: 'middle', replies: { 'LIST 2': '-ERR [SYS/TEMP] later' } },
  })
  const client = await login(at)
  expect(await client.ask('LIST 2')).toBe('-ERR [SYS/TEMP] later')
  client.send('RETR 1\r\n')
  const text = await client.rest()
  expect(text).toBe('+OK 45 octets\r\nSubject: one\r\n\r\nl')
})
