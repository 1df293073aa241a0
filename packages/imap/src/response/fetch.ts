import { canonicalFlag, type Flag } from '../flags.ts'
import { parseInternalDate } from '../internal-date.ts'
import { type BodyPart, readBodyStructure } from './body-structure.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import { NestingError, ParseError } from './parse-error.ts'
import { END, LITERAL, type Scanner } from './scanner.ts'
import { readSection } from './section.ts'
import type { Streamed } from './segments.ts'

const OPEN = 0x28
const CLOSE = 0x29
const BRACKET = 0x5b
const QUOTE = 0x22

/** `BODY[section]<origin>` and its relatives. RFC822, RFC822.HEADER and RFC822.TEXT appear as '', HEADER and TEXT. */
export interface BodySection {
  readonly item: 'BODY' | 'BINARY'
  /** as the server echoes it, in upper case: `1.2.MIME`, `HEADER.FIELDS (SUBJECT)`, '' for all */
  readonly section: string
  /** offset of the first octet when a part of it was asked for */
  readonly origin: number | null
  /** null when the section does not exist */
  readonly value: Buffer | Streamed | null
}

/** An item that cannot be read, or whose name is unknown. */
export interface RawItem {
  readonly item: string
  /** the octets behind the name, as sent */
  readonly raw: Buffer
}

export interface MalformedItem extends RawItem {
  readonly malformed: true
  readonly reason: string
}

/** What one `* n FETCH (…)` says: only what it holds is defined. RFC 9051 §7.5.2 */
export class FetchData {
  readonly kind = 'data' as const
  readonly type = 'FETCH' as const
  /** message sequence number; 0 from Courier for a message that went meanwhile (Courier#428) */
  readonly seq: number
  uid: number | undefined = undefined
  flags: ReadonlySet<Flag> | undefined = undefined
  /** null when the server's date is none, such as `00-Jan-0000 00:00:00 +0000` (Domino) */
  internalDate: Date | null | undefined = undefined
  /** octets */
  size: number | undefined = undefined
  envelope: Envelope | undefined = undefined
  /** null when the server knows none: `()` */
  bodyStructure: BodyPart | null | undefined = undefined
  /** 0n when the mailbox keeps none. RFC 7162 §3.1.4.2 */
  modseq: bigint | undefined = undefined
  /** RFC 8514; null when it is not known */
  saveDate: Date | null | undefined = undefined
  /** RFC 8474 §5.1 */
  emailId: string | undefined = undefined
  /** RFC 8474 §5.2; null when the server keeps no threads */
  threadId: string | null | undefined = undefined
  /** RFC 8970; null when it is not made yet */
  preview: string | null | undefined = undefined
  /** Gmail's X-GM-LABELS, X-GM-MSGID and X-GM-THRID */
  labels: ReadonlySet<string> | undefined = undefined
  gmailMessageId: bigint | undefined = undefined
  gmailThreadId: bigint | undefined = undefined
  sections: readonly BodySection[] = NO_SECTIONS
  /** BINARY.SIZE: octets after decoding, by section. RFC 3516 §4.3 */
  binarySizes: ReadonlyMap<string, number> | undefined = undefined
  /** items of unknown names */
  unknown: readonly RawItem[] = NO_ITEMS
  /** items that were to be understood and could not be; the others are untouched */
  malformed: readonly MalformedItem[] = NO_MALFORMED

  constructor(seq: number) {
    this.seq = seq
  }
}

const NO_SECTIONS: readonly BodySection[] = Object.freeze([])
const NO_ITEMS: readonly RawItem[] = Object.freeze([])
const NO_MALFORMED: readonly MalformedItem[] = Object.freeze([])

/**
 * The list of a FETCH response, the scanner standing before its `(`.
 *
 * Parentheses at this level are only counted: Domino wraps single items in them (`(ENVELOPE (…))`), Xeams closes the
 * list and goes on (paperless-ngx#13412), and a miscounted literal may lose the last one (MailKit#954).
 */
export function readFetch(scanner: Scanner, seq: number): FetchData {
  const data = new FetchData(seq)
  if (scanner.next() !== OPEN) scanner.fail('"(" behind FETCH')
  for (;;) {
    switch (scanner.next()) {
      case END:
        return data
      case OPEN:
      case CLOSE:
        scanner.at++
        break
      case LITERAL:
      case QUOTE:
        // a value without a name: the rest of an item that failed
        scanner.skip()
        break
      default:
        readItem(scanner, data)
    }
  }
}

function readItem(scanner: Scanner, data: FetchData): void {
  const name = readName(scanner)
  const start = scanner.mark()
  try {
    readValue(scanner, data, name)
  } catch (error) {
    if (!(error instanceof ParseError) || error instanceof NestingError) throw error
    scanner.reset(start)
    skipItem(scanner)
    const raw = scanner.raw(start)
    data.malformed = [...data.malformed, { malformed: true, item: name, raw, reason: error.message }]
  }
}

/** Steps over one value; if not even that can be told, over everything that is left. */
function skipItem(scanner: Scanner): void {
  const start = scanner.mark()
  try {
    while (scanner.peek() === BRACKET) readSection(scanner)
    const first = scanner.next()
    if (first !== CLOSE && first !== END) scanner.skip()
  } catch (error) {
    if (!(error instanceof ParseError) || error instanceof NestingError) throw error
    scanner.reset(start)
    scanner.finish()
  }
}

/** An item's name ends at a space, a parenthesis or the `[` of its section. */
function readName(scanner: Scanner): string {
  const { bytes, at, end } = scanner
  for (let i = at; i < end; i++) {
    const byte = bytes[i]!
    if (byte === BRACKET && i > at) {
      scanner.end = i
      try {
        return scanner.keyword()
      } finally {
        scanner.end = end
      }
    }
    if (byte === 0x20 || byte === OPEN || byte === CLOSE || byte === QUOTE) break
  }
  return scanner.keyword()
}

function readValue(scanner: Scanner, data: FetchData, name: string): void {
  if (scanner.peek() === BRACKET) {
    if (name === 'BODY' || name === 'BINARY' || name === 'BODY.PEEK' || name === 'BINARY.PEEK') {
      const { section, origin } = readSection(scanner)
      addSection(data, name.startsWith('BODY') ? 'BODY' : 'BINARY', section, origin, readOctets(scanner))
      return
    }
    if (name === 'BINARY.SIZE') {
      const { section } = readSection(scanner)
      scanner.spaces()
      data.binarySizes = new Map(data.binarySizes).set(section, scanner.number())
      return
    }
  }
  scanner.spaces()
  switch (name) {
    case 'UID':
      data.uid = scanner.number()
      return
    case 'FLAGS':
      data.flags = readFlags(scanner)
      return
    case 'RFC822.SIZE':
      data.size = scanner.number()
      return
    case 'INTERNALDATE':
      data.internalDate = parseInternalDate(scanner.nstring() ?? '') ?? null
      return
    case 'ENVELOPE':
      data.envelope = readEnvelope(scanner)
      return
    case 'BODYSTRUCTURE':
      data.bodyStructure = readBodyStructure(scanner)
      return
    case 'BODY': {
      // the short form must not replace the long one
      const short = readBodyStructure(scanner)
      data.bodyStructure ??= short
      return
    }
    case 'MODSEQ':
      data.modseq = readModseq(scanner)
      return
    case 'RFC822':
      addSection(data, 'BODY', '', null, readOctets(scanner))
      return
    case 'RFC822.HEADER':
      addSection(data, 'BODY', 'HEADER', null, readOctets(scanner))
      return
    case 'RFC822.TEXT':
      addSection(data, 'BODY', 'TEXT', null, readOctets(scanner))
      return
    case 'SAVEDATE':
      data.saveDate = parseInternalDate(scanner.nstring() ?? '') ?? null
      return
    case 'EMAILID':
      data.emailId = readParenthesized(scanner) ?? ''
      return
    case 'THREADID':
      data.threadId = readParenthesized(scanner)
      return
    case 'PREVIEW':
      data.preview = scanner.nstring()
      return
    case 'X-GM-LABELS':
      data.labels = readLabels(scanner)
      return
    case 'X-GM-MSGID':
      data.gmailMessageId = scanner.bigint()
      return
    case 'X-GM-THRID':
      data.gmailThreadId = scanner.bigint()
      return
    default: {
      const start = scanner.mark()
      skipItem(scanner)
      data.unknown = [...data.unknown, { item: name, raw: scanner.raw(start) }]
    }
  }
}

function addSection(
  data: FetchData,
  item: 'BODY' | 'BINARY',
  section: string,
  origin: number | null,
  value: BodySection['value'],
) {
  const one = { item, section, origin, value }
  data.sections = data.sections.length === 0 ? [one] : [...data.sections, one]
}

/** NIL, a string, or nothing at all: `BODY[2] )` (Yandex, MailKit#1708). The space may be missing (old GreenMail#187). */
function readOctets(scanner: Scanner): Buffer | Streamed | null {
  const first = scanner.next()
  if (first === LITERAL) return scanner.literal()
  if (first === CLOSE || first === END || scanner.nil()) return null
  if (first !== QUOTE) scanner.fail('a string or NIL')
  return Buffer.from(scanner.quoted(), 'utf8')
}

/** `(\Seen $Junk)`. Quoted flags (MailKit#771) and NIL in the list (MailKit#1042) were seen. */
export function readFlags(scanner: Scanner): ReadonlySet<Flag> {
  const flags = new Set<Flag>()
  if (scanner.next() !== OPEN && scanner.nil()) return flags
  scanner.enter()
  for (let first = scanner.next(); first !== CLOSE; first = scanner.next()) {
    if (first === QUOTE || first === LITERAL) flags.add(canonicalFlag(scanner.astring()))
    else if (first === OPEN || first === END) scanner.fail('a flag')
    else if (!scanner.nil()) flags.add(canonicalFlag(scanner.word()))
  }
  scanner.leave()
  return flags
}

function readLabels(scanner: Scanner): ReadonlySet<string> {
  const labels = new Set<string>()
  if (scanner.nil()) return labels
  scanner.enter()
  while (scanner.next() !== CLOSE) labels.add(scanner.astring())
  scanner.leave()
  return labels
}

/** `(n)`; the parentheses were seen missing. */
function readModseq(scanner: Scanner): bigint {
  if (scanner.peek() !== OPEN) return scanner.bigint()
  scanner.enter()
  scanner.spaces()
  const modseq = scanner.bigint()
  scanner.leave()
  return modseq
}

/** `(M6d99ac3275bb4e)` or NIL */
function readParenthesized(scanner: Scanner): string | null {
  if (scanner.peek() !== OPEN) return scanner.nstring()
  scanner.enter()
  scanner.spaces()
  const id = scanner.nstring()
  scanner.leaveAnyway()
  return id
}
