import { expect, test } from 'vitest'
import { meaningfulLines } from '../src/meaningful-lines.ts'

const meaningful = (...lines: string[]): string[] => meaningfulLines(lines.join('\n'), 20)

test('quoted text is skipped, however it is marked', () => {
  expect(meaningful('> old', '>> older', ' > indented', 'Bob> by name', '| by a bar', 'new')).toEqual(['new'])
})

test.each([
  'Bob Smith wrote:',
  'On Mon, 23 Nov 2026 at 14:05, Bob <bob@example.net> wrote:',
  'In article <one@example.net>, bob@example.net writes:',
  'Am 23.11.2026 um 14:05 schrieb Bob:',
  'Le 23 nov. 2026 à 14:05, Bob a écrit :',
  'El 23/11/2026, Bob escribió:',
  'Il giorno 23 nov 2026, Bob ha scritto:',
])('"%s" only introduces a quotation', (line) => {
  expect(meaningful(line, '> old', 'new')).toEqual(['new'])
})

test('an attribution of two lines is skipped with both', () => {
  expect(meaningful('On Mon, 23 Nov 2026 at 14:05, Bob Smith', '<bob@example.net> wrote:', '> old', 'new')).toEqual([
    'new',
  ])
})

test('what only looks like an attribution stays', () => {
  const lines = ['On Monday, I wrote a letter', 'He wrote: nothing at all', 'In 2026 all was well']
  expect(meaningful(...lines)).toEqual(lines)
})

test('blank lines are one, and none at the beginning or the end', () => {
  expect(meaningful('', '  ', 'a', '', '\t', '> old', '', 'b', '', '')).toEqual(['a', '', 'b'])
})

test('the signature ends it', () => {
  expect(meaningful('a', '-- ', 'Bob', 'b')).toEqual(['a'])
})

test('no more lines than asked for, and CR LF is a line end', () => {
  expect(meaningfulLines('1\r\n2\r\n\r\n3\r\n4', 3)).toEqual(['1', '2'])
  expect(meaningfulLines('', 3)).toEqual([])
})
