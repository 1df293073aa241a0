import { ArgumentError } from '@linewire/wire'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { parseRanges, SeqSet, UidSet } from './sets.ts'

describe('a set in text', () => {
  test.each([
    ['5', '5'],
    ['2,4:7,9,12:*', '2,4:7,9,12:*'],
    ['*:4,5:7', '4:*'],
    ['7:5', '5:7'],
    ['1,2,3,5', '1:3,5'],
    ['1:5,3:9', '1:9'],
    ['*', '*'],
    ['4294967295', '4294967295'],
    ['007', '7'],
  ])('%s is written %s', (text, normal) => {
    expect(UidSet.from(text).toString()).toBe(normal)
    expect(UidSet.from(normal).toString()).toBe(normal)
  })

  test.each([
    '',
    '0',
    '1,',
    ',1',
    '1:',
    ':1',
    '1:2:3',
    'a',
    '1 2',
    '-1',
    '1.5',
    '4294967296',
    '99999999999',
    '1\r\nA1 X',
    '1 (FLAGS)',
    '1{3}',
    '$',
  ])('%j is refused with a ArgumentError that quotes it', (text) => {
    expect(() => UidSet.from(text)).toThrow(ArgumentError)
    expect(() => SeqSet.from(text)).toThrow(/not a|empty/)
  })

  test('the order of a response can be kept', () => {
    expect(parseRanges('304,319:320,5:2')).toEqual([
      [304, 304],
      [319, 320],
      [2, 5],
    ])
  })
})

describe('a set of numbers', () => {
  test.each([0, -1, 1.5, Number.NaN, 2 ** 32])('refuses %d', (value) => {
    expect(() => UidSet.from(value)).toThrow(ArgumentError)
    expect(() => UidSet.from([value])).toThrow(ArgumentError)
  })

  test('is made of numbers, of ranges and of both', () => {
    expect(UidSet.from(7).toString()).toBe('7')
    expect(UidSet.from([9, 1, 2, [4, 6], 3]).toString()).toBe('1:6,9')
    expect(UidSet.from(new Set([3, 1])).toString()).toBe('1,3')
    expect(UidSet.from([[5, Number.POSITIVE_INFINITY]]).toString()).toBe('5:*')
  })

  test('the empty set is written as nothing', () => {
    expect(UidSet.from([])).toMatchObject({ isEmpty: true, size: 0, first: undefined, last: undefined })
    expect(`${UidSet.empty}`).toBe('')
  })

  test('UIDs and sequence numbers do not mix', () => {
    expect(() => UidSet.from(SeqSet.from('1'))).toThrow('sequence numbers')
    expect(() => SeqSet.from(UidSet.from('1'))).toThrow(ArgumentError)
    expectTypeOf(SeqSet.from('1')).not.toMatchTypeOf<UidSet>()
    expect([UidSet.empty.kind, SeqSet.empty.kind]).toEqual(['uid', 'seq'])
  })

  test('four thousand million numbers are one range', () => {
    const all = UidSet.from('1:4294967295')
    expect(all.size).toBe(4294967295)
    expect(all.subtract('2').toString()).toBe('1,3:4294967295')
    const [first, second] = all
    expect([first, second]).toEqual([1, 2])
    expect(() => all.toArray()).toThrow(RangeError)
  })

  test('"*" is in no mailbox until it is resolved', () => {
    const open = UidSet.from('5:*')
    expect(open).toMatchObject({ isOpen: true, size: Infinity, last: Infinity })
    expect(() => [...open]).toThrow(/resolve/)
    expect([...open.resolve(7)]).toEqual([5, 6, 7])
    // RFC 9051 §9: 5:* always names the last message, even when there are only 3
    expect(open.resolve(3).toString()).toBe('3:5')
    expect(UidSet.from('1,*').resolve(9).toString()).toBe('1,9')
    expect(() => UidSet.from('1:*').subtract('*')).toThrow(RangeError)
    expect(UidSet.from('1:*').subtract('4:*').toString()).toBe('1:3')
    expect(UidSet.from('1:*').subtract('4').toString()).toBe('1:3,5:*')
    expect(UidSet.from('1,*').subtract('*').toString()).toBe('1')
  })

  test('is cut so that each part fits a command line', () => {
    const set = UidSet.from('1,3,5,7,100:200')
    expect([...set.split(5)].map(String)).toEqual(['1,3,5', '7', '100:200'])
    expect([...set.split(1000)].map(String)).toEqual(['1,3,5,7,100:200'])
  })

  test('add leaves the original as it was', () => {
    const one = UidSet.from('1')
    expect(one.add(2, 9).toString()).toBe('1:2,9')
    expect(one.toString()).toBe('1')
    expect(JSON.stringify({ set: one })).toBe('{"set":"1"}')
  })
})

describe('algebra agrees with Set', () => {
  const numbers = fc.array(fc.integer({ min: 1, max: 40 }))

  test('union, intersect, subtract, has, size and text', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const [x, y] = [SeqSet.from(a), SeqSet.from(b)]
        const [s, t] = [new Set(a), new Set(b)]
        const sorted = (set: Iterable<number>) => [...set].sort((m, n) => m - n)
        expect([...x]).toEqual(sorted(s))
        expect(x.size).toBe(s.size)
        expect([...x.union(y)]).toEqual(sorted(new Set([...a, ...b])))
        expect([...x.intersect(y)]).toEqual(
          sorted(a.filter((n) => t.has(n)).filter((n, i, all) => all.indexOf(n) === i)),
        )
        expect([...x.subtract(y)]).toEqual(sorted([...s].filter((n) => !t.has(n))))
        for (let n = 1; n <= 41; n++) expect(x.has(n)).toBe(s.has(n))
        if (!x.isEmpty) expect(SeqSet.from(x.toString()).equals(x)).toBe(true)
        for (let i = 1; i < x.ranges.length; i++) expect(x.ranges[i]![0]).toBeGreaterThan(x.ranges[i - 1]![1] + 1)
      }),
    )
  })
})
