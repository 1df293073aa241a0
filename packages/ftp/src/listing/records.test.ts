import { expect, test } from 'vitest'
import { draft } from '../entry.ts'
import { Records } from './records.ts'

/** "a+" goes on with "b": they are "a+\nb" */
function read(...lines: string[]): string[] {
  const taken: string[] = []
  const parse = (text: string): ReturnType<typeof draft> | 'more' | undefined => {
    if (text.endsWith('+')) return 'more'
    return /^(?:\w|\w\+\n\w)$/.test(text) ? draft(text, 'file', text) : undefined
  }
  const records = new Records(parse, (text, reading) => taken.push(reading === undefined ? `? ${text}` : text))
  for (const line of lines) records.push(line)
  records.end()
  return taken
}

test('the halves of a record are put together, with LF between them', () => {
  expect(read('a', 'b+', 'c', 'd')).toEqual(['a', 'b+\nc', 'd'])
})

test('a half without its other half is a line of its own, and so is what comes behind it', () => {
  expect(read('b+', '..', 'c')).toEqual(['? b+', '? ..', 'c'])
  expect(read('b+', 'c+', 'd')).toEqual(['? b+', 'c+\nd'])
  expect(read('b+')).toEqual(['? b+'])
})
