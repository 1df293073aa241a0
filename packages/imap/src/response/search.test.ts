import { describe, expect, test } from 'vitest'
import { ParseError } from './parse-error.ts'
import { parseResponse } from './response.ts'
import type { ThreadNode } from './search.ts'

const parse = (text: string) => parseResponse(Buffer.from(text))

describe('SEARCH and SORT', () => {
  test.each<[string, object]>([
    ['* SEARCH 2 3 6', { type: 'SEARCH', numbers: [2, 3, 6] }],
    ['* SEARCH', { numbers: [] }],
    // Yahoo (imap_tools#97)
    ['* SEARCH 7456 ', { numbers: [7456] }],
    ['* SORT 5 3 4 1 2', { type: 'SORT', numbers: [5, 3, 4, 1, 2] }],
    // RFC 7162 §3.1.5
    ['* SEARCH 2 5 6 (MODSEQ 917162500)', { numbers: [2, 5, 6], modseq: 917162500n }],
  ])('%s', (text, data) => expect(parse(text)).toMatchObject(data))
})

describe('ESEARCH', () => {
  test('with UIDs (RFC 9051 §7.3.4)', () => {
    expect(parse('* ESEARCH (TAG "A282") UID MIN 2 MAX 48 COUNT 17 ALL 4:18,21,28')).toMatchObject({
      type: 'ESEARCH',
      tag: 'A282',
      uid: true,
      min: 2,
      max: 48,
      count: 17,
      all: {
        kind: 'uid',
        ranges: [
          [4, 18],
          [21, 21],
          [28, 28],
        ],
      },
    })
  })

  test('with sequence numbers, in order of a sort', () => {
    const data = parse('* ESEARCH (TAG "a567") COUNT 5 ALL 4,2:3,1')
    expect(data).toMatchObject({
      uid: false,
      all: { kind: 'seq' },
      order: [
        [4, 4],
        [2, 3],
        [1, 1],
      ],
    })
  })

  test('with nothing found, with a window (RFC 9394), with extensions', () => {
    expect(parse('* ESEARCH (TAG "A1") COUNT 0')).toEqual({
      kind: 'data',
      type: 'ESEARCH',
      tag: 'A1',
      uid: false,
      count: 0,
    })
    expect(parse('* ESEARCH (TAG "A1") UID PARTIAL (-1:-100 200:250)')).toMatchObject({
      partial: { range: '-1:-100', numbers: { ranges: [[200, 250]] } },
    })
    expect(parse('* ESEARCH (TAG "A1") UID PARTIAL (-1:-100 NIL)')).toMatchObject({ partial: { numbers: null } })
    expect(parse('* ESEARCH (TAG "A1") RELEVANCY (4 99) MODSEQ 12')).toMatchObject({ modseq: 12n })
    expect(parse('* ESEARCH')).toEqual({ kind: 'data', type: 'ESEARCH', uid: false })
  })

  test('a set that is none', () => expect(() => parse('* ESEARCH ALL x')).toThrow(ParseError))

  test('four thousand million results stay one range', () => {
    expect(parse('* ESEARCH UID ALL 1:4294967295')).toMatchObject({ all: { size: 4294967295 } })
  })
})

describe('VANISHED (RFC 7162 §3.2.10)', () => {
  test.each<[string, object]>([
    [
      '* VANISHED (EARLIER) 300:310,405,411',
      {
        earlier: true,
        uids: {
          ranges: [
            [300, 310],
            [405, 405],
            [411, 411],
          ],
        },
      },
    ],
    ['* VANISHED 505', { earlier: false, uids: { ranges: [[505, 505]] } }],
    ['* VANISHED (EARLIER)', { earlier: true, uids: { isEmpty: true } }],
  ])('%s', (text, data) => expect(parse(text)).toMatchObject(data))
})

describe('THREAD (RFC 5256 §4)', () => {
  const outline = (node: ThreadNode): string =>
    `${node.number ?? '-'}${node.children.length === 0 ? '' : `[${node.children.map(outline).join(' ')}]`}`

  test.each([
    ['(2)(3 6 (4 23)(44 7 96))', '2 3[6[4[23] 44[7[96]]]]'],
    ['((3)(5))', '-[3 5]'],
    ['(1 ((2)(3)))', '1[-[2 3]]'],
    ['', ''],
  ])('%s', (text, threads) => {
    const data = parse(`* THREAD ${text}`)
    expect(data.kind === 'data' && data.type === 'THREAD' && data.threads.map(outline).join(' ')).toBe(threads)
  })

  test('a long conversation is no deep nesting', () => {
    const numbers = Array.from({ length: 50_000 }, (_, i) => i + 1)
    expect(parse(`* THREAD (${numbers.join(' ')})`)).toMatchObject({ threads: [{ number: 1 }] })
  })
})
