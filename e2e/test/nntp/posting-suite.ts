import { ArticleNotFoundError, NoGroupSelectedError, NoSuchGroupError, PostRejectedError } from '@linewire/nntp'
import { expect, test } from 'vitest'
import type { Room } from './room.ts'

/** What is posted is there; what is refused harms nobody. */
export const postingSuite = ({ connect, fresh }: Room): void => {
  test('what is posted is read back, whatever its source', async () => {
    await using news = await connect()
    const headers = { From: 'Jürgen <bob@lab.test>', Newsgroups: 'local.misc', Subject: 'Grüße aus Mannheim' }
    const body = '.dot\n..two\n.\nGrüße, 你好\n'
    const parts = { headers: { ...headers, 'Message-ID': fresh('parts') }, body }
    expect((await news.post(parts)).id).toBe(fresh('parts'))
    const text = `From: bob@lab.test\r\nNewsgroups: local.misc\r\nSubject: text\r\nMessage-ID: ${fresh('text')}\r\n\r\nHi`
    await news.post(text)
    const stream = (async function* () {
      yield text.replace(fresh('text'), fresh('stream'))
      for (let i = 0; i < 3000; i++) yield Buffer.from(`\r\n.line ${i} ${'x'.repeat(50)}`)
    })()
    await news.post(stream)
    await expect
      .poll(() =>
        news.stat(fresh('stream')).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    const back = await news.article(fresh('parts'))
    expect(back.headers.get('Subject')).toBe('Grüße aus Mannheim')
    expect(back.headers.get('From')).toBe('Jürgen <bob@lab.test>')
    expect(back.headers.get('Content-Type')).toBe('text/plain; charset=UTF-8')
    expect(await back.body.text()).toBe(body.replaceAll('\n', '\r\n'))
    expect(await (await news.body(fresh('text'))).text()).toBe('Hi\r\n')
    const lines = (await (await news.body(fresh('stream'))).text()).split('\r\n')
    expect([lines.length, lines[1], lines[3000]?.slice(0, 10)]).toEqual([
      3002,
      `.line 0 ${'x'.repeat(50)}`,
      '.line 2999',
    ])
    await expect(news.post(text)).rejects.toThrow(PostRejectedError)
    await expect(news.post(text)).rejects.toMatchObject({ duplicate: true })
  })

  test('what the server will not take leaves the client usable', async () => {
    await using news = await connect()
    const article = (newsgroups: string) => ({
      headers: { From: 'a@lab.test', Newsgroups: newsgroups, Subject: 's' },
      body: 'x',
    })
    await expect(news.post(article('local.readonly'))).rejects.toThrow(PostRejectedError)
    await expect(news.post(article('no.such.group'))).rejects.toThrow(PostRejectedError)
    await expect(news.post('no header at all')).rejects.toThrow(PostRejectedError)
    await expect(news.post({ path: '/nowhere/at/all' })).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(news.group('no.such.group')).rejects.toThrow(NoSuchGroupError)
    await expect(news.stat(1)).rejects.toThrow(NoGroupSelectedError)
    await expect(news.article('<missing@lab.test>')).rejects.toThrow(ArticleNotFoundError)
    expect((await news.group('local.test')).count).toBe(21)
  })
}
