import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { ArticleNotFoundError, NoGroupSelectedError, NoNextArticleError } from '../refusals.ts'
import { last } from './last.ts'

test('LAST goes to the next older article', () => {
  const transcript = `
    C: LAST
    S: 223 3000234 <45223423@example.com> retrieved`
  expect(play(last(), transcript)).toEqual({ number: 3000234, id: '<45223423@example.com>' })
})

test('before the oldest there is none', () => {
  expect(() => play(last(), 'S: 422 No previous article to retrieve')).toThrow(NoNextArticleError)
  expect(() => play(last(), 'S: 420 No current article selected')).toThrow(ArticleNotFoundError)
  expect(() => play(last(), 'S: 412 No newsgroup selected')).toThrow(NoGroupSelectedError)
})
