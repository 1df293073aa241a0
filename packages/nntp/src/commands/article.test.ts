import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Engine, inOrder, LimitError } from '@linewire/wire'
import { everySplit, memoryTransport } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import type { Article } from '../article.ts'
import { headerLimit } from '../header-end.ts'
import { ArticleNotFoundError } from '../refusals.ts'
import { article } from './article.ts'

const header = 'Path: pathost!demo\r\nSubject: I am just\r\n a test article\r\nMessage-ID: <45223423@example.com>\r\n'
const text = 'This is just a test article.\r\n\r\n.dot\r\n'
const reply = (head: string, body: string): string =>
  `220 3000234 <45223423@example.com>\r\n${`${head}${body}`.replaceAll('\r\n.', '\r\n..')}.\r\n`

async function fetched(chunks: Iterable<string | Buffer>): Promise<Article> {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const asked = engine.submit(article(3000234)) as Promise<Article>
  asked.catch(() => {})
  await Promise.resolve()
  for (const chunk of chunks) transport.say(chunk)
  return asked
}

test('ARTICLE gives header and body, however the server cuts it', async () => {
  for (const chunks of everySplit(reply(header, `\r\n${text}`))) {
    const found = await fetched(chunks)
    expect(found).toMatchObject({ number: 3000234, id: '<45223423@example.com>' })
    expect(found.headers.get('Subject')).toBe('I am just a test article')
    expect(await found.body.text()).toBe(text)
  }
})

test('the whole of it is as it came', async () => {
  for (const chunks of everySplit(reply(header, `\r\n${text}`))) {
    expect(await (await fetched(chunks)).text()).toBe(`${header}\r\n${text}`)
  }
})

test('the whole of it in every form that a body has', async () => {
  const whole = `${header}\r\n${text}`
  const one = (): Promise<Article> => fetched([reply(header, `\r\n${text}`)])
  const lent: string[] = []
  await (await one()).forEach((piece) => void lent.push(Buffer.from(piece).toString()))
  expect(lent.join('')).toBe(whole)
  const path = join(tmpdir(), `linewire-article-${randomUUID()}`)
  expect(await (await one()).saveTo(path)).toBe(whole.length)
  expect(await readFile(path, 'utf8')).toBe(whole)
  await rm(path)
  expect(await new Response((await one()).stream()).text()).toBe(whole)
  expect(Buffer.concat(await (await one()).readable().toArray()).toString()).toBe(whole)
  const lines: string[] = []
  for await (const line of (await one()).lines()) lines.push(line)
  expect(`${lines.join('\r\n')}\r\n`).toBe(whole)

  const read = await one()
  await read.bytes()
  await expect(read.forEach(() => {})).rejects.toThrow('has been read already')
})

test('an article without a body, without an empty line, without a header', async () => {
  for (const body of ['\r\n', '']) {
    for (const chunks of everySplit(reply(header, body))) {
      const found = await fetched(chunks)
      expect(found.headers.get('path')).toBe('pathost!demo')
      expect(await found.body.bytes()).toHaveLength(0)
    }
  }
  const bare = await fetched([reply('\r\n', text)])
  expect([...bare.headers]).toEqual([])
  expect(await bare.body.text()).toBe(text)
})

test('the body is a stream: the header is there before the body has come', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const asked = engine.submit(article('<a@b>')) as Promise<Article>
  await Promise.resolve()
  expect(transport.sent).toBe('ARTICLE <a@b>\r\n')
  transport.say('220 0 <a@b>\r\nSubject: x\r\n\r\nfirst')
  const found = await asked
  expect(found.headers.get('Subject')).toBe('x')
  const pieces = found.body[Symbol.asyncIterator]()
  expect(Buffer.from((await pieces.next()).value as Uint8Array).toString()).toBe('first')
  transport.say(' and last\r\n.\r\n')
  expect(Buffer.from((await pieces.next()).value as Uint8Array).toString()).toBe(' and last\r\n')
  expect((await pieces.next()).done).toBe(true)
})

test('leaving it after the header leaves its body as well', async () => {
  const transport = memoryTransport()
  const engine = new Engine(transport, inOrder)
  const asked = engine.submit(article(1)) as Promise<Article>
  await Promise.resolve()
  transport.say('220 1 <a@b>\r\nSubject: x\r\n\r\nfirst')
  for await (const _ of await asked) break
  const next = engine.submit(article(2)) as Promise<Article>
  await Promise.resolve()
  transport.say(' and last\r\n.\r\n430 gone\r\n')
  await expect(next).rejects.toThrow(ArticleNotFoundError)
})

test('a header of one octet more than the limit ends the connection', async () => {
  const fits = `X: ${'x'.repeat(headerLimit - 7)}\r\n\r\n`
  expect((await fetched([reply(fits, text)])).headers.bytes).toHaveLength(headerLimit)
  await expect(fetched([reply(`X${fits}`, text)])).rejects.toThrow(LimitError)
})
