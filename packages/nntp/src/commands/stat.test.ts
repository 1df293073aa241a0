import { ArgumentError } from '@linewire/wire'
import { play } from '@linewire/wire/testing'
import { expect, test } from 'vitest'
import { ArticleNotFoundError, NoGroupSelectedError } from '../refusals.ts'
import { stat } from './stat.ts'

test('STAT by Message-ID gives no number', () => {
  const transcript = `
    C: STAT <45223423@example.com>
    S: 223 0 <45223423@example.com>`
  expect(play(stat('<45223423@example.com>'), transcript)).toEqual({ number: 0, id: '<45223423@example.com>' })
})

test('STAT by number, and of the current article', () => {
  expect(play(stat(3000234), 'C: STAT 3000234\nS: 223 3000234 <a@b>')).toEqual({ number: 3000234, id: '<a@b>' })
  expect(play(stat(), 'C: STAT\nS: 223 3000234 <a@b>')).toEqual({ number: 3000234, id: '<a@b>' })
})

test('what the server leaves out is what was asked for', () => {
  expect(play(stat('<a@b>'), 'S: 223 ')).toEqual({ number: 0, id: '<a@b>' })
  expect(play(stat(7), 'S: 223 7')).toEqual({ number: 7, id: '' })
})

test('an article that is not there, taken down, or in no group', () => {
  for (const code of [420, 423, 430, 451]) {
    expect(() => play(stat(7), `S: ${code} No article with that number`)).toThrow(ArticleNotFoundError)
  }
  expect(() => play(stat(7), 'S: 412 No newsgroup selected')).toThrow(NoGroupSelectedError)
})

test('what is neither number nor Message-ID is refused before anything is sent', () => {
  for (const bad of ['a@b', '<a b@c>', '<a@b>\r\nPOST', '<a@\0b>', `<${'x'.repeat(250)}>`, '']) {
    expect(() => stat(bad)).toThrow(ArgumentError)
  }
  expect(() => stat(0)).toThrow(ArgumentError)
  expect(() => stat(1.5)).toThrow('the article number must be a whole number')
})
