import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { Maildrop } from './maildrop.ts'
import { RawClient } from './raw-client.ts'
import { type SmtpOptions, type SmtpServer, smtpServer } from './smtp.ts'

const users = { alice: { password: 'secret', token: 'ya29' } }
const base64 = (text: string): string => Buffer.from(text).toString('base64')

async function dial(server: SmtpServer): Promise<RawClient> {
  const client = RawClient.dial(server, server.tls === 'implicit' ? 'tls' : 'clear')
  expect(await client.line()).toBe('220 localhost ESMTP linewire')
  return client
}

async function reply(client: RawClient, command: string): Promise<string[]> {
  const lines = [await client.ask(command)]
  while (lines.at(-1)?.[3] === '-') lines.push(await client.line())
  return lines
}

const ehlo = async (options: SmtpOptions): Promise<string> => {
  await using server = await smtpServer(options)
  return (await reply(await dial(server), 'EHLO me')).map((line) => line.slice(4)).join()
}

test('RFC 2920: a pipelined transaction; refused recipients do not hinder the others', async () => {
  const maildrop = new Maildrop()
  await using server = await smtpServer({
    refuse: { 'no@b': '550 no such user here', 'later@b': '452 mailbox full' },
    deliver: ({ octets }) => void maildrop.add(octets),
  })
  const client = await dial(server)
  await reply(client, 'EHLO me')
  client.send('MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nRCPT TO:<no@b>\r\nRCPT TO:<later@b>\r\nDATA\r\n')
  const replies = [
    await client.line(),
    await client.line(),
    await client.line(),
    await client.line(),
    await client.line(),
  ]
  expect(replies.map((line) => line.slice(0, 3))).toEqual(['250', '250', '550', '452', '354'])
  expect(await client.ask('Subject: x\r\n\r\n..dot\r\n.')).toMatch(/^250 2\.\d\.\d OK: queued as 1$/)
  client.send('QUIT\r\n')
  expect(await client.rest()).toMatch(/^221 /)
  expect(server.deliveries).toMatchObject([{ from: 'a@b', to: ['c@d'], user: undefined, secure: false }])
  expect(maildrop.messages[0]?.octets.toString()).toBe('Subject: x\r\n\r\n.dot\r\n')
  // greeting, EHLO, the batch, the message
  expect(server.flights).toBe(4)
  expect(server.transcript).toEqual(expect.arrayContaining(['C: EHLO me', 'S: 220 localhost ESMTP linewire']))
})

test('STARTTLS, then AUTH; before it neither AUTH nor mail', async () => {
  await using server = await smtpServer({ tls: 'starttls', users })
  const client = await dial(server)
  const before = await reply(client, 'EHLO me')
  expect(before.join()).toContain('STARTTLS')
  expect(await client.ask('MAIL FROM:<a@b>')).toMatch(/^530/)
  expect(await client.ask('STARTTLS')).toMatch(/^220/)
  await client.startTls()
  expect((await reply(client, 'EHLO me')).join()).toContain('AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2')
  expect(await client.ask('MAIL FROM:<a@b>')).toMatch(/^530/)
  expect(await client.ask(`AUTH PLAIN ${base64('\0alice\0wrong')}`)).toMatch(/^535/)
  expect(await client.ask(`AUTH PLAIN ${base64('\0alice\0secret')}`)).toMatch(/^235/)
  expect(await client.ask('MAIL FROM:<> BODY=8BITMIME')).toMatch(/^250/)
  expect(await client.ask('RCPT TO:<c@d>')).toMatch(/^250/)
  expect(await client.ask('DATA')).toMatch(/^354/)
  expect(await client.ask('\r\n.')).toMatch(/^250/)
  expect(server.deliveries).toMatchObject([{ from: '', user: 'alice', secure: true, parameters: { BODY: '8BITMIME' } }])
  expect(server.flights).toBe(10)
  expect(server.transcript.join('\n')).not.toContain(base64('\0alice\0secret'))
})

test('implicit TLS; CRAM-MD5 and XOAUTH2', async () => {
  await using server = await smtpServer({ tls: 'implicit', users })
  const client = await dial(server)
  await reply(client, 'EHLO me')
  const challenge = Buffer.from((await client.ask('AUTH CRAM-MD5')).slice(4), 'base64')
  const digest = createHmac('md5', 'secret').update(challenge).digest('hex')
  expect(await client.ask(base64(`alice ${digest}`))).toMatch(/^235/)
  const other = await dial(server)
  await reply(other, 'EHLO me')
  expect(await other.ask(`AUTH XOAUTH2 ${base64('user=alice\x01auth=Bearer old\x01\x01')}`)).toMatch(/^334 \S/)
  expect(await other.ask('')).toMatch(/^535/)
  expect(await other.ask(`AUTH XOAUTH2 ${base64('user=alice\x01auth=Bearer ya29\x01\x01')}`)).toMatch(/^235/)
  expect(server.flights).toBe(7)
})

test('what is left out is not announced', async () => {
  const all = await ehlo({ users, size: 1000 })
  for (const name of ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'DSN', 'AUTH']) {
    expect(all).toContain(name)
    expect(await ehlo({ users, without: [name] })).not.toContain(name)
  }
  expect(all).toContain('SIZE 1000')
  expect(await ehlo({})).not.toMatch(/AUTH|STARTTLS/)
  expect(await ehlo({ users, mechanisms: ['LOGIN'] })).toContain('AUTH LOGIN')
})

test('a message over SIZE is 552, a delivery that fails is 451', async () => {
  await using server = await smtpServer({ size: 20, deliver: () => Promise.reject(new Error('disk full')) })
  const client = await dial(server)
  const send = async (text: string): Promise<string> => {
    await client.ask('MAIL FROM:<a@b>')
    await client.ask('RCPT TO:<c@d>')
    await client.ask('DATA')
    return client.ask(`${text}\r\n.`)
  }
  await reply(client, 'EHLO me')
  expect(await client.ask('MAIL FROM:<a@b> SIZE=21')).toMatch(/^552/)
  expect(await send('x'.repeat(30))).toMatch(/^552/)
  expect(await send('x')).toMatch(/^451 .*disk full$/)
  expect(server.deliveries).toEqual([])
})

test('RFC 2033 §4.2: LMTP answers for each recipient', async () => {
  await using server = await smtpServer({ lmtp: true, undeliverable: { 'full@b': '452 mailbox full' } })
  const client = RawClient.dial(server)
  expect(await client.line()).toMatch(/^220 localhost LMTP/)
  await reply(client, 'LHLO me')
  for (const line of ['MAIL FROM:<a@b>', 'RCPT TO:<one@b>', 'RCPT TO:<full@b>', 'DATA']) await client.ask(line)
  expect(await client.ask('x\r\n.')).toMatch(/^250/)
  expect(await client.line()).toMatch(/^452 .*mailbox full$/)
  expect(server.deliveries[0]?.to).toEqual(['one@b'])
})

test('close() ends every connection', async () => {
  const server = await smtpServer({ tls: 'implicit' })
  const client = await dial(server)
  const silent = RawClient.dial(server)
  await server.close()
  expect(await client.rest()).toBe('')
  expect(await silent.rest()).toBe('')
})
