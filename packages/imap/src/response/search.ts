import { parseRanges, type Range, SeqSet, UidSet } from '../sets.ts'
import { ParseError } from './parse-error.ts'
import { END, type Scanner } from './scanner.ts'

const OPEN = 0x28
const CLOSE = 0x29

/** The numbers of SEARCH and SORT: UIDs if the command was a UID command. RFC 9051 §7.3.4, RFC 5256 §4 */
export interface SearchData {
  readonly kind: 'data'
  readonly type: 'SEARCH' | 'SORT'
  /** in the server's order */
  readonly numbers: readonly number[]
  /** RFC 7162 §3.1.5 */
  readonly modseq?: bigint
}

/** RFC 9051 §7.3.4, RFC 4731, RFC 9394 */
export interface EsearchData {
  readonly kind: 'data'
  readonly type: 'ESEARCH'
  /** the command that it answers; missing when nobody asked (RFC 5267) */
  readonly tag?: string
  readonly uid: boolean
  readonly min?: number
  readonly max?: number
  readonly count?: number
  readonly all?: UidSet | SeqSet
  readonly modseq?: bigint
  /** null numbers: the window is behind the last result */
  readonly partial?: { readonly range: string; readonly numbers: UidSet | SeqSet | null }
  /** in order of results, which a sorted search needs: ALL as it was written */
  readonly order?: readonly Range[]
}

/** A message of a thread and the replies to it; the number is null where a message is missing. RFC 5256 §4 */
export interface ThreadNode {
  readonly number: number | null
  readonly children: readonly ThreadNode[]
}

export interface ThreadData {
  readonly kind: 'data'
  readonly type: 'THREAD'
  readonly threads: readonly ThreadNode[]
}

/** Messages gone, by UID. RFC 7162 §3.2.10 */
export interface VanishedData {
  readonly kind: 'data'
  readonly type: 'VANISHED'
  /** gone before this session began to look: these do not shift sequence numbers */
  readonly earlier: boolean
  readonly uids: UidSet
}

export function readSearch(scanner: Scanner, type: SearchData['type']): SearchData {
  const numbers: number[] = []
  for (let first = scanner.next(); first !== END; first = scanner.next()) {
    if (first === OPEN) {
      scanner.enter()
      scanner.spaces()
      if (scanner.keyword() !== 'MODSEQ') scanner.fail('MODSEQ')
      scanner.spaces()
      const modseq = scanner.bigint()
      scanner.leave()
      return { kind: 'data', type, numbers, modseq }
    }
    numbers.push(scanner.number())
  }
  return { kind: 'data', type, numbers }
}

export function readEsearch(scanner: Scanner): EsearchData {
  const result: { -readonly [K in keyof EsearchData]: EsearchData[K] } = { kind: 'data', type: 'ESEARCH', uid: false }
  if (scanner.next() === OPEN) {
    scanner.enter()
    scanner.spaces()
    const name = scanner.keyword()
    scanner.spaces()
    const tag = scanner.astring()
    if (name === 'TAG') result.tag = tag
    scanner.leaveAnyway()
  }
  while (scanner.next() !== END) {
    const name = scanner.keyword()
    scanner.spaces()
    switch (name) {
      case 'UID':
        result.uid = true
        break
      case 'MIN':
        result.min = scanner.number()
        break
      case 'MAX':
        result.max = scanner.number()
        break
      case 'COUNT':
        result.count = scanner.number()
        break
      case 'MODSEQ':
        result.modseq = scanner.bigint()
        break
      case 'ALL':
        result.order = readRanges(scanner)
        result.all = toSet(result.order, result.uid)
        break
      case 'PARTIAL': {
        scanner.enter()
        scanner.spaces()
        const range = scanner.atom()
        scanner.spaces()
        const numbers = scanner.nil() ? null : toSet(readRanges(scanner), result.uid)
        scanner.leave()
        result.partial = { range, numbers }
        break
      }
      default:
        scanner.skip()
    }
  }
  return result
}

function toSet(ranges: readonly Range[], uid: boolean): UidSet | SeqSet {
  return uid ? UidSet.from(ranges) : SeqSet.from(ranges)
}

function readRanges(scanner: Scanner): Range[] {
  const text = scanner.atom()
  try {
    return parseRanges(text)
  } catch (error) {
    throw new ParseError(error instanceof Error ? error.message : 'not a set')
  }
}

export function readVanished(scanner: Scanner): VanishedData {
  let earlier = false
  if (scanner.next() === OPEN) {
    scanner.enter()
    while (scanner.next() !== CLOSE) if (scanner.keyword() === 'EARLIER') earlier = true
    scanner.leave()
    scanner.spaces()
  }
  const uids = scanner.next() === END ? UidSet.empty : UidSet.from(readRanges(scanner))
  return { kind: 'data', type: 'VANISHED', earlier, uids }
}

/** `(2)(3 6 (4 23)(44 7 96))`: numbers in a row are replies to one another, lists in a row are siblings. RFC 5256 §4 */
export function readThread(scanner: Scanner): ThreadData {
  const threads: ThreadNode[] = []
  while (scanner.next() === OPEN) threads.push(...readThreadList(scanner))
  if (scanner.peek() !== END) scanner.fail('"("')
  return { kind: 'data', type: 'THREAD', threads }
}

interface Growing {
  number: number | null
  children: Growing[]
}

function readThreadList(scanner: Scanner): Growing[] {
  scanner.enter()
  const roots: Growing[] = []
  let siblings = roots
  for (let first = scanner.next(); first !== CLOSE; first = scanner.next()) {
    if (first === OPEN) {
      // ((3)(5)): the parent of both is not in the mailbox
      if (roots.length === 0) siblings = addNode(roots, null)
      siblings.push(...readThreadList(scanner))
    } else siblings = addNode(siblings, scanner.number())
  }
  scanner.leave()
  return roots
}

function addNode(siblings: Growing[], number: number | null): Growing[] {
  const node: Growing = { number, children: [] }
  siblings.push(node)
  return node.children
}
