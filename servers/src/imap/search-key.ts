import { dayOf, searchDay } from './dates.ts'
import { bodyText, decodeCharset, decodeWords } from './decoded-text.ts'
import { fieldValue, type Part, parsePart } from './mime.ts'
import type { Scanner } from './scanner.ts'
import { parseSequenceSet } from './sequence-set.ts'
import { canonicalFlag, type StoredMessage } from './store.ts'

/** A message as SEARCH sees it. */
export interface Candidate {
  message: StoredMessage
  number: number
  recent: boolean
  part(): Part
  /** What "*" means: the largest sequence number and the largest UID. */
  largest: { number: number; uid: number }
}

export type SearchKey = (candidate: Candidate) => boolean

/** Keys joined by spaces until the end or ")": all of them must match. RFC 9051 §6.4.4 */
export function searchKeys(scanner: Scanner, charset: string): SearchKey {
  const keys: SearchKey[] = []
  do keys.push(searchKey(scanner, charset))
  while (scanner.accept(' '))
  return (candidate) => keys.every((key) => key(candidate))
}

function searchKey(scanner: Scanner, charset: string): SearchKey {
  if (scanner.accept('(')) {
    const inner = searchKeys(scanner, charset)
    scanner.expect(')')
    return inner
  }
  if (/[\d*]/.test(scanner.peek())) {
    const set = parseSequenceSet(scanner.sequenceSet())
    return ({ number, largest }) => set.has(number, largest.number)
  }
  const name = scanner.word()
  const simple = SIMPLE[name]
  if (simple) return simple
  const withArgument = ARGUMENT[name]
  if (!withArgument) scanner.fault(`search key expected, got ${name}`)
  scanner.space()
  return withArgument(scanner, charset)
}

const flagged =
  (flag: string, wanted = true): SearchKey =>
  ({ message }) =>
    message.flags.has(flag) === wanted

const SIMPLE: Record<string, SearchKey> = {
  ALL: () => true,
  ANSWERED: flagged('\\Answered'),
  DELETED: flagged('\\Deleted'),
  DRAFT: flagged('\\Draft'),
  FLAGGED: flagged('\\Flagged'),
  SEEN: flagged('\\Seen'),
  UNANSWERED: flagged('\\Answered', false),
  UNDELETED: flagged('\\Deleted', false),
  UNDRAFT: flagged('\\Draft', false),
  UNFLAGGED: flagged('\\Flagged', false),
  UNSEEN: flagged('\\Seen', false),
  RECENT: ({ recent }) => recent,
  OLD: ({ recent }) => !recent,
  NEW: ({ recent, message }) => recent && !message.flags.has('\\Seen'),
}

/** Substring match without regard to case, on decoded text. */
const contains = (text: string, wanted: string): boolean => text.toLowerCase().includes(wanted)
const text = (scanner: Scanner, charset: string): string => decodeCharset(scanner.astring(), charset).toLowerCase()

const inField =
  (name: string) =>
  (scanner: Scanner, charset: string): SearchKey => {
    const wanted = text(scanner, charset)
    return hasField(name, wanted)
  }

const hasField =
  (name: string, wanted: string): SearchKey =>
  ({ part }) =>
    part().fields.some((field) => field.name.toLowerCase() === name && contains(decodeWords(field.value), wanted))

const internalDay = ({ message }: Candidate): number => Math.floor(message.date.getTime() / 86_400_000)
const sentDay = ({ part }: Candidate): number | undefined => dayOf(fieldValue(part().fields, 'date') ?? '')

const compare =
  (of: (candidate: Candidate) => number | undefined, test: (a: number, b: number) => boolean) =>
  (scanner: Scanner): SearchKey => {
    const wanted = searchDay(scanner)
    return (candidate) => {
      const day = of(candidate)
      return day !== undefined && test(day, wanted)
    }
  }

const ARGUMENT: Record<string, (scanner: Scanner, charset: string) => SearchKey> = {
  BCC: inField('bcc'),
  CC: inField('cc'),
  FROM: inField('from'),
  SUBJECT: inField('subject'),
  TO: inField('to'),
  HEADER: (scanner, charset) => {
    const name = scanner.astring().toLowerCase()
    scanner.space()
    return hasField(name, text(scanner, charset))
  },
  BODY: (scanner, charset) => {
    const wanted = text(scanner, charset)
    return ({ part }) => contains(bodyText(part()), wanted)
  },
  TEXT: (scanner, charset) => {
    const wanted = text(scanner, charset)
    return ({ part }) => contains(`${decodeWords(part().header)}\n${bodyText(part())}`, wanted)
  },
  BEFORE: compare(internalDay, (day, wanted) => day < wanted),
  ON: compare(internalDay, (day, wanted) => day === wanted),
  SINCE: compare(internalDay, (day, wanted) => day >= wanted),
  SENTBEFORE: compare(sentDay, (day, wanted) => day < wanted),
  SENTON: compare(sentDay, (day, wanted) => day === wanted),
  SENTSINCE: compare(sentDay, (day, wanted) => day >= wanted),
  KEYWORD: (scanner) => flagged(canonicalFlag(scanner.flag())),
  UNKEYWORD: (scanner) => flagged(canonicalFlag(scanner.flag()), false),
  LARGER: (scanner) => {
    const octets = scanner.number()
    return ({ message }) => message.raw.length > octets
  },
  SMALLER: (scanner) => {
    const octets = scanner.number()
    return ({ message }) => message.raw.length < octets
  },
  UID: (scanner) => {
    const set = parseSequenceSet(scanner.sequenceSet())
    return ({ message, largest }) => set.has(message.uid, largest.uid)
  },
  NOT: (scanner, charset) => {
    const key = searchKey(scanner, charset)
    return (candidate) => !key(candidate)
  },
  OR: (scanner, charset) => {
    const left = searchKey(scanner, charset)
    scanner.space()
    const right = searchKey(scanner, charset)
    return (candidate) => left(candidate) || right(candidate)
  },
}

/** Parses each message once at most. */
export function lazyPart(message: StoredMessage): () => Part {
  let part: Part | undefined
  return () => (part ??= parsePart(message.raw.toString('latin1')))
}
