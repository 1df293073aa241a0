import { SyntaxFault } from './scanner.ts'

const NUMBER = /^[1-9]\d{0,9}$/
const STAR = Number.POSITIVE_INFINITY

/** A parsed sequence set: which numbers it holds, once the largest number in the mailbox is known. RFC 9051 §9 */
export interface SequenceSet {
  /** Whether the number is in the set; `largest` is what "*" stands for (0 in an empty mailbox). */
  has(number: number, largest: number): boolean
  /** The largest number that is written out, without "*". */
  readonly highest: number
}

/** "2,4:7,9,12:*"; a range may be written backwards. Throws SyntaxFault. */
export function parseSequenceSet(text: string): SequenceSet {
  const ranges = text.split(',').map((range): [number, number] => {
    const [from = '', to = from, ...more] = range.split(':')
    if (more.length > 0) throw new SyntaxFault(`bad sequence set ${text}`)
    return [bound(from, text), bound(to, text)]
  })
  return {
    has: (number, largest) =>
      ranges.some(([from, to]) => {
        const a = from === STAR ? largest : from
        const b = to === STAR ? largest : to
        return number >= Math.min(a, b) && number <= Math.max(a, b)
      }),
    highest: Math.max(0, ...ranges.flat().filter((number) => number !== STAR)),
  }
}

function bound(text: string, whole: string): number {
  if (text === '*') return STAR
  if (!NUMBER.test(text)) throw new SyntaxFault(`bad sequence set ${whole}`)
  return Number(text)
}

/** Ascending numbers as a set: 1, 2, 3, 7 is "1:3,7". */
export function formatSequenceSet(numbers: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && number <= last[1] + 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}:${to}`)).join(',')
}
