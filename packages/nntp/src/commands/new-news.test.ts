import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { newNews } from './new-news.ts'

const since = new Date('1999-06-24T00:00:00Z')

test('NEWNEWS lists Message-IDs', () => {
  const transcript = `
    C: NEWNEWS news.*,sci.* 19990624 000000 GMT
    S: 230 list of new articles by message-id follows
    S: <i.am.a.new.article@example.com>
    S: <i.am.another.new.article@example.com>
    S: .`
  expect(play(newNews('news.*,sci.*', since), transcript)).toEqual([
    '<i.am.a.new.article@example.com>',
    '<i.am.another.new.article@example.com>',
  ])
})

test('none is an empty list', () => {
  expect(play(newNews('alt.*', since), 'S: 230 none\nS: .')).toEqual([])
})

test('a wildmat with a blank or a line end is none', () => {
  for (const wildmat of ['a b', 'a\r\nPOST', '']) expect(() => newNews(wildmat, since)).toThrow(ArgumentError)
})
