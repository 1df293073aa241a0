import { expect, test } from 'vitest'
import { nntpHouse } from './nntp-house.ts'

const draft = 'From: a@example.com\r\nNewsgroups: misc.test\r\nSubject: hi\r\n'

test('RFC 3977 §6.3.1: POST; the article has the recommended Message-ID, a Path and a Date', async () => {
  const now = (): Date => new Date('2026-11-23T12:00:00Z')
  await using house = await nntpHouse({ now })
  const client = await house.dial()
  const id = /<.*>$/.exec(await client.ask('POST'))?.[0] ?? ''
  client.send(`${draft}\r\n..dot\r\ntext\r\n.\r\n`)
  expect(await client.line()).toBe(`240 article received ${id}`)
  expect(await client.askBlock(`ARTICLE ${id}`)).toEqual([
    `220 0 ${id}`,
    'Path: localhost!.POSTED!not-for-mail',
    'Date: Mon, 23 Nov 2026 12:00:00 +0000',
    `Message-ID: ${id}`,
    ...draft.trim().split('\r\n'),
    '',
    '..dot',
    'text',
  ])
  expect(await client.ask('GROUP misc.test')).toBe('211 4 3000234 3000239 misc.test')
})

test('POST is refused: a field is missing, no such group, a duplicate, no header end', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  const post = async (text: string): Promise<string> => {
    expect(await client.ask('POST')).toMatch(/^340/)
    return client.ask(`${text}.`)
  }
  expect(await post('From: a\r\nNewsgroups: misc.test\r\n\r\n')).toBe('441 no Subject field')
  expect(await post(`${draft.replace('misc.test', 'no.such')}\r\n`)).toBe('441 no such newsgroup here')
  expect(await post(`${draft}Message-ID: <one@example.com>\r\n\r\n`)).toBe('441 435 duplicate')
  expect(await post(draft)).toBe('441 no empty line behind the header')
  expect(await post(`${draft}Message-ID: <own@example.com>\r\n\r\n`)).toBe('240 article received <own@example.com>')
})

test('POST where nobody may: 201 in the greeting, 440, no capability', async () => {
  await using house = await nntpHouse({ posting: false })
  const client = await house.dial()
  expect(await client.ask('POST')).toMatch(/^440/)
  expect(await client.askBlock('CAPABILITIES')).not.toContain('POST')
  expect(await client.ask('MODE READER')).toMatch(/^201/)
})

test('RFC 3977 §6.3.2: IHAVE', async () => {
  await using house = await nntpHouse({ mode: 'transit' })
  const client = await house.dial()
  expect(await client.ask('IHAVE <i.am.an.article.you.will.want@example.com>')).toBe('335 send it')
  const id = 'Message-ID: <i.am.an.article.you.will.want@example.com>'
  expect(await client.ask(`${draft}${id}\r\n\r\nbody\r\n.`)).toBe('235 article transferred')
  expect(await client.ask('IHAVE <one@example.com>')).toBe('435 not wanted')
  expect(await client.ask('IHAVE <other@example.com>')).toMatch(/^335/)
  expect(await client.ask(`${draft}${id}\r\n\r\n.`)).toMatch(/^437/)
  expect(await client.ask('IHAVE')).toMatch(/^501/)
})

test('RFC 4644: MODE STREAM, CHECK and TAKETHIS in one write', async () => {
  await using house = await nntpHouse({ mode: 'transit' })
  const client = await house.dial()
  expect(await client.ask('MODE STREAM')).toBe('203 streaming permitted')
  client.send('CHECK <new@a>\r\nCHECK <one@example.com>\r\n')
  client.send(`TAKETHIS <new@a>\r\n${draft}Message-ID: <new@a>\r\n\r\nx\r\n.\r\n`)
  client.send(`TAKETHIS <new@a>\r\n${draft}Message-ID: <new@a>\r\n\r\nx\r\n.\r\nQUIT\r\n`)
  expect(await client.rest()).toBe('238 <new@a>\r\n438 <one@example.com>\r\n239 <new@a>\r\n439 <new@a>\r\n205 bye\r\n')
})

test('fault: the second reply to POST is another', async () => {
  await using house = await nntpHouse({ faults: { replies: { 'POST#2': '441 disk full' } } })
  const client = await house.dial()
  await client.ask('POST')
  expect(await client.ask(`${draft}\r\n.`)).toBe('441 disk full')
})

test('fault: 440 in place of 340 ends the command there', async () => {
  await using house = await nntpHouse({ faults: { replies: { POST: '440 not today' } } })
  const client = await house.dial()
  expect(await client.ask('POST')).toBe('440 not today')
  expect(await client.ask('DATE')).toMatch(/^111 \d{14}$/)
})
