import { randomBytes } from 'node:crypto'
import { CompressionError, ImapClient } from '@linewire/imap'
import { NntpClient, type NntpOptions } from '@linewire/nntp'
import { describe, expect, test } from 'vitest'
import { describeServer } from '../src/describe-server.ts'
import { users } from '../src/users.ts'

const alice = { user: users.alice.name, password: users.alice.password }

const letter = (subject: string, text: string): string =>
  `From: alice@lab.test\r\nTo: bob@lab.test\r\nSubject: ${subject}\r\n\r\n${text}\r\n`

describeServer('dovecot', 'compresses IMAP', (dovecot) => {
  describe.each([
    { way: 'in clear', port: 'imap', tls: 'none' },
    { way: 'by STARTTLS', port: 'imap', tls: 'starttls' },
    { way: 'over TLS', port: 'imaps', tls: 'implicit' },
  ] as const)('$way', ({ way, port, tls }) => {
    const connect = (): Promise<ImapClient> =>
      ImapClient.connect({
        host: 'localhost',
        port: dovecot.ports[port],
        tls,
        tlsOptions: { ca: dovecot.certificates.ca },
        auth: alice,
        timeout: 10_000,
      })

    test('append, fetch, download, pipelined, and nothing differs from the same in clear', async () => {
      const box = `Compressed ${way}`
      const texts = ['.', 'a '.repeat(500_000), randomBytes(1_000_000).toString('base64').replace(/.{76}/g, '$&\r\n')]
      await using plain = await connect()
      await using imap = await connect()
      expect(imap.capabilities.has('COMPRESS', 'DEFLATE')).toBe(true)
      await imap.compress()
      await imap.create(box)
      for (const [i, text] of texts.entries()) await imap.append(box, letter(`${i}`, text))
      const [here, there] = await Promise.all([imap.select(box), plain.examine(box)])
      const rows = []
      for await (const { uid, envelope } of here.fetch('1:*', { envelope: true })) rows.push([uid, envelope.subject])
      expect(rows).toEqual(texts.map((_, i) => [i + 1, `${i}`]))
      for (const [i, text] of texts.entries()) {
        const [ours, theirs] = await Promise.all([here.download(i + 1), there.download(i + 1)])
        const whole = await ours.bytes()
        expect(Buffer.from(whole).equals(await theirs.bytes())).toBe(true)
        expect(Buffer.from(whole).includes(text)).toBe(true)
      }
      await Promise.all([imap.noop(), imap.namespace(), imap.status('INBOX', ['messages'])])
      await here.unselect()
      await imap.delete(box)
    })

    test('a second time is refused by us, and by Dovecot', async () => {
      await using imap = await connect()
      const [first, second] = await Promise.allSettled([imap.compress(), imap.compress()])
      expect(first.status).toBe('fulfilled')
      expect(second).toMatchObject({ reason: expect.any(CompressionError) })
      await expect(imap.compress()).rejects.toMatchObject({ code: 'ERR_COMPRESSED' })
      await expect(imap.startTls()).rejects.toMatchObject({ code: 'ERR_COMPRESSED' })
      await imap.noop()
    })
  })
})

describeServer('inn', 'compresses NNTP', (inn) => {
  const connect = (options: Partial<NntpOptions> = {}): Promise<NntpClient> =>
    NntpClient.connect({
      host: 'localhost',
      port: inn.ports.nntps,
      tls: 'implicit',
      tlsOptions: { ca: inn.certificates.ca },
      timeout: 10_000,
      ...options,
    })

  test('TLS, login, COMPRESS: over, articles, post', async () => {
    await using plain = await connect({ auth: alice })
    await using news = await connect({ auth: alice })
    expect(news.capabilities.has('COMPRESS', 'DEFLATE')).toBe(true)
    await news.compress()
    for (const gone of ['COMPRESS', 'STARTTLS']) expect(news.capabilities.has(gone)).toBe(false)
    const [group] = await Promise.all([news.group('local.test'), plain.group('local.test')])
    const rows = await news.overview(group)
    expect(rows).toEqual(await plain.overview(group))
    expect(rows.length).toBeGreaterThan(2)
    const texts = (client: NntpClient): Promise<string[]> =>
      Promise.all(rows.map(async ({ number }) => (await client.article(number)).body.text()))
    expect(await texts(news)).toEqual(await texts(plain))
    const text = `..\r\n.dots\r\n${'all work and no play\r\n'.repeat(5000)}`
    const { id } = await news.post({
      headers: { From: 'a@lab.test', Newsgroups: 'local.test', Subject: 'deflated' },
      body: text,
    })
    expect(await (await plain.article(id)).body.text()).toBe(text)
    expect(await (await news.article(id)).body.text()).toBe(text)
  })

  test('in clear, reading, after STARTTLS too', async () => {
    for (const tls of ['none', 'starttls'] as const) {
      await using news = await connect({ port: inn.ports.nntp, tls })
      await news.compress()
      const { first } = await news.group('local.test')
      expect((await news.head(first)).headers.get('Subject')).toBeTruthy()
    }
  })

  test('a second time, STARTTLS and a login are refused', async () => {
    await using news = await connect()
    const [first, second] = await Promise.allSettled([news.compress(), news.compress()])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ reason: expect.any(CompressionError) })
    await expect(news.compress()).rejects.toMatchObject({ code: 'ERR_COMPRESSED' })
    await expect(news.login(alice)).rejects.toMatchObject({ code: 'ERR_COMPRESSED' })
    expect(await news.date()).toBeInstanceOf(Date)
  })
})
