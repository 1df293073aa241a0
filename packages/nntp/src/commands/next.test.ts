import { ProtocolError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { ArticleNotFoundError, NoGroupSelectedError, NoNextArticleError } from '../refusals.ts'
import { next } from './next.ts'

test('NEXT goes to the next newer article', () => {
  const transcript = `
    C: NEXT
    S: 223 3000237 <668929@example.org> retrieved`
  expect(play(next(), transcript)).toEqual({ number: 3000237, id: '<668929@example.org>' })
})

test('behind the newest there is none', () => {
  expect(() => play(next(), 'S: 421 No next article to retrieve')).toThrow(NoNextArticleError)
  expect(() => play(next(), 'S: 420 No current article selected')).toThrow(ArticleNotFoundError)
  expect(() => play(next(), 'S: 412 No newsgroup selected')).toThrow(NoGroupSelectedError)
})

test('a success that names no article is a ProtocolError', () => {
  expect(() => play(next(), 'S: 223 retrieved')).toThrow(ProtocolError)
})
