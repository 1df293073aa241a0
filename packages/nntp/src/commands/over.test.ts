import { converse } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { parseOverview } from '../overview.ts'
import { ArticleNotFoundError, NoGroupSelectedError } from '../refusals.ts'
import { over } from './over.ts'

const line =
  '3000234\tI am just a test article\t"Demo User" <nobody@example.com>\t6 Oct 1998 04:38:40 -0500\t' +
  '<45223423@example.com>\t<45454@example.net>\t1234\t17\tXref: news.example.com misc.test:3000363'

test('OVER gives a line for each article', async () => {
  const transcript = `
    C: OVER 3000234-3000240
    S: 224 Overview information follows
    S: ${line}
    S: .`
  const text = await (await converse(over({ from: 3000234, to: 3000240 }), transcript)).text()
  expect(text).toBe(`${line}\r\n`)
  expect(parseOverview(line)).toMatchObject({ number: 3000234, bytes: 1234, lines: 17 })
})

test('every way to ask', () => {
  expect(over().line).toBe('OVER')
  expect(over(7).line).toBe('OVER 7')
  expect(over('7-').line).toBe('OVER 7-')
  expect(over({ first: 1, last: 9 }).line).toBe('OVER 1-9')
  expect(over('<a@b>').line).toBe('OVER <a@b>')
  expect(over('1-2', 'XOVER').line).toBe('XOVER 1-2')
})

test('a range without articles gives no lines, however the server says so', async () => {
  for (const reply of [
    'S: 423 No articles in that range',
    'S: 420 No article(s) selected',
    'S: 224 No articles\nS: .',
  ]) {
    expect(await (await converse(over('1-5'), reply)).bytes()).toHaveLength(0)
  }
})

test('one article that is not there is an error', async () => {
  await expect(converse(over('<a@b>'), 'S: 430 No such article')).rejects.toThrow(ArticleNotFoundError)
  await expect(converse(over(), 'S: 420 No current article')).rejects.toThrow(ArticleNotFoundError)
  await expect(converse(over('1-'), 'S: 412 No newsgroup selected')).rejects.toThrow(NoGroupSelectedError)
})

test('INN has no overview by Message-ID', async () => {
  await expect(converse(over('<a@b>'), 'S: 503 Overview by Message-ID unsupported')).rejects.toThrow(
    'OVER <a@b>: 503 Overview by Message-ID unsupported',
  )
})
