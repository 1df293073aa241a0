import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../src/entry.ts'
import { parseList } from '../src/listing/parse-list.ts'
import { counted } from './counted.ts'
import { published } from './listings.ts'

const now = new Date('2026-11-23T12:00:00Z')
const everything = published.flatMap(({ lines }) => lines)

/** Each line is in one entry, in order, but for those that are none: headings, sums, names that are not in the directory. */
function account(lines: readonly string[], entries: readonly Entry[]): void {
  const left = entries.flatMap(({ raw }) => raw.split('\n'))
  for (const line of lines) if (left[0] === line) left.shift()
  expect(left).toEqual([])
  for (const { name, size, modified } of entries) {
    expect(name).not.toBe('')
    if (size !== undefined) expect(Number.isSafeInteger(size) && size >= 0).toBe(true)
    if (modified !== undefined) expect(modified.getTime()).not.toBeNaN()
  }
}

/** a sum is a word and a number, in whatever language */
const isSum = (line: string): boolean => /^\s*\S+\s+\d+\s*$/.test(line)

describe.each(published)('$name', ({ dialect, lines }) => {
  test('a line cut at every octet is read or kept, between its neighbours and alone', () => {
    for (const [index, line] of lines.entries()) {
      const isEntry = parseList([line], { now, dialect }).length === 1
      const octets = Buffer.from(line)
      for (let end = 0; end < octets.length; end++) {
        for (const piece of [octets.subarray(0, end), octets.subarray(end)]) {
          const cut = piece.toString('utf8')
          const among = [...lines.slice(0, index), cut, ...lines.slice(index + 1)]
          account(among, parseList(among, { now }))
          const [alone, told] = [parseList([cut], { now }), parseList([cut], { now, dialect })]
          account([cut], alone)
          account([cut], told)
          if (isEntry && cut.trim() !== '' && !isSum(cut)) expect([cut, alone.length, told.length]).toEqual([cut, 1, 1])
        }
      }
    }
  })
})

test('lines of all dialects in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...everything), { maxLength: 150 }), (lines) => {
      account(lines, parseList(lines, { now }))
    }),
  )
})

test('lines with anything in them', () => {
  const damaged = fc
    .tuple(fc.constantFrom(...everything), fc.nat(120), fc.nat(10), fc.string({ unit: 'binary', maxLength: 12 }))
    .map(([line, at, length, text]) => line.slice(0, at) + text.replace(/[\r\n]/g, ' ') + line.slice(at + length))
  fc.assert(
    fc.property(fc.array(damaged, { maxLength: 20 }), (lines) => {
      account(lines, parseList(lines, { now }))
    }),
    { numRuns: 500 },
  )
})

describe('a line that is four times as long is four times the work', () => {
  const runs = [
    'x',
    '9',
    ';',
    '=',
    ' ',
    'a ',
    '1 ',
    ';1',
    'a=b;',
    ',',
    ' -> ',
    '(R,',
    '[',
    '1:',
    '1-',
    '年',
    '1月',
    '\t',
    "'1",
    '.',
  ]

  test.each(published)('$name', ({ lines }) => {
    const line = lines.find((one) => one.length > 40) ?? lines[0]!
    for (const run of runs) {
      for (const { index } of line.matchAll(/\b|$/g)) {
        const work = (length: number): number => {
          const long = line.slice(0, index) + run.repeat(length / run.length) + line.slice(index)
          return counted(() => parseList([long], { now }))
        }
        const [little, much] = [work(256), work(1024)]
        expect(much, `${JSON.stringify(run)} at ${index} of ${line}`).toBeLessThan(4.5 * little)
      }
    }
  })
})
