import {
  AuthError,
  AuthRequiredError,
  authinfoPass,
  authinfoUser,
  NntpClient,
  NoSuchGroupError,
  ReplyError,
  TlsError,
  TransferRefusedError,
} from '@linewire/nntp'
import { describe, expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { articles as seeded } from '../../src/inn-seed.ts'
import { users } from '../../src/users.ts'
import { listsSuite } from './lists-suite.ts'
import { postingSuite } from './posting-suite.ts'
import { readingSuite } from './reading-suite.ts'
import { alice, dial, room, ways } from './room.ts'

describeServer('inn', 'serves NntpClient', (inn) => {
  for (const way of ways) {
    describe(way[0], () => {
      const here = room(inn, way)
      readingSuite(here)
      listsSuite(here)
      postingSuite(here)
    })
  }

  test('a group in the URL is selected', async () => {
    await using news = await NntpClient.connect(`nntp://localhost:${inn.ports.nntp}/local.test`)
    expect(news.secure).toBe(false)
    expect((await news.stat(3)).id).toBe('<seed3@lab.test>')
    await expect(NntpClient.connect(`nntp://localhost:${inn.ports.nntp}/no.such.group`)).rejects.toThrow(
      NoSuchGroupError,
    )
  })

  test.each(['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])(
    'AUTHINFO SASL %s',
    async (mechanism) => {
      const auth = { ...alice, mechanisms: [mechanism] }
      await using news = await dial(inn, 'login', { tls: 'starttls', auth })
      expect((await news.group('local.private')).count).toBe(1)
      await expect(dial(inn, 'login', { tls: 'starttls', auth: { ...auth, password: 'wrong' } })).rejects.toThrow(
        AuthError,
      )
    },
  )

  test('AUTHINFO USER and PASS, for each of the users', async () => {
    for (const { name, password } of Object.values(users)) {
      await using news = await dial(inn, 'login', { tls: 'implicit', port: inn.ports.nntps })
      expect(await news.run(authinfoUser(name))).toEqual({ passwordWanted: true })
      await news.run(authinfoPass(password))
      expect((await news.refreshCapabilities()).has('AUTHINFO')).toBe(false)
      expect((await news.group('local.private')).count).toBe(1)
    }
  })

  test('startTls and login by hand', async () => {
    await using news = await dial(inn, 'login', { tls: 'none' })
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
        const refused = dial(inn, 'login', { tls, auth })
        await expect(refused).rejects.toThrow(AuthError)
        await expect(refused).rejects.not.toThrow(auth.password)
      }
    }
  })

  test('ihave, as a peer and as a reader who may', async () => {
    const transit = { tls: 'none', mode: 'transit' } as const
    for (const [name, open] of [
      ['peer', () => dial(inn, 'transit', transit)],
      ['reader', () => dial(inn, 'nntps', { tls: 'implicit', auth: alice })],
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
      await using reader = await dial(inn, 'nntp', { tls: 'none' })
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
    await using news = await dial(inn, 'transit', { tls: 'none', mode: 'transit' })
    expect(news.capabilities.has('MODE-READER')).toBe(true)
    await expect(news.group('local.test')).rejects.toThrow(ReplyError)
    await news.modeReader()
    expect((await news.group('local.test')).count).toBe(21)
  })

  test('a peer without TLS is left when TLS is required', async () => {
    const refused = dial(inn, 'transit', { tls: 'starttls', mode: 'transit' })
    await expect(refused).rejects.toThrow(TlsError)
    await expect(refused).rejects.toThrow('refuses STARTTLS')
  })

  test('a certificate that nobody vouches for', async () => {
    for (const [port, tls] of [
      ['nntps', 'implicit'],
      ['nntp', 'starttls'],
    ] as const) {
      await expect(dial(inn, port, { tls, tlsOptions: {}, auth: alice })).rejects.toThrow(TlsError)
    }
  })

  test('all that was seeded is there', async () => {
    await using news = await dial(inn, 'nntps', { tls: 'implicit', auth: alice })
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
