import { expect, test } from 'vitest'
import { nntpHouse } from './nntp-house.ts'

test('RFC 3977 §6.1.1: GROUP', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  expect(await client.ask('GROUP misc.test')).toBe('211 3 3000234 3000238 misc.test')
  expect(await client.ask('GROUP example.is.sob.bradner.or.barber')).toBe('411 no such group')
  expect(await client.ask('STAT')).toBe('223 3000234 <one@example.com>')
  expect(await client.ask('group example.empty')).toBe('211 0 1 0 example.empty')
  expect(await client.ask('GROUP')).toMatch(/^501/)
})

test('RFC 3977 §6.1.2: LISTGROUP, whole, in a range, without a group', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  expect(await client.ask('LISTGROUP')).toBe('412 no group selected')
  expect(await client.ask('LISTGROUP no.such.group')).toBe('411 no such group')
  const line = '211 3 3000234 3000238 misc.test list follows'
  expect(await client.askBlock('LISTGROUP misc.test')).toEqual([line, '3000234', '3000237', '3000238'])
  expect(await client.askBlock('LISTGROUP misc.test 3000235-3000237')).toEqual([line, '3000237'])
  expect(await client.askBlock('LISTGROUP misc.test 3000237-')).toEqual([line, '3000237', '3000238'])
  expect(await client.askBlock('LISTGROUP misc.test 5-4')).toEqual([line])
  expect(await client.askBlock('LISTGROUP')).toHaveLength(4)
  expect(await client.ask('LISTGROUP misc.test x')).toMatch(/^501/)
  expect(await client.askBlock('LISTGROUP example.empty')).toEqual(['211 0 1 0 example.empty list follows'])
})

test('RFC 3977 §6.1.3-4: LAST and NEXT skip the gaps', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  expect(await client.ask('NEXT')).toBe('412 no group selected')
  await client.ask('GROUP misc.test')
  expect(await client.ask('LAST')).toBe('422 no previous article')
  expect(await client.ask('NEXT')).toBe('223 3000237 <two@example.com>')
  expect(await client.ask('NEXT')).toBe('223 3000238 <three@example.com>')
  expect(await client.ask('NEXT')).toBe('421 no next article')
  expect(await client.ask('LAST')).toBe('223 3000237 <two@example.com>')
  await client.ask('GROUP example.empty')
  expect(await client.ask('NEXT')).toBe('420 no current article')
  expect(await client.ask('LAST')).toBe('420 no current article')
})

test('RFC 3977 §6.2: ARTICLE, HEAD, BODY and STAT by number, by Message-ID, and the current one', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  expect(await client.ask('ARTICLE')).toBe('412 no group selected')
  expect(await client.ask('ARTICLE 1')).toBe('412 no group selected')
  expect((await client.askBlock('HEAD <two@example.com>'))[0]).toBe('221 0 <two@example.com>')
  await client.ask('GROUP misc.test')
  const whole = await client.askBlock('ARTICLE 3000237')
  expect(whole[0]).toBe('220 3000237 <two@example.com>')
  expect(whole.slice(-3)).toEqual(['', 'This is two.', '..dot'])
  expect(await client.askBlock('BODY')).toEqual(['222 3000237 <two@example.com>', 'This is two.', '..dot'])
  const head = await client.askBlock('HEAD 3000238')
  expect([head[0], head[1], head.at(-1)]).toEqual([
    '221 3000238 <three@example.com>',
    'Path: pathost!demo!somewhere!not-for-mail',
    'Message-ID: <three@example.com>',
  ])
  expect(await client.ask('STAT <one@example.com>')).toBe('223 0 <one@example.com>')
  expect(await client.ask('STAT')).toBe('223 3000238 <three@example.com>')
  expect(await client.ask('STAT 3000235')).toBe('423 no article of that number')
  expect(await client.ask('ARTICLE <i.am.not.there@example.com>')).toBe('430 no such article')
  expect(await client.ask('ARTICLE <>')).toMatch(/^501/)
  expect(await client.ask('ARTICLE 1-2')).toMatch(/^501/)
  house.news.remove('<three@example.com>')
  expect(await client.ask('BODY')).toBe('420 the current article is gone')
})

test('commands in one write are answered in order', async () => {
  await using house = await nntpHouse()
  const client = await house.dial()
  client.send('GROUP misc.test\r\nSTAT 3000237\r\nNEXT\r\nQUIT\r\n')
  expect((await client.rest()).split('\r\n').map((line) => line.slice(0, 3))).toEqual(['211', '223', '223', '205', ''])
})

test('fault: hanging up in the middle of an article', async () => {
  await using house = await nntpHouse({ faults: { closeAt: 1, closeWhen: 'middle', split: 7 } })
  const client = await house.dial()
  client.send('ARTICLE <one@example.com>\r\n')
  const text = await client.rest()
  expect(text.startsWith('220 0 <one@example.com>\r\nPath: ')).toBe(true)
  expect(text).not.toContain('This is one')
})
