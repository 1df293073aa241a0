import { NewsStore } from './news-store.ts'

/** An article of the examples. */
export const article = (id: string, { subject = `about ${id}`, groups = 'misc.test', extra = '' } = {}): string =>
  `Path: pathost!demo!somewhere!not-for-mail\nFrom: "Demo User" <nobody@example.com>\nNewsgroups: ${groups}\n` +
  `Subject: ${subject}\nDate: 6 Oct 1998 04:38:40 -0500\nMessage-ID: <${id}@example.com>\n${extra}\nThis is ${id}.\n.dot\n`

/** misc.test holds 3000234, 3000237 and 3000238; example.empty holds nothing. */
export function rfcNews(): NewsStore {
  const news = new NewsStore()
  const created = new Date('1998-11-23T00:00:00Z')
  news.addGroup('misc.test', {
    description: 'General Usenet testing',
    created,
    creator: 'chris@example.com',
  }).high = 3000233
  news.addGroup('example.empty', {
    description: 'Nothing here',
    status: 'n',
    created: new Date('1999-06-25T00:00:00Z'),
  })
  const arrived = new Date('1999-07-01T00:00:00Z')
  const extra = 'References: <a@example.com>\n <b@example.com>\nX-Tab: a\tb\n'
  news.add(article('one', { subject: 'I am just a test article', extra }), { arrived })
  for (const id of ['gap1', 'gap2']) news.add(article(id), { arrived })
  news.add(article('two'), { arrived })
  news.add(article('three'), { arrived: new Date('2001-01-01T00:00:00Z') })
  for (const id of ['gap1', 'gap2']) news.remove(`<${id}@example.com>`)
  return news
}
