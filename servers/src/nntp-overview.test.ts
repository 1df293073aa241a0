import { expect, test } from 'vitest'
import { nntpHouse } from './nntp-house.ts'

test('RFC 3977 §8.3: OVER by range, by Message-ID, and the current article', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  expect(await client.ask('OVER')).toBe('412 no group selected')
  expect(await client.ask('OVER 1-2')).toBe('412 no group selected')
  await client.ask('GROUP misc.test')
  const one = [
    'I am just a test article',
    '"Demo User" <nobody@example.com>',
    '6 Oct 1998 04:38:40 -0500',
    '<one@example.com>',
    '<a@example.com> <b@example.com>',
    String(house.news.articles.get('<one@example.com>')?.octets.length),
    '2',
    'Newsgroups: misc.test',
  ]
  expect(await client.askBlock('OVER')).toEqual(['224 overview follows', ['3000234', ...one].join('\t')])
  expect(await client.askBlock('OVER <one@example.com>')).toEqual(['224 overview follows', ['0', ...one].join('\t')])
  const two = (await client.askBlock('OVER 3000235-3000237'))[1]?.split('\t')
  expect([two?.[0], two?.[5]]).toEqual(['3000237', ''])
  expect(await client.askBlock('OVER 3000235-')).toHaveLength(3)
  expect(await client.askBlock('XOVER 3000234')).toHaveLength(2)
  expect(await client.ask('OVER 1-2')).toMatch(/^423/)
  expect(await client.ask('XOVER 1-2')).toMatch(/^420/)
  expect(await client.ask('OVER <nobody@example.com>')).toMatch(/^430/)
  expect(await client.ask('OVER x')).toMatch(/^501/)
  await client.ask('GROUP example.empty')
  expect(await client.ask('OVER')).toMatch(/^420/)
})

test('OVER by Message-ID is 503 where it is not kept', async () => {
  await using house = await nntpHouse({ without: ['MSGID', 'XOVER'] })
  const client = await house.dial()
  expect(await client.ask('OVER <one@example.com>')).toMatch(/^503/)
  expect(await client.ask('XOVER 1')).toMatch(/^500/)
  expect(await client.askBlock('CAPABILITIES')).toContain('OVER')
})

test('RFC 3977 §8.5: HDR of fields and of metadata; a field that is not there is empty', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  await client.ask('GROUP misc.test')
  expect(await client.askBlock('HDR Subject 3000234-3000237')).toEqual([
    '225 headers follow',
    '3000234 I am just a test article',
    '3000237 about two',
  ])
  expect(await client.askBlock('HDR references 3000237')).toEqual(['225 headers follow', '3000237 '])
  expect(await client.askBlock('HDR X-Tab')).toEqual(['225 headers follow', '3000234 a b'])
  expect(await client.askBlock('HDR :lines <two@example.com>')).toEqual(['225 headers follow', '0 2'])
  expect(await client.ask('HDR :unknown 3000234')).toMatch(/^503/)
  expect(await client.ask('HDR Subject 1-2')).toMatch(/^423/)
  expect(await client.ask('HDR')).toMatch(/^501/)
})

test('RFC 2980 §2.6 and §2.9: XHDR and XPAT', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  await client.ask('GROUP misc.test')
  expect(await client.askBlock('XHDR References 3000237-')).toEqual([
    '221 headers follow',
    '3000237 (none)',
    '3000238 (none)',
  ])
  expect(await client.askBlock('XHDR Subject <two@example.com>')).toEqual([
    '221 headers follow',
    '<two@example.com> about two',
  ])
  expect(await client.askBlock('XHDR Subject 1-2')).toEqual(['221 headers follow'])
  expect(await client.askBlock('XPAT Subject 1- *two* *three*')).toEqual(['221 headers follow'])
  expect(await client.askBlock('XPAT Subject 1- *out t*')).toEqual([
    '221 headers follow',
    '3000237 about two',
    '3000238 about three',
  ])
  expect(await client.askBlock('XPAT Subject 1- *TWO*')).toEqual(['221 headers follow'])
  expect(await client.ask('XPAT Subject 1-')).toMatch(/^501/)
})

test('octets that are no UTF-8 go through unchanged', async () => {
  await using house = await nntpHouse()
  house.news.add(
    Buffer.from('From: a\r\nNewsgroups: misc.test\r\nSubject: \xd6\xd0\r\nMessage-ID: <gbk@a>\r\n\r\n', 'latin1'),
  )
  const client = await house.dial()
  expect((await client.askBlock('HDR Subject <gbk@a>'))[1]).toBe('0 \xd6\xd0')
})
