import { ArgumentError } from '@linewire/wire'
import { converse, everySplit } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { ArticleNotFoundError } from '../refusals.ts'
import { body } from './body.ts'

const transcript = `
    C: BODY 3000234
    S: 222 3000234 <45223423@example.com>
    S: This is just a test article.
    S: ..dot
    S: .`

test('BODY gives the body, its dots taken off, however the server cuts it', async () => {
  const octets = '222 3000234 <45223423@example.com>\r\nThis is just a test article.\r\n..dot\r\n.\r\n'
  const ways = [...everySplit(octets)].length
  for (let way = 0; way < ways; way++) {
    const split = (line: Buffer): Buffer[] => [...everySplit(line)].at(way) ?? [line]
    const article = await converse(body(3000234), transcript, { split })
    expect(await article.text()).toBe('This is just a test article.\r\n.dot\r\n')
    expect(article.headers.get('Subject')).toBeUndefined()
  }
})

test('its lines, by either name', async () => {
  const lines = ['This is just a test article.', '.dot']
  for (const pick of ['whole', 'body'] as const) {
    const article = await converse(body(3000234), transcript)
    const found: string[] = []
    for await (const line of (pick === 'body' ? article.body : article).lines()) found.push(line)
    expect(found).toEqual(lines)
  }
})

test('it can be read once', async () => {
  const article = await converse(body(3000234), transcript)
  await article.bytes()
  await expect(article.bytes()).rejects.toThrow(ArgumentError)
})

test('an article that is not there', async () => {
  await expect(converse(body(9), 'S: 423 No article with that number')).rejects.toThrow(ArticleNotFoundError)
})
