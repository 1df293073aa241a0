import { parseInternalDate } from '../internal-date.ts'
import { readBodyStructure } from './body-structure.ts'
import { readEnvelope } from './envelope.ts'
import { FetchData } from './fetch-data.ts'
import { readFlags, readLabels } from './flag-list.ts'
import { NestingError, ParseError } from './parse-error.ts'
import { END, LITERAL, type Scanner } from './scanner.ts'
import { readSection } from './section.ts'
import type { Streamed } from './segments.ts'

export { type BodySection, FetchData, type MalformedItem, type RawItem } from './fetch-data.ts'

const OPEN = 0x28
const CLOSE = 0x29
const BRACKET = 0x5b
const QUOTE = 0x22
const BACKSLASH = 0x5c

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
  // the name ends where its section begins
  const name = scanner.keyword(BRACKET)
  const start = scanner.mark()
  try {
    readValue(scanner, data, name)
  } catch (error) {
    if (!(error instanceof ParseError) || error instanceof NestingError) throw error
    scanner.reset(start)
    skipItem(scanner)
    const raw = scanner.raw(start)
    data.malformed.push({ malformed: true, item: name, raw, reason: error.message })
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

function readValue(scanner: Scanner, data: FetchData, name: string): void {
  if (scanner.peek() === BRACKET) {
    if (name === 'BODY' || name === 'BINARY' || name === 'BODY.PEEK' || name === 'BINARY.PEEK') {
      const { section, origin } = readSection(scanner)
      data.sections.push({
        item: name.startsWith('BODY') ? 'BODY' : 'BINARY',
        section,
        origin,
        value: readOctets(scanner),
      })
      return
    }
    if (name === 'BINARY.SIZE') {
      const { section } = readSection(scanner)
      scanner.spaces()
      const size = scanner.number()
      data.binarySizes ??= new Map()
      data.binarySizes.set(section, size)
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
      data.sections.push({ item: 'BODY', section: '', origin: null, value: readOctets(scanner) })
      return
    case 'RFC822.HEADER':
      data.sections.push({ item: 'BODY', section: 'HEADER', origin: null, value: readOctets(scanner) })
      return
    case 'RFC822.TEXT':
      data.sections.push({ item: 'BODY', section: 'TEXT', origin: null, value: readOctets(scanner) })
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
      data.unknown.push({ item: name, raw: scanner.raw(start) })
    }
  }
}

/** NIL, a string, or nothing at all: `BODY[2] )` (Yandex, MailKit#1708). The space may be missing (old GreenMail#187). */
function readOctets(scanner: Scanner): Buffer | Streamed | null {
  const first = scanner.next()
  if (first === LITERAL) return scanner.literal()
  if (first === CLOSE || first === END || scanner.nil()) return null
  if (first !== QUOTE) scanner.fail('a string or NIL')
  const start = scanner.at + 1
  scanner.quoted()
  const octets = Buffer.from(scanner.bytes.subarray(start, scanner.at - 1))
  if (!octets.includes(BACKSLASH)) return octets
  return Buffer.from(octets.toString('latin1').replace(/\\(.)/gs, '$1'), 'latin1')
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
