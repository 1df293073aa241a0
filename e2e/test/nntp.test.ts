import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ArticleNotFoundError,
  AuthError,
  AuthRequiredError,
  authinfoPass,
  authinfoUser,
  hdr,
  NntpClient,
  type NntpOptions,
  NoGroupSelectedError,
  NoNextArticleError,
  NoSuchGroupError,
  over,
  PostRejectedError,
  ReplyError,
  TlsError,
  TransferRefusedError,
} from '@linewire/nntp'
import { describe, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import { groups } from '../src/inn-groups.ts'
import { articles as seeded } from '../src/inn-seed.ts'
import { users } from '../src/users.ts'

const alice = { user: users.alice.name, password: users.alice.password }

/** The same client against every port of INN, in clear and over TLS, with and without a login. */
const rooms = [
  { room: 'nnrpd in clear', port: 'nntp', tls: 'none' },
  { room: 'nnrpd in clear, logged in', port: 'nntp', tls: 'none', auth: alice },
  { room: 'nnrpd after STARTTLS', port: 'nntp', tls: 'starttls' },
  { room: 'nnrpd over TLS', port: 'nntps', tls: 'implicit' },
  { room: 'nnrpd over TLS, logged in', port: 'nntps', tls: 'implicit', auth: alice },
  { room: 'nnrpd that wants a login, in clear', port: 'login', tls: 'none', auth: alice },
  { room: 'nnrpd that wants a login, after STARTTLS', port: 'login', tls: 'starttls', auth: alice },
  { room: 'innd that hands over to nnrpd', port: 'transit', tls: 'none' },
  { room: 'innd that hands over to nnrpd, logged in', port: 'transit', tls: 'none', auth: alice },
  { room: 'innd that hands over to nnrpd, after STARTTLS', port: 'transit', tls: 'starttls' },
] as const

describeServer('inn', 'serves NntpClient', (inn) => {
  const dial = (port: keyof typeof inn.ports, options: Partial<NntpOptions> = {}) =>
    NntpClient.connect({
      host: 'localhost',
      port: inn.ports[port],
      tlsOptions: { ca: inn.certificates.ca },
      ...options,
    })

  describe.each(rooms)('$room', ({ port, tls, ...more }) => {
    const loggedIn = 'auth' in more
    const connect = (options: Partial<NntpOptions> = {}) => dial(port, { tls, ...more, ...options })
    /** Message-IDs of this room alone: all rooms post to the same server. */
    const fresh = (name: string) => `<${name}.${port}.${tls}.${loggedIn ? 'in' : 'out'}@lab.test>`

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

    test('every list', async () => {
      await using news = await connect()
      const mine = groups.filter(({ name }) => loggedIn || name !== 'local.private')
      const active = await news.list.active('local.*')
      expect(active.map(({ name, status }) => `${name} ${status}`).sort()).toEqual(
        mine.map(({ name, posting }) => `${name} ${posting}`).sort(),
      )
      expect((await news.list.active()).length).toBeGreaterThanOrEqual(active.length)
      expect(await news.list.counts('local.empty')).toMatchObject([{ name: 'local.empty', count: 0, status: 'y' }])
      expect(await news.list.newsgroups('local.m*')).toEqual([
        { name: 'local.misc', description: 'Café and other things' },
        { name: 'local.moderated', description: 'A moderated group (Moderated)' },
      ])
      const [created] = await news.list.activeTimes('local.test')
      expect(created).toMatchObject({ name: 'local.test', creator: 'admin@lab.test' })
      expect(Math.abs(Date.now() - created!.created.getTime())).toBeLessThan(3_600_000)
      expect(await news.list.distribPats()).toEqual([{ weight: 10, wildmat: 'local.*', distribution: 'local' }])
      expect(await news.list.distributions()).toEqual([
        { name: 'local', description: 'Local to the lab' },
        { name: 'world', description: 'Everywhere' },
      ])
      expect(await news.list.headers()).toEqual([':'])
      expect(await news.list.headers('MSGID')).toEqual([':'])
      expect(await news.list.moderators()).toEqual([{ group: 'local.*', address: 'moderator@lab.test' }])
      expect(await news.list.motd()).toBe('Welcome to the lab.\nSecond line: grüße.')
      const fields = await news.list.overviewFmt()
      expect(fields.slice(0, 7).map(({ name }) => name)).toEqual([
        ...['Subject', 'From', 'Date', 'Message-ID', 'References', ':bytes', ':lines'],
      ])
      expect(fields).toContainEqual({ name: 'Newsgroups', full: true })
      expect(await news.list.subscriptions()).toEqual(['local.test', 'local.misc'])
    })

    test('newGroups, newNews, date and help', async () => {
      await using news = await connect()
      const yesterday = new Date(Date.now() - 86_400_000)
      expect((await news.newGroups(yesterday)).map(({ name }) => name)).toContain('local.test')
      expect(await news.newGroups(new Date(Date.now() + 3_600_000))).toEqual([])
      const ids = await news.newNews('local.test', yesterday)
      expect(ids).toContain('<seed1@lab.test>')
      expect(Math.abs((await news.date()).getTime() - Date.now())).toBeLessThan(60_000)
      expect(await news.help()).toMatch(/LISTGROUP/i)
    })

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
  })

  test('a group in the URL is selected', async () => {
    await using news = await NntpClient.connect(`nntp://localhost:${inn.ports.nntp}/local.test`)
    expect(news.secure).toBe(false)
    expect((await news.stat(3)).id).toBe('<seed3@lab.test>')
    await expect(NntpClient.connect(`nntp://localhost:${inn.ports.nntp}/no.such.group`)).rejects.toThrow(
      NoSuchGroupError,
    )
  })

  test.each(['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'])('AUTHINFO SASL %s', async (mechanism) => {
    const auth = { ...alice, mechanisms: [mechanism] }
    await using news = await dial('login', { tls: 'starttls', auth })
    expect((await news.group('local.private')).count).toBe(1)
    await expect(dial('login', { tls: 'starttls', auth: { ...auth, password: 'wrong' } })).rejects.toThrow(AuthError)
  })

  test('AUTHINFO USER and PASS, for each of the users', async () => {
    for (const { name, password } of Object.values(users)) {
      await using news = await dial('login', { tls: 'implicit', port: inn.ports.nntps })
      expect(await news.run(authinfoUser(name))).toEqual({ passwordWanted: true })
      await news.run(authinfoPass(password))
      expect((await news.refreshCapabilities()).has('AUTHINFO')).toBe(false)
      expect((await news.group('local.private')).count).toBe(1)
    }
  })

  test('startTls and login by hand', async () => {
    await using news = await dial('login', { tls: 'none' })
    await expect(news.group('local.test')).rejects.toThrow(AuthRequiredError)
    await news.startTls()
    expect(news.secure).toBe(true)
    await expect(news.login({ ...alice, password: 'wrong' })).rejects.toThrow(AuthError)
    await news.login(alice)
    expect((await news.group('local.private')).count).toBe(1)
  })

  test('a wrong password and an unknown user', async () => {
    for (const auth of [
      { user: 'alice', password: 'wrong' },
      { user: 'nobody', password: 'wonderland' },
    ]) {
      for (const tls of ['none', 'starttls'] as const) {
        const refused = dial('login', { tls, auth })
        await expect(refused).rejects.toThrow(AuthError)
        await expect(refused).rejects.not.toThrow(auth.password)
      }
    }
  })

  test('ihave, as a peer and as a reader who may', async () => {
    const transit = { tls: 'none', mode: 'transit' } as const
    for (const [name, open] of [
      ['peer', () => dial('transit', transit)],
      ['reader', () => dial('nntps', { tls: 'implicit', auth: alice })],
    ] as const) {
      await using news = await open()
      const id = `<ihave.${name}@lab.test>`
      const article = (of: string, newsgroups = 'local.misc') =>
        `Path: peer!not-for-mail\nFrom: a@b.test\nNewsgroups: ${newsgroups}\nSubject: fed\nMessage-ID: ${of}\n` +
        `Date: ${new Date().toUTCString().replace('GMT', '+0000')}\n\n.fed\n`
      await news.ihave(id, article(id))
      await expect(news.ihave(id, article(id))).rejects.toMatchObject({ code: '435' })
      await expect(news.ihave(`<bad.${name}@lab.test>`, article(`<bad.${name}@lab.test>`, 'no.such'))).rejects.toThrow(
        TransferRefusedError,
      )
      await using reader = await dial('nntp', { tls: 'none' })
      await expect
        .poll(() =>
          reader.stat(id).then(
            () => true,
            () => false,
          ),
        )
        .toBe(true)
      expect(await (await reader.body(id)).text()).toBe('.fed\r\n')
    }
  })

  test('a server left in transit mode is no reader until asked', async () => {
    await using news = await dial('transit', { tls: 'none', mode: 'transit' })
    expect(news.capabilities.has('MODE-READER')).toBe(true)
    await expect(news.group('local.test')).rejects.toThrow(ReplyError)
    await news.modeReader()
    expect((await news.group('local.test')).count).toBe(21)
  })

  test('a peer without TLS is left when TLS is required', async () => {
    const refused = dial('transit', { tls: 'starttls', mode: 'transit' })
    await expect(refused).rejects.toThrow(TlsError)
    await expect(refused).rejects.toThrow('refuses STARTTLS')
  })

  test('a certificate that nobody vouches for', async () => {
    for (const [port, tls] of [
      ['nntps', 'implicit'],
      ['nntp', 'starttls'],
    ] as const) {
      await expect(dial(port, { tls, tlsOptions: {}, auth: alice })).rejects.toThrow(TlsError)
    }
  })

  test('all that was seeded is there', async () => {
    await using news = await dial('nntps', { tls: 'implicit', auth: alice })
    const ids = seeded.map(({ id }) => id)
    const found: string[] = []
    for await (const { article } of news.articles(ids, { part: 'head' })) if (article) found.push(article.id)
    expect(found).toEqual(ids)
  })
})

describe.each(['expired', 'wrongHost', 'selfSigned'] as const)('a certificate that is %s', (certificate) => {
  const refuses = 'is refused by NntpClient'
  describeServer(
    'inn',
    refuses,
    (inn) => {
      test.each([
        ['nntps', 'implicit'],
        ['nntp', 'starttls'],
      ] as const)('on %s, %s', async (port, tls) => {
        const tlsOptions = { ca: inn.certificates.ca }
        const connecting = NntpClient.connect({
          host: 'localhost',
          port: inn.ports[port],
          tls,
          tlsOptions,
          auth: alice,
        })
        await expect(connecting).rejects.toThrow(TlsError)
      })
    },
    { certificate },
  )
})
