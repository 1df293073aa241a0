import { expect, test } from 'vitest'
import { dateInWords, octetsInWords, personInWords, row } from '../src/words.ts'

test('a table keeps its columns, whatever is written in them', () => {
  const table = [
    ['a', 'b', 'c'],
    ['long text', '', 'c'],
    ['山田太郎', 'é', 'c'],
    ['❄️⚡👋', 'e\u0301', 'and the rest'],
  ]
  expect(table.map((texts) => row(texts, [6, 2]))).toEqual([
    'a       b   c',
    'long …      c',
    '山田…   é   c',
    expect.stringMatching(/ e\u0301 {3}and the rest$/),
  ])
  expect(row(['a', ''], [6])).toBe('a')
})

test('octets, dates and people', () => {
  expect([0, 1023, 1024, 1_572_864].map(octetsInWords)).toEqual(['0 octets', '1023 octets', '1.0 KiB', '1.5 MiB'])
  expect(dateInWords(new Date('2026-11-23T23:59:59+01:00'))).toBe('2026-11-23 22:59')
  expect(dateInWords(undefined)).toBe('-')
  expect(personInWords({ name: 'Ann Lee', address: 'ann@example.net' })).toBe('Ann Lee <ann@example.net>')
  expect(personInWords({ name: '', address: 'ann@example.net' })).toBe('ann@example.net')
  expect(personInWords(undefined)).toBe('-')
})
