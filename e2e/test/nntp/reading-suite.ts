import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ArticleNotFoundError, hdr, NoNextArticleError, over } from '@linewire/nntp'
import { expect, test } from 'vitest'
import type { Room } from './room.ts'

/** Groups, articles and what the overview says of them. */
export const readingSuite = ({ connect, tls, loggedIn }: Room): void => {
  test('is secure as asked, and a reader', async () => {
    await using news = await connect()
    expect(news.secure).toBe(tls !== 'none')
    expect(news.greeting.code).toBe(200)
    expect(news.capabilities.has('READER')).toBe(true)
    expect(news.postingAllowed).toBe(true)
    expect(news.capabilities.has('OVER')).toBe(true)
    expect((await news.refreshCapabilities()).has('LIST', 'COUNTS')).toBe(true)
  })

  test('group, listGroup, stat, next and last', async () => {
    await using news = await connect()
    expect(await news.group('local.test')).toEqual({ name: 'local.test', count: 21, first: 1, last: 21 })
    expect(await news.listGroup()).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
    expect(await news.listGroup('local.test', '19-')).toEqual([19, 20, 21])
    const some: number[] = []
    for await (const number of news.listGroup('local.test', { from: 2, to: 4 })) some.push(number)
    expect(some).toEqual([2, 3, 4])
    expect(await news.stat(5)).toEqual({ number: 5, id: '<seed5@lab.test>' })
    expect(await news.next()).toEqual({ number: 6, id: '<seed6@lab.test>' })
    expect(await news.last()).toEqual({ number: 5, id: '<seed5@lab.test>' })
    expect(await news.stat()).toEqual({ number: 5, id: '<seed5@lab.test>' })
    expect(await news.stat('<seed7@lab.test>')).toMatchObject({ id: '<seed7@lab.test>' })
    await news.stat(1)
    await expect(news.last()).rejects.toThrow(NoNextArticleError)
    await news.stat(21)
    await expect(news.next()).rejects.toThrow(NoNextArticleError)
  })

  test('an empty group is an empty result everywhere', async () => {
    await using news = await connect()
    const empty = await news.group('local.empty')
    expect(empty.count).toBe(0)
    expect(await news.listGroup('local.empty')).toEqual([])
    for (const range of [empty, '1-', { from: 1, to: 5 }] as const) {
      expect(await news.overview(range)).toEqual([])
      expect(await news.hdr('Subject', range)).toEqual([])
      expect(await news.xpat('Subject', range, '*')).toEqual([])
    }
    await expect(news.stat()).rejects.toThrow(ArticleNotFoundError)
  })

  test('head, body and article by number, by Message-ID, and the current one', async () => {
    await using news = await connect()
    await news.group('local.test')
    const text = 'Body of article 3\r\n.leading dot\r\n..two dots\r\n.\r\nlast line\r\n'
    for (const spec of [3, '<seed3@lab.test>', undefined]) {
      const head = await news.head(spec)
      expect(head.id).toBe('<seed3@lab.test>')
      expect(head.headers.get('subject')).toBe('Article 3')
      expect(await head.text()).toContain('Message-ID: <seed3@lab.test>\r\n')
      expect(await (await news.body(spec)).text()).toBe(text)
      const article = await news.article(spec)
      expect(article.headers.get('References')).toBe('<seed2@lab.test>')
      expect(await article.body.text()).toBe(text)
      expect(await (await news.article(spec)).text()).toContain(`\r\n\r\n${text}`)
    }
    const { headers, body } = await news.article('<utf8@lab.test>')
    expect(headers.get('Subject')).toBe('Grüße')
    expect(await body.text()).toBe('Grüße, 你好\r\n')
  })

  test('an article as bytes, lines, streams and a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'linewire-nntp-'))
    await using news = await connect()
    await news.group('local.misc')
    const whole = Buffer.from(await (await news.article('<long@lab.test>')).bytes())
    const lines: string[] = []
    for await (const line of (await news.article('<long@lab.test>')).lines()) lines.push(line)
    expect(lines.join('\r\n')).toBe(whole.toString().trimEnd())
    expect(lines.at(-1)).toBe('line 1999')
    expect(await new Response((await news.article('<long@lab.test>')).stream()).text()).toBe(whole.toString())
    const chunks: Buffer[] = []
    for await (const chunk of (await news.article('<long@lab.test>')).readable()) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks)).toEqual(whole)
    for (const part of ['article', 'head', 'body'] as const) {
      const file = join(folder, part)
      await (await news[part]('<long@lab.test>')).saveTo(file)
      expect(await readFile(file)).toEqual(Buffer.from(await (await news[part]('<long@lab.test>')).bytes()))
    }
    await rm(folder, { recursive: true })
  })

  test('articles come in order with a window, and a missing one does not stop them', async () => {
    await using news = await connect()
    await news.group('local.test')
    const specs = [1, 999, '<seed2@lab.test>', '<missing@lab.test>', ...Array.from({ length: 18 }, (_, i) => i + 3)]
    const found: (string | number)[] = []
    for await (const { spec, article, missing } of news.articles(specs, { part: 'body' })) {
      if (missing) {
        expect(missing).toBeInstanceOf(ArticleNotFoundError)
        found.push(`no ${spec}`)
      } else found.push((await article.text()).split('\r\n')[0]!)
    }
    const bodies = Array.from({ length: 20 }, (_, i) => `Body of article ${i + 1}`)
    expect(found).toEqual([bodies[0], 'no 999', bodies[1], 'no <missing@lab.test>', ...bodies.slice(2)])
    for await (const { article } of news.articles([4, 5, 6])) {
      expect(article?.headers.get('Subject')).toBe('Article 4')
      break
    }
    expect((await news.stat(6)).id).toBe('<seed6@lab.test>')
  })

  test('over, overview, hdr and xpat, in new words and old', async () => {
    await using news = await connect()
    const local = await news.group('local.test')
    const subjects = [...Array.from({ length: 20 }, (_, index) => `Article ${index + 1}`), 'Crossposted']
    const batches: string[] = []
    for await (const batch of news.over(local)) batches.push(...batch.map(({ subject }) => subject))
    expect(batches).toEqual(subjects)
    const [one] = await news.overview(3)
    expect(one).toMatchObject({ number: 3, from: 'Alice <alice@lab.test>', id: '<seed3@lab.test>', lines: 5 })
    expect(one?.references).toEqual(['<seed2@lab.test>'])
    expect(one?.bytes).toBeGreaterThan(100)
    expect(one?.get('Newsgroups')).toBe('local.test')
    expect(one?.get('keywords')).toBe('k3, lab')
    await expect(news.overview('<seed3@lab.test>').then()).rejects.toThrow('503')
    expect((await news.hdr('Subject', local)).map(({ value }) => value)).toEqual(subjects)
    expect(await news.hdr('Keywords', '20-21')).toEqual([
      { number: 20, value: 'k20, lab', raw: 'k20, lab' },
      { number: 21, value: '', raw: '' },
    ])
    expect(await news.hdr('Subject', '<utf8@lab.test>')).toMatchObject([{ number: 0, value: 'Grüße' }])
    expect(await news.hdr(':lines', 1)).toMatchObject([{ number: 1, value: '5' }])
    expect((await news.xpat('Subject', '1-', 'Article 1?')).map(({ number }) => number)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
    ])
    expect((await news.xpat('Subject', '1-', 'Article', '7')).map(({ value }) => value)).toEqual(['Article 7'])
    const old = await news.run(over('1-5', 'XOVER'))
    expect((await old.text()).split('\r\n')).toHaveLength(6)
    expect(await (await news.run(over('900-', 'XOVER'))).bytes()).toHaveLength(0)
    expect(await (await news.run(hdr('Subject', '1-2', 'XHDR'))).text()).toBe('1 Article 1\r\n2 Article 2\r\n')
    expect(await (await news.run(hdr('Subject', '900-', 'XHDR'))).bytes()).toHaveLength(0)
  })

  test('parallel calls go out together and find their answers', async () => {
    await using news = await connect()
    const [group, head, missing, body, date] = await Promise.allSettled([
      news.group('local.test'),
      news.head(2).then((article) => article.text()),
      news.stat(999),
      news.body(4).then((article) => article.text()),
      news.date(),
    ])
    expect(group).toMatchObject({ value: { count: 21 } })
    expect(head).toMatchObject({ value: expect.stringContaining('<seed2@lab.test>') })
    expect(missing).toMatchObject({ reason: expect.any(ArticleNotFoundError) })
    expect(body).toMatchObject({ value: expect.stringContaining('Body of article 4') })
    expect(date).toMatchObject({ value: expect.any(Date) })
  })

  test('quit ends it', async () => {
    const news = await connect()
    await news.quit()
    expect(news.closed).toBe(true)
    await expect(news.date()).rejects.toMatchObject({ code: 'ERR_CLOSED' })
  })

  if (!loggedIn) return
  test('the private group is there for those logged in', async () => {
    await using news = await connect()
    expect((await news.group('local.private')).count).toBe(1)
  })
}
