import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'

/** An article before it is offered; `body` has LF line ends and undoubled dots. */
export interface SeedArticle {
  readonly id: string
  readonly newsgroups: string
  readonly subject: string
  readonly body: string
  readonly headers?: readonly string[]
}

const MIME = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=UTF-8', 'Content-Transfer-Encoding: 8bit']

/** Article 6 begins a thread anew, as 1, 11 and 16 do. */
const numbered = (n: number): SeedArticle => ({
  id: `<seed${n}@lab.test>`,
  newsgroups: 'local.test',
  subject: `Article ${n}`,
  body: `Body of article ${n}\n.leading dot\n..two dots\n.\nlast line`,
  headers: [`Keywords: k${n}, lab`, ...(n % 5 === 1 ? [] : [`References: <seed${n - 1}@lab.test>`])],
})

/** In the order in which they arrive: numbers 1 to 20 of local.test, then 21 by cross-posting. */
export const articles: readonly SeedArticle[] = [
  ...Array.from({ length: 20 }, (_, index) => numbered(index + 1)),
  {
    id: '<utf8@lab.test>',
    newsgroups: 'local.misc',
    subject: '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
    body: 'Grüße, 你好',
    headers: MIME,
  },
  { id: '<xpost@lab.test>', newsgroups: 'local.misc,local.test', subject: 'Crossposted', body: 'In two groups' },
  {
    id: '<long@lab.test>',
    newsgroups: 'local.misc',
    subject: 'Long',
    body: ['x'.repeat(5000), ...Array.from({ length: 2000 }, (_, line) => `line ${line}`)].join('\n'),
  },
  { id: '<ro@lab.test>', newsgroups: 'local.readonly', subject: 'Read only', body: 'Nobody may post here' },
  { id: '<priv@lab.test>', newsgroups: 'local.private', subject: 'Private', body: 'For those logged in' },
]

/** Offers every article to innd by TAKETHIS, all at once. RFC 4644 §2.5. Throws when one is refused. */
export const seed = async (host: string, port: number): Promise<void> => {
  let replies = await offerAll(host, port)
  // a server that keeps few connections may not have seen yet that those of our looking for it are gone
  for (let tries = 0; tries < 50 && replies[0]?.startsWith('400 Too many connections'); tries++) {
    await setTimeout(100)
    replies = await offerAll(host, port)
  }
  const refused = replies.slice(1, -1).filter((line) => !line.startsWith('239'))
  if (refused.length > 0 || replies.length !== articles.length + 2) {
    throw new Error(`innd did not take the articles: ${(refused.length > 0 ? refused : replies).join(' | ')}`)
  }
}

/** What it says, its greeting first. */
const offerAll = async (host: string, port: number): Promise<string[]> => {
  const socket = connect({ host, port })
  await once(socket, 'connect')
  const yesterday = Date.now() - 86_400_000
  const offers = articles.map((article, index) => offer(article, new Date(yesterday + index * 60_000)))
  socket.write(`${offers.join('')}QUIT\r\n`)
  const replies: string[] = []
  // refused, it is hung up on while it speaks
  socket.on('error', () => {})
  for await (const line of createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })) replies.push(line)
  return replies
}

const offer = (article: SeedArticle, date: Date): string => {
  const lines = [
    'Path: seed.lab.test!not-for-mail',
    'From: Alice <alice@lab.test>',
    `Newsgroups: ${article.newsgroups}`,
    `Subject: ${article.subject}`,
    `Message-ID: ${article.id}`,
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
    ...(article.headers ?? []),
    '',
    ...article.body.split('\n').map((line) => (line.startsWith('.') ? `.${line}` : line)),
    '.',
  ]
  return `TAKETHIS ${article.id}\r\n${lines.join('\r\n')}\r\n`
}
