import { expect, test } from 'vitest'
import { describeServer } from '../../src/describe-server.ts'
import { groups } from '../../src/inn-groups.ts'
import { articles } from '../../src/inn-seed.ts'
import { RawClient } from './raw-client.ts'

describeServer('inn', 'answers a raw client', (inn) => {
  const dial = async (port: 'transit' | 'nntp' | 'login' | 'nntps') => {
    const ca = port === 'nntps' ? { ca: inn.certificates.ca } : {}
    const client = await RawClient.open({ host: inn.host, port: inn.ports[port], ...ca })
    expect(await client.line()).toMatch(/^200 /)
    return client
  }

  test('the groups and their articles are there', async () => {
    await using news = await dial('nntp')
    expect(await news.ask('GROUP local.test')).toBe('211 21 1 21 local.test')
    expect(await news.ask('GROUP local.empty')).toMatch(/^211 0 /)
    expect(await news.ask('LIST ACTIVE local.*')).toMatch(/^215 /)
    expect(await news.until('.')).toHaveLength(groups.length - 1)
    for (const { id, newsgroups } of articles) {
      expect(await news.ask(`STAT ${id}`)).toMatch(newsgroups === 'local.private' ? /^480 / : /^223 /)
    }
  })

  test('an article is read, dots doubled', async () => {
    await using news = await dial('nntp')
    expect(await news.ask('BODY <seed1@lab.test>')).toMatch(/^222 /)
    expect(await news.until('.')).toEqual(['Body of article 1', '..leading dot', '...two dots', '..', 'last line'])
  })

  test('an article that is posted over TLS is there', async () => {
    await using news = await dial('nntps')
    expect(await news.ask('POST')).toMatch(/^340 /)
    const article =
      'From: bob@lab.test\r\nNewsgroups: local.misc\r\nSubject: posted\r\nMessage-ID: <posted@lab.test>\r\n\r\nHi'
    expect(await news.ask(`${article}\r\n.`)).toMatch(/^240 /)
    await expect.poll(() => news.ask('STAT <posted@lab.test>')).toMatch(/^223 /)
  })

  test('one port wants a login first', async () => {
    await using news = await dial('login')
    expect(await news.ask('GROUP local.private')).toMatch(/^480 /)
    expect(await news.ask('AUTHINFO USER carol')).toMatch(/^381 /)
    expect(await news.ask('AUTHINFO PASS wrong')).toMatch(/^481 /)
    expect(await news.ask('AUTHINFO USER alice')).toMatch(/^381 /)
    expect(await news.ask('AUTHINFO PASS wonderland')).toMatch(/^281 /)
    expect(await news.ask('GROUP local.private')).toBe('211 1 1 1 local.private')
  })

  test('AUTHINFO SASL PLAIN', async () => {
    await using news = await dial('nntps')
    const initial = Buffer.from('\0bob\0builder').toString('base64')
    expect(await news.ask(`AUTHINFO SASL PLAIN ${initial}`)).toMatch(/^281 /)
  })

  test('innd takes an article by IHAVE, once', async () => {
    await using peer = await dial('transit')
    const date = new Date().toUTCString().replace('GMT', '+0000')
    expect(await peer.ask('IHAVE <ihave@lab.test>')).toMatch(/^335 /)
    const headers = ['Path: peer!x', 'From: a@b.test', 'Newsgroups: local.misc', 'Subject: fed', `Date: ${date}`]
    const article = [...headers, 'Message-ID: <ihave@lab.test>', '', 'Fed', '.'].join('\r\n')
    expect(await peer.ask(article)).toMatch(/^235 /)
    expect(await peer.ask('IHAVE <ihave@lab.test>')).toMatch(/^435 /)
  })
})
