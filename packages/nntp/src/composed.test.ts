import { ArgumentError, pieces } from '@linewire/wire'
import { expect, test } from 'vitest'
import { type ArticleSource, composed } from './composed.ts'

async function text(source: ArticleSource): Promise<string> {
  let all = ''
  for await (const piece of pieces(composed(source))) all += Buffer.from(piece).toString()
  return all
}

test('a whole article passes as it is', async () => {
  expect(await text('From: me\r\n\r\nHi')).toBe('From: me\r\n\r\nHi')
  expect(await text(Buffer.from('From: me\r\n\r\nHi'))).toBe('From: me\r\n\r\nHi')
})

test('header and body are put together', async () => {
  const article = { headers: { From: 'me', Newsgroups: 'a.b', 'X-List': ['1', '2'] }, body: 'Hi' }
  expect(await text(article)).toBe('From: me\r\nNewsgroups: a.b\r\nX-List: 1\r\nX-List: 2\r\n\r\nHi')
})

test('words outside ASCII are encoded, but not in names of groups', async () => {
  const header = (await text({ headers: { Subject: 'Grüße', Newsgroups: 'de.grüße' }, body: '' })).split('\r\n')
  expect(header.slice(0, 2)).toEqual(['Subject: =?UTF-8?B?R3LDvMOfZQ==?=', 'Newsgroups: de.grüße'])
})

test('a text outside ASCII says that it is UTF-8, unless you say what it is', async () => {
  const mime = 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n'
  expect(await text({ headers: { From: 'me' }, body: 'ü' })).toBe(`From: me\r\n${mime}\r\nü`)
  const own = { 'content-type': 'text/html; charset=utf-8' }
  expect(await text({ headers: own, body: 'ü' })).toBe('content-type: text/html; charset=utf-8\r\n\r\nü')
})

test('a field that would be two is refused', () => {
  for (const headers of [
    { Subject: 'a\r\nApproved: me' },
    { Subject: 'a\0' },
    { 'Sub ject': 'a' },
    { 'a:b': 'c' },
    { '': 'x' },
  ]) {
    expect(() => composed({ headers, body: '' })).toThrow(ArgumentError)
  }
})

test('a body that cannot be read fails before the header goes out', async () => {
  const source = pieces(composed({ headers: { From: 'me' }, body: { path: '/nowhere/at/all' } }))
  await expect(source.next()).rejects.toMatchObject({ code: 'ENOENT' })
})
