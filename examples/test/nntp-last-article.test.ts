import { NewsStore, type NntpOptions, nntpServer } from '@linewire/servers'
import { expect, test } from 'vitest'
import { exit } from '../src/failure.ts'
import { nntpExit, run } from '../src/nntp-last-article.ts'
import { commonFailures } from './common-failures.ts'
import { replyTo, Stage } from './stage.ts'

const mime =
  'MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n'

function article(id: string, subject: string, body: string, more = ''): string {
  const from = '=?UTF-8?Q?J=C3=BCrgen?= <juergen@example.net>'
  const head = `From: ${from}\nNewsgroups: de.test\nSubject: ${subject}\nMessage-ID: <${id}@example.net>\n`
  return `${head}Date: Mon, 23 Nov 2026 14:05:00 +0100\n${more}\n${body}`
}

function news(...articles: string[]): NewsStore {
  const store = new NewsStore()
  store.addGroup('de.test')
  store.addGroup('de.empty')
  for (const one of articles) store.add(one)
  return store
}

const users = { alice: { password: 'wonderland' } }
const serve = (options: Partial<NntpOptions>): ReturnType<typeof nntpServer> =>
  nntpServer({ news: news(article('one', 'one', 'first\n')), users, ...options })

commonFailures(run, { scheme: 'nntp', serve, argv: (server) => [`${server}/de.test`] })

test.each(['implicit', 'starttls', 'none'] as const)('tls %s: author, subject, date and text, decoded', async (tls) => {
  const body = `Am 22.11.2026 schrieb Bob:\n> Wie geht es?\n> Gut?\n\n\nGr=FC=DFe!\n\n\n.dot\n${'line\n'.repeat(30)}`
  await using server = await serve({
    tls,
    requireLogin: true,
    news: news(article('one', 'one', 'first\n'), article('two', '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=', body, mime)),
  })
  using stage = new Stage()
  const url = `nntp://alice:wonderland@${server.host}:${server.port}/de.test`
  const played = await stage.play(run, [url, '--tls', tls, '--ca', stage.trust(server)])
  expect(played).toMatchObject({ code: exit.done, err: '' })
  const lines = played.out.split('\n')
  expect(lines.slice(0, 9)).toEqual([
    'de.test: 2 articles, 1 to 2',
    '',
    'From:     Jürgen <juergen@example.net>',
    'Subject:  Grüße',
    'Date:     2026-11-23 13:05 UTC',
    '',
    'Grüße!',
    '',
    '.dot',
  ])
  expect(lines.slice(6)).toHaveLength(20)
})

test('an article that was cancelled is stepped over', async () => {
  const store = news(article('one', 'still there', 'text\n'), article('two', 'cancelled', 'text\n'))
  store.remove('<two@example.net>')
  await using server = await serve({ news: store })
  using stage = new Stage()
  const { code, out } = await stage.play(run, [`nntp://${server.host}:${server.port}/de.test`])
  expect(code).toBe(exit.done)
  expect(out).toContain('Subject:  still there')
})

test('only the beginning of a large article is read', async () => {
  const large = article('big', 'large', `text\n${'x'.repeat(70)}\n${`${'y'.repeat(70)}\n`.repeat(20_000)}`)
  await using server = await serve({ news: news(large) })
  using stage = new Stage()
  const { code, out } = await stage.play(run, [`nntp://${server.host}:${server.port}/de.test`, '--lines', '2'])
  expect(code).toBe(exit.done)
  expect(out.split('\n').slice(6)).toEqual(['text', 'x'.repeat(70)])
})

test('a group that is not there, and one that is empty', async () => {
  await using server = await serve({})
  using stage = new Stage()
  const at = (group: string): string => `nntp://${server.host}:${server.port}/${group}`
  expect(await stage.play(run, [at('de.none')])).toMatchObject({
    code: nntpExit.noGroup,
    err: expect.stringContaining('there is no group de.none'),
  })
  expect(await stage.play(run, [at('de.empty')])).toMatchObject({ code: nntpExit.emptyGroup })
  expect(await stage.play(run, [at('')])).toMatchObject({ code: exit.usage })
})

test('a server that wants a login, or TLS, first', async () => {
  using stage = new Stage()
  await using closed = await serve({ requireLogin: true })
  expect(await stage.play(run, [`nntp://${closed.host}:${closed.port}/de.test`])).toMatchObject({
    code: nntpExit.loginNeeded,
    err: expect.stringContaining('LINEWIRE_PASSWORD'),
  })
  await using secret = await serve({ faults: { replies: { GROUP: '483 TLS first' } } })
  expect(await stage.play(run, [`nntp://${secret.host}:${secret.port}/de.test`])).toMatchObject({
    code: nntpExit.tlsNeeded,
    err: expect.stringContaining('nntps://'),
  })
})

test('a server that hangs up in the middle of the article', async () => {
  const store = news(article('long', 'long', 'text\n'.repeat(1000)))
  await using server = await serve({ news: store })
  using stage = new Stage()
  const args = [`nntp://${server.host}:${server.port}/de.test`]
  expect((await stage.play(run, args)).code).toBe(exit.done)
  const closeAt = replyTo('ARTICLE', server.transcript)
  for (const closeHow of ['fin', 'reset'] as const) {
    server.faults = { closeAt, closeWhen: 'middle', closeHow }
    expect((await stage.play(run, args)).code).toBe(exit.connectionLost)
  }
})
