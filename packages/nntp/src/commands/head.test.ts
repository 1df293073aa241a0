import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { ArticleNotFoundError } from '../refusals.ts'
import { head } from './head.ts'

const transcript = `
    C: HEAD
    S: 221 3000234 <45223423@example.com>
    S: Path: pathost!demo!whitehouse!not-for-mail
    S: From: "Demo User" <nobody@example.net>
    S: Newsgroups: misc.test
    S: Subject: I am just a test article
    S: Date: 6 Oct 1998 04:38:40 -0500
    S: Organization: An Example Net,
    S: \tUncertain, Texas
    S: Message-ID: <45223423@example.com>
    S: .`

test('HEAD gives the header, its fields unfolded', async () => {
  const article = play(head(), transcript)
  expect(article).toMatchObject({ number: 3000234, id: '<45223423@example.com>' })
  expect(article.headers.get('subject')).toBe('I am just a test article')
  expect(article.headers.get('organization')).toBe('An Example Net,\tUncertain, Texas')
  expect(await article.text()).toMatch(/^Path: .*Message-ID: <45223423@example.com>\r\n$/s)
})

test('its body is empty', async () => {
  expect(await play(head(), transcript).body.bytes()).toHaveLength(0)
})

test('an article that is not there', () => {
  expect(() => play(head('<i.am.not.there@example.com>'), 'S: 430 No Such Article Found')).toThrow(ArticleNotFoundError)
})
