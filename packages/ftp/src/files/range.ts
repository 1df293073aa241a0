/** A part of a file that is yet to come. */
export interface Range {
  /** where the next octet of it goes */
  at: number
  /** the octet behind it; Infinity where nobody knows how long the file is */
  readonly end: number
  /** whether the file ends there: all that comes belongs to it */
  readonly last: boolean
  done: boolean
}

/** From an octet to another one: two numbers, for a record. */
export type Span = readonly [from: number, to: number]

/** What lies between the spans that are there, up to the size of the file. */
export function missing(there: readonly Span[], size: number): Range[] {
  const ranges: Range[] = []
  let at = 0
  for (const [from, to] of [...there].sort((a, b) => a[0] - b[0])) {
    if (from > at) ranges.push(range(at, from, size))
    at = Math.max(at, to)
  }
  // a file of no octets is a range too: only the server can say that it is whole
  if (at < size || size === 0) ranges.push(range(at, size, size))
  return ranges
}

/** What is there already of a file of that size. */
export function present(ranges: readonly Range[], size: number): Span[] {
  const spans: Span[] = []
  let at = 0
  for (const { at: from, end, done } of [...ranges].sort((a, b) => a.at - b.at)) {
    if (done) continue
    if (from > at) spans.push([at, from])
    at = Math.min(end, size)
  }
  if (at < size) spans.push([at, size])
  return spans
}

/** Cuts the largest of them in two until there are as many as wanted, none of them smaller than `least` octets. */
export function split(ranges: readonly Range[], count: number, least: number): Range[] {
  const cut = [...ranges]
  while (cut.length < count) {
    const largest = cut.reduce((a, b) => (length(b) > length(a) ? b : a), range(0, 0, -1))
    if (length(largest) < 2 * least || largest.end === Number.POSITIVE_INFINITY) return cut
    const middle = largest.at + Math.floor(length(largest) / 2)
    const halves = [
      { ...largest, end: middle, last: false },
      { ...largest, at: middle },
    ]
    cut.splice(cut.indexOf(largest), 1, ...halves)
  }
  return cut
}

const length = ({ at, end }: Range): number => end - at
const range = (at: number, end: number, size: number): Range => ({ at, end, last: end === size, done: false })
