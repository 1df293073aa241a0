import { AuthError } from '@linewire/wire'
import { orDeclined, readTranscript } from '@linewire/wire/testing'
import { type Drive, faultMatrix } from '@linewire/wire/testing/faults'
import { describe, test } from 'vitest'
import { NntpClient } from './client.ts'
import type { NntpOptions } from './connect.ts'

// Every fault at every step of what servers say: see faultMatrix().

const alice = { user: 'alice', password: 'wonderland' }
const tim = { user: 'tim', password: 'tanstaaf' }
const millennium = new Date('2020-01-01T00:00:00Z')

function conversation(name: string): string {
  return readTranscript(new URL(`../test/transcripts/${name}.txt`, import.meta.url))
}

type Talk = (news: NntpClient, ...rest: Parameters<Drive>) => Promise<unknown>

/** Connects, and leaves whatever happens. */
function session(more: Partial<NntpOptions>, talk: Talk, to = 'news.example'): Drive {
  return async (options, watch) => {
    const news = await NntpClient.connect(to, { tls: 'none', ...more, ...options })
    try {
      return await talk(news, options, watch)
    } finally {
      news.close()
    }
  }
}

/** A refusal is what the conversation comes to. */
function refused(more: Partial<NntpOptions>): Drive {
  return async (options) => {
    try {
      await NntpClient.connect('news.example', { tls: 'none', ...more, ...options })
    } catch (error) {
      if (!(error instanceof AuthError)) throw error
      const { text, code, transient } = error
      return { text, code, transient }
    }
    throw new Error('nobody was refused')
  }
}

const article = (id: string): string =>
  `From: a@lab.test\r\nNewsgroups: local.test\r\nSubject: x\r\nMessage-ID: ${id}\r\n\r\nHello\r\n.dot\r\n`

/** A source in pieces, as a file or a network gives them. */
async function* inPieces(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < text.length; at += 9) yield Buffer.from(text.slice(at, at + 9))
}

const conversations: Record<string, Drive> = {
  'rfc3977-reading': session({}, async (news, { signal, limits }) => {
    const most = { maxBytes: limits.body }
    const group = await news.group('misc.test', { signal })
    const whole = await news.article(3000234, { signal })
    const learned: unknown[] = [group, whole.headers.get('Subject'), await whole.body.text(undefined, most)]
    const head = await news.head('<45223423@example.com>', { signal })
    learned.push(head.number, await head.text(undefined, most))
    for await (const line of (await news.body()).lines()) learned.push(line)
    learned.push(await orDeclined(news.stat('<i.am.not.there@example.com>')))
    learned.push(await news.next(), await news.last({ signal }), await orDeclined(news.last()))
    learned.push(await news.listGroup('misc.test', { from: 3000238, to: 3000248 }, { signal }))
    learned.push(JSON.stringify(await news.overview('3000234-3000235', { signal })))
    learned.push(await news.hdr('Subject', { from: 3000234, to: 3000238 }, { signal }))
    learned.push(await news.date(), await orDeclined(news.group('example.is.sob.bradner.or.barber')))
    return [...learned, await news.quit()]
  }),

  'inn-pipelined': session({}, async (news, { signal, limits }, watch) => {
    const first = [
      news.group('local.misc', { signal }),
      news.stat(1, { signal }),
      news.head(2, { signal }).then((head) => head.text(undefined, { maxBytes: limits.body })),
      news.next(),
      orDeclined(news.stat(99, { signal })),
      news.date(),
      orDeclined(news.group('no.such')),
    ]
    const second = async (): Promise<unknown[]> => {
      const asked = [
        news.overview({ from: 1, to: 3 }, { signal }),
        news.overview({ from: 90, to: 99 }),
        news.hdr('Subject', { from: 1, to: 3 }, { signal }),
        news.xpat('Subject', { from: 1, to: 3 }, '*'),
      ]
      return Promise.all(asked.map((listing) => watch(Promise.resolve<unknown>(listing))))
    }
    return [await Promise.all(first.map(watch<unknown>)), JSON.stringify(await second()), await news.quit()]
  }),

  'inn-lists': session({}, async (news, { signal }, watch) => {
    const lists = [
      news.list.active('local.*', { signal }),
      news.list.newsgroups('local.test'),
      news.list.overviewFmt(),
      news.list.motd({ signal }),
      news.list.counts('local.misc'),
      orDeclined(news.list.subscriptions()),
      news.newGroups(millennium),
      news.newNews('local.misc', millennium, { signal }),
      news.help(),
    ]
    return [news.postingAllowed, ...(await Promise.all(lists.map(watch<unknown>))), await news.quit()]
  }),

  'inn-starttls': session({ auth: alice, tls: 'starttls' }, async (news) => {
    return [news.secure, [...news.capabilities], await news.group('local.private'), await news.quit()]
  }),

  'inn-articles': session(
    {},
    async (news, { signal, limits }) => {
      const learned: unknown[] = []
      const wanted = [1, 99, '<seed2@lab.test>', '<none@lab.test>', 3]
      for await (const { spec, article, missing } of news.articles(wanted, { signal })) {
        learned.push(spec, missing?.message, await article?.text(undefined, { maxBytes: limits.body }))
      }
      return [...learned, await news.quit()]
    },
    'nntp://news.example/local.test',
  ),

  'inn-post': session({}, async (news, { signal }) => {
    const headers = { From: 'a@lab.test', Newsgroups: 'local.readonly', Subject: 'Grüße' }
    return [
      await news.post(article('<rec1@lab.test>'), { signal }),
      await orDeclined(news.post(inPieces(article('<rec1@lab.test>')), { signal })),
      await orDeclined(news.post({ headers, body: 'x' })),
      await news.quit(),
    ]
  }),

  'innd-ihave': session({ mode: 'transit' }, async (news, { signal }) => {
    const whole = `Path: x!not-for-mail\r\nDate: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <rec2@lab.test>\r\n\r\n`
    return [
      await news.ihave('<rec2@lab.test>', inPieces(`${whole}Hello\r\n.dot\r\n`), { signal }),
      await orDeclined(news.ihave('<rec2@lab.test>', whole, { signal })),
      await orDeclined(news.ihave('<rec3@lab.test>', 'Message-ID: <rec3@lab.test>\r\n\r\nx')),
      await news.quit(),
    ]
  }),

  'innd-mode-reader': session({}, async (news, { signal }) => {
    const first = await orDeclined(news.group('local.test', { signal }))
    await news.login({ ...alice, mechanisms: ['LOGIN'] })
    return [first, news.postingAllowed, await news.group('local.test'), await news.quit()]
  }),

  'innd-starttls': session({ tls: 'starttls' }, async (news) => [news.postingAllowed, await news.quit()]),

  'inn-refused': refused({ auth: { user: 'alice', password: 'wrong' } }),

  'rfc2980-dialect': session({}, async (news, { signal }) => {
    const learned: unknown[] = [await news.group('misc.test')]
    learned.push(JSON.stringify(await news.overview({ from: 10, to: 12 }, { signal })))
    learned.push(JSON.stringify(await news.overview({ from: 90, to: 99 })))
    learned.push(await news.hdr('Subject', { from: 10, to: 12 }, { signal }), await news.hdr('Subject', 12))
    return [...learned, await news.quit()]
  }),

  'usenet-farm-bodies': session({ auth: tim }, async (news, { signal, limits }) => {
    const learned: unknown[] = [await news.stat('<part1@example.com>', { signal })]
    const wanted = [1, 2, 3].map((part) => `<part${part}@example.com>`)
    for await (const { article, missing } of news.articles(wanted, { part: 'body', signal })) {
      learned.push(missing?.message, await article?.bytes({ maxBytes: limits.body }))
    }
    return [...learned, await news.quit()]
  }),

  'provider-too-many': refused({ auth: tim }),
}

for (const [name, drive] of Object.entries(conversations)) {
  describe(name, () => {
    const text = conversation(name)
    // the first refusal is what is told, whatever becomes of the other try
    const decisive = name === 'inn-refused' ? { verdict: /^481 / } : {}
    const cases = faultMatrix(text, drive, { upgrades: text.includes('S: 382'), ...decisive })
    for (const { name: fault, run } of cases) test(fault, run)
  })
}
