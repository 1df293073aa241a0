import { ArgumentError } from '@linewire/wire'
/** Both ends included, first <= last. `*` is Infinity: the largest number in the mailbox, whatever that is. */
export type Range = readonly [first: number, last: number]

/** What a set can be made of. */
export type SetSource = number | string | Iterable<number | Range>

const MAX = 0xffff_ffff

/**
 * `1:4,7,12:*` in the order in which it is written, each range ascending. RFC 9051 §9 sequence-set
 *
 * @throws ArgumentError that says what is wrong; nothing but digits, `:`, `,` and `*` comes through.
 */
export function parseRanges(text: string): Range[] {
  if (text === '') throw new ArgumentError('a set must not be empty')
  return text.split(',').map((part) => {
    const colon = part.indexOf(':')
    const first = parseNumber(colon === -1 ? part : part.slice(0, colon), text)
    const last = colon === -1 ? first : parseNumber(part.slice(colon + 1), text)
    return first <= last ? [first, last] : [last, first]
  })
}

function parseNumber(digits: string, whole: string): number {
  if (digits === '*') return Infinity
  const excerpt = JSON.stringify(whole.length > 60 ? `${whole.slice(0, 60)}…` : whole)
  if (!/^[0-9]{1,10}$/.test(digits)) {
    throw new ArgumentError(`${JSON.stringify(digits.slice(0, 20))} is not a number or "*" (in the set ${excerpt})`)
  }
  return checkNumber(Number(digits))
}

function checkNumber(value: number): number {
  if (value === Infinity || (Number.isInteger(value) && value >= 1 && value <= MAX)) return value
  throw new ArgumentError(`${value} is not a message number: these go from 1 to ${MAX}`)
}

/** Sorted, disjoint, with no two ranges that touch. */
function normalise(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  const sorted = isSorted(ranges) ? ranges : [...ranges].sort((a, b) => (a[0] === b[0] ? 0 : a[0] - b[0]))
  for (const [first, last] of sorted) {
    const previous = result.at(-1)
    if (previous && (first <= previous[1] || first === previous[1] + 1)) {
      if (last > previous[1]) result[result.length - 1] = [previous[0], last]
    } else result.push([first, last])
  }
  return result
}

function isSorted(ranges: readonly Range[]): boolean {
  for (let i = 1; i < ranges.length; i++) if (ranges[i]![0] < ranges[i - 1]![0]) return false
  return true
}

function toRanges(source: SetSource): readonly Range[] {
  if (source instanceof NumberSet) return source.ranges
  if (typeof source === 'string') return normalise(parseRanges(source))
  if (typeof source === 'number') return [[checkNumber(source), source]]
  const ranges: Range[] = []
  for (const item of source) {
    if (typeof item === 'number') ranges.push([checkNumber(item), item])
    else {
      const [first, last] = [checkNumber(item[0]), checkNumber(item[1])]
      ranges.push(first <= last ? [first, last] : [last, first])
    }
  }
  return normalise(ranges)
}

/** What UidSet and SeqSet share: immutable sets of 32-bit numbers, kept as ranges and never expanded. */
export abstract class NumberSet<Self> implements Iterable<number> {
  /** Sorted, disjoint, with no two ranges that touch. */
  readonly ranges: readonly Range[]

  /** Use `from`. */
  constructor(ranges: readonly Range[]) {
    this.ranges = ranges
  }

  protected abstract make(ranges: readonly Range[]): Self
  protected abstract accept(other: Self | SetSource): readonly Range[]

  get isEmpty(): boolean {
    return this.ranges.length === 0
  }

  /** Whether `*` is in it: how many numbers that makes is for the mailbox to say. */
  get isOpen(): boolean {
    return this.ranges.at(-1)?.[1] === Infinity
  }

  /** How many numbers; Infinity when the set is open. O(ranges) */
  get size(): number {
    let size = 0
    for (const [first, last] of this.ranges) size += last === Infinity ? Infinity : last - first + 1
    return size
  }

  /** Smallest number; undefined when empty, Infinity for a lone `*`. */
  get first(): number | undefined {
    return this.ranges[0]?.[0]
  }

  /** Largest number; undefined when empty, Infinity when open. */
  get last(): number | undefined {
    return this.ranges.at(-1)?.[1]
  }

  /** O(log ranges). A lone `*` has no number that is known. */
  has(value: number): boolean {
    let low = 0
    let high = this.ranges.length - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const [first, last] = this.ranges[middle]!
      if (value < first) high = middle - 1
      else if (value > last) low = middle + 1
      else return true
    }
    return false
  }

  /** This set and the numbers given. Many at once are cheaper than one by one. */
  add(...numbers: readonly number[]): Self {
    return this.union(numbers)
  }

  union(other: Self | SetSource): Self {
    return this.make(normalise([...this.ranges, ...this.accept(other)]))
  }

  intersect(other: Self | SetSource): Self {
    const theirs = this.accept(other)
    const result: Range[] = []
    for (let i = 0, k = 0; i < this.ranges.length && k < theirs.length; ) {
      const a = this.ranges[i]!
      const b = theirs[k]!
      const first = Math.max(a[0], b[0])
      const last = Math.min(a[1], b[1])
      if (first <= last) result.push([first, last])
      if (a[1] < b[1]) i++
      else k++
    }
    return this.make(result)
  }

  /** @throws RangeError when a lone `*` would have to come out of an open range: `resolve` it first */
  subtract(other: Self | SetSource): Self {
    const theirs = this.accept(other)
    const result: Range[] = []
    let k = 0
    for (const range of this.ranges) {
      let first = range[0]
      const last = range[1]
      while (k < theirs.length && theirs[k]![1] < first) k++
      let i = k
      for (; i < theirs.length && theirs[i]![0] <= last; i++) {
        const [from, to] = theirs[i]!
        if (from === Infinity && first !== Infinity)
          throw new RangeError('"*" cannot be taken out before it is resolved')
        if (from > first) result.push([first, from - 1])
        first = to === Infinity ? NaN : to + 1
      }
      if (first <= last) result.push([first, last])
    }
    return this.make(result)
  }

  /** The same set in a mailbox whose largest number is `max`: `*` becomes it, and `5:*` is never empty. RFC 9051 §9 */
  resolve(max: number): Self {
    checkNumber(max)
    return this.make(
      normalise(
        this.ranges.map(([first, last]): Range => {
          if (last !== Infinity) return [first, last]
          return first === Infinity || first > max ? [max, first === Infinity ? max : first] : [first, max]
        }),
      ),
    )
  }

  /** The same set cut so that each part, written out, has at most `octets` octets: servers limit their command lines. */
  *split(octets: number): Generator<Self, void> {
    let part: Range[] = []
    let used = 0
    for (const range of this.ranges) {
      const length = rangeText(range).length + 1
      if (used + length > octets + 1 && part.length > 0) {
        yield this.make(part)
        part = []
        used = 0
      }
      part.push(range)
      used += length
    }
    if (part.length > 0) yield this.make(part)
  }

  /** Ascending and one at a time. @throws RangeError when the set is open: nobody knows where to stop */
  *[Symbol.iterator](): Generator<number, void> {
    if (this.isOpen) throw new RangeError(`${this} holds "*": resolve it before iterating`)
    for (const [first, last] of this.ranges) for (let value = first; value <= last; value++) yield value
  }

  /** @throws RangeError when there are more than `max` numbers, or nobody knows how many */
  toArray(max = 1_000_000): number[] {
    if (this.size > max) throw new RangeError(`a set of ${this.size} numbers is not expanded beyond ${max}`)
    return [...this]
  }

  equals(other: Self | SetSource): boolean {
    const theirs = this.accept(other)
    return (
      theirs.length === this.ranges.length &&
      this.ranges.every(([first, last], i) => theirs[i]![0] === first && theirs[i]![1] === last)
    )
  }

  /** Normalised and ascending: hMailServer and exmail.qq.com refuse `*:1` (defects#40). Empty for the empty set. */
  toString(): string {
    return this.ranges.map(rangeText).join(',')
  }

  toJSON(): string {
    return this.toString()
  }
}

function rangeText([first, last]: Range): string {
  const from = first === Infinity ? '*' : `${first}`
  return first === last ? from : `${from}:${last === Infinity ? '*' : last}`
}

/** A set of unique identifiers. RFC 9051 §2.3.1.1 */
export class UidSet extends NumberSet<UidSet> {
  static readonly empty: UidSet = new UidSet([])

  get kind(): 'uid' {
    return 'uid'
  }

  /**
   * From a number, `'1:5,9:*'`, numbers, or ranges.
   *
   * @throws ArgumentError when the text is no set, or when it is a set of sequence numbers
   */
  static from(source: UidSet | SetSource): UidSet {
    if (source instanceof UidSet) return source
    if (source instanceof SeqSet) throw new ArgumentError('a set of sequence numbers was given where UIDs are meant')
    return new UidSet(toRanges(source))
  }

  protected override make(ranges: readonly Range[]): UidSet {
    return new UidSet(ranges)
  }

  protected override accept(other: UidSet | SetSource): readonly Range[] {
    return UidSet.from(other).ranges
  }
}

/** A set of message sequence numbers. RFC 9051 §2.3.1.2 */
export class SeqSet extends NumberSet<SeqSet> {
  static readonly empty: SeqSet = new SeqSet([])

  get kind(): 'seq' {
    return 'seq'
  }

  /** See UidSet.from. @throws ArgumentError when the text is no set, or when it is a set of UIDs */
  static from(source: SeqSet | SetSource): SeqSet {
    if (source instanceof SeqSet) return source
    if (source instanceof UidSet) throw new ArgumentError('a set of UIDs was given where sequence numbers are meant')
    return new SeqSet(toRanges(source))
  }

  protected override make(ranges: readonly Range[]): SeqSet {
    return new SeqSet(ranges)
  }

  protected override accept(other: SeqSet | SetSource): readonly Range[] {
    return SeqSet.from(other).ranges
  }
}
