import { expect, test } from 'vitest'
import { nntpHouse } from './nntp-house.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const users = { fred: { password: 'flint stone' } }

test('RFC 3977 §5.2: CAPABILITIES of a reader', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  expect(await client.askBlock('CAPABILITIES')).toEqual([
    '101 capability list:',
    ...['VERSION 2', 'IMPLEMENTATION linewire-servers', 'READER'],
    'LIST ACTIVE ACTIVE.TIMES NEWSGROUPS COUNTS OVERVIEW.FMT HEADERS DISTRIB.PATS DISTRIBUTIONS MODERATORS MOTD SUBSCRIPTIONS',
    ...['NEWNEWS', 'HDR', 'XPAT', 'OVER MSGID', 'POST', 'IHAVE', 'STREAMING'],
  ])
  expect(await client.askBlock('CAPABILITIES AUTOUPDATE')).toContain('VERSION 2')
})

test('RFC 3977 §5.3: a feed refuses reader commands until MODE READER', async () => {
  await using house = await nntpHouse({ mode: 'transit' })
  const client = await house.dial()
  const feed = await client.askBlock('CAPABILITIES')
  expect(feed).toEqual(expect.arrayContaining(['MODE-READER', 'IHAVE', 'STREAMING']))
  expect(feed).not.toContain('READER')
  expect(await client.ask('GROUP misc.test')).toMatch(/^401 MODE-READER/)
  expect(await client.ask('MODE READER')).toMatch(/^200/)
  const reader = await client.askBlock('CAPABILITIES')
  expect(reader).toContain('READER')
  expect(reader).not.toContain('IHAVE')
  expect(await client.ask('GROUP misc.test')).toMatch(/^211/)
  expect(await client.ask('MODE POSTER')).toMatch(/^501/)
})

test('DATE, HELP, QUIT, and what nobody knows', async () => {
  await using house = await nntpHouse({ now: () => new Date('1999-06-23T13:56:24Z') })
  const client = await house.dial()
  expect(await client.ask('DATE')).toBe('111 19990623135624')
  expect((await client.askBlock('HELP'))[0]).toMatch(/^100/)
  expect(await client.ask('MAIL')).toMatch(/^500/)
  expect(await client.ask('constructor')).toMatch(/^500/)
  expect(await client.ask(`MAIL ${'x'.repeat(505)}`)).toMatch(/^500/)
  expect(await client.ask(`MAIL ${'x'.repeat(506)}`)).toMatch(/^501/)
  client.send('QUIT\r\n')
  expect(await client.rest()).toBe('205 bye\r\n')
})

test('CAPABILITIES may be unknown, as on old servers', async () => {
  await using house = await nntpHouse({ without: ['CAPABILITIES'] })
  expect(await (await house.dial()).ask('CAPABILITIES')).toMatch(/^500/)
})

test('RFC 4643 §2.3: AUTHINFO USER and PASS; 480 until then', async () => {
  await using house = await nntpHouse({ users, requireLogin: true })
  const client = await house.dial()
  expect(await client.ask('GROUP misc.test')).toMatch(/^480/)
  expect(await client.ask('AUTHINFO PASS flint stone')).toMatch(/^482/)
  expect(await client.ask('AUTHINFO USER fred')).toMatch(/^381/)
  expect(await client.ask('AUTHINFO PASS wrong')).toMatch(/^481/)
  expect(await client.ask('AUTHINFO USER')).toMatch(/^501/)
  await client.ask('AUTHINFO USER fred')
  expect(await client.ask('AUTHINFO PASS flint stone')).toMatch(/^281/)
  expect(await client.ask('AUTHINFO USER fred')).toMatch(/^502/)
  expect(await client.ask('GROUP misc.test')).toMatch(/^211/)
  expect((await client.askBlock('CAPABILITIES')).join()).not.toMatch(/AUTHINFO|SASL/)
})

test('RFC 4643 §2.4: AUTHINFO SASL', async () => {
  await using house = await nntpHouse({ users, tls: 'implicit' })
  const client = await house.dial()
  expect(await client.askBlock('CAPABILITIES')).toEqual(
    expect.arrayContaining(['AUTHINFO USER SASL', expect.stringMatching(/^SASL .*PLAIN$/)]),
  )
  expect(await client.ask('AUTHINFO SASL GSSAPI')).toMatch(/^503/)
  expect(await client.ask('AUTHINFO SASL PLAIN !!')).toMatch(/^504/)
  expect(await client.ask('AUTHINFO SASL PLAIN')).toBe('383 =')
  expect(await client.ask('*')).toBe('481 cancelled')
  expect(await client.ask('AUTHINFO SASL PLAIN =')).toMatch(/^482/)
  expect(await client.ask(`AUTHINFO SASL PLAIN ${base64('\0fred\0wrong')}`)).toMatch(/^481/)
  expect(await client.ask(`AUTHINFO SASL PLAIN ${base64('\0fred\0flint stone')}`)).toMatch(/^281/)
})

test('RFC 4642: STARTTLS forgets the group; a password in clear is 483', async () => {
  await using house = await nntpHouse({ users, tls: 'starttls' })
  const client = await house.dial()
  const clear = await client.askBlock('CAPABILITIES')
  expect(clear).toEqual(expect.arrayContaining(['STARTTLS', 'AUTHINFO SASL']))
  expect(await client.ask('AUTHINFO USER fred')).toMatch(/^483/)
  await client.ask('GROUP misc.test')
  expect(await client.ask('STARTTLS')).toBe('382 begin TLS')
  await client.startTls()
  expect(await client.ask('STAT')).toMatch(/^412/)
  expect(await client.ask('STARTTLS')).toMatch(/^502/)
  expect(await client.askBlock('CAPABILITIES')).toEqual(expect.arrayContaining(['AUTHINFO USER SASL']))
  await using plain = await nntpHouse()
  expect(await (await plain.dial()).ask('STARTTLS')).toMatch(/^580/)
})
