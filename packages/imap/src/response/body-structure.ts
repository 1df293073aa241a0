import { type Envelope, readEnvelope } from './envelope.ts'
import { makeParameters, type Parameters, readParameters } from './parameters.ts'
import type { Scanner, Value } from './scanner.ts'

const OPEN = 0x28
const CLOSE = 0x29

export interface Disposition {
  /** `inline`, `attachment` …, in lower case */
  readonly type: string
  readonly parameters: Parameters
}

interface Common {
  /** The section that FETCH knows it by: `1.2`, or `TEXT` and `2.TEXT` for the multipart that a message consists of. RFC 9051 §6.4.5.1 */
  readonly part: string
  /** in lower case, as are subtype and encoding */
  readonly type: string
  readonly subtype: string
  readonly parameters: Parameters
  readonly disposition: Disposition | null
  readonly language: readonly string[] | null
  readonly location: string | null
  /** what servers add behind it; empty for nearly all */
  readonly extensions: readonly Value[]
}

export interface MultiPart extends Common {
  readonly kind: 'multipart'
  readonly parts: readonly BodyPart[]
}

export interface SinglePart extends Common {
  readonly kind: 'single'
  readonly id: string | null
  readonly description: string | null
  /** `7bit`, `base64` …; `7bit` when the server says NIL or nothing (RFC 2045 §6.1) */
  readonly encoding: string
  /** octets, in the transfer encoding */
  readonly size: number
  /** text parts alone */
  readonly lines: number | null
  readonly md5: string | null
}

/** A message within the message. */
export interface MessagePart extends Omit<SinglePart, 'kind'> {
  readonly kind: 'message'
  readonly envelope: Envelope
  /** null when the server does not tell: `()` (Domino, MailKit#944) */
  readonly body: BodyPart | null
}

export type BodyPart = MultiPart | SinglePart | MessagePart

const MULTIPART = new Set('mixed alternative related digest parallel report signed encrypted form-data'.split(' '))
const DISPOSITION = new Set(['inline', 'attachment', 'form-data'])

/** BODY or BODYSTRUCTURE of a message; null for `()` and NIL. RFC 9051 §7.5.2 */
export function readBodyStructure(scanner: Scanner): BodyPart | null {
  return readPart(scanner, '', true)
}

/** @param prefix the part that the node is in; @param top whether the node is all there is of a message */
function readPart(scanner: Scanner, prefix: string, top: boolean, number = 1): BodyPart | null {
  if (scanner.next() !== OPEN && scanner.nil()) return null
  scanner.enter()
  const first = scanner.next()
  let part: BodyPart | null = null
  if (first === OPEN) part = readMultiPart(scanner, prefix, top, number)
  else if (first !== CLOSE) part = readSinglePart(scanner, prefix, top, number)
  scanner.leaveAnyway()
  return part
}

function join(prefix: string, last: string | number): string {
  return prefix === '' ? `${last}` : `${prefix}.${last}`
}

function readMultiPart(scanner: Scanner, prefix: string, top: boolean, number: number): MultiPart {
  // the parts of the multipart that a message consists of are numbered as if they were the message's own
  const parent = top ? prefix : join(prefix, number)
  const parts: BodyPart[] = []
  for (let i = 1; scanner.next() === OPEN; i++) {
    const part = readPart(scanner, parent, false, i)
    if (part !== null) parts.push(part)
  }
  const subtype = (scanner.peek() === CLOSE ? null : scanner.lowered()) ?? 'mixed'
  return finishMultiPart(scanner, top ? join(prefix, 'TEXT') : parent, subtype, parts)
}

function finishMultiPart(scanner: Scanner, part: string, subtype: string, parts: readonly BodyPart[]): MultiPart {
  const parameters = readParameters(scanner)
  return { kind: 'multipart', part, type: 'multipart', subtype, parts, parameters, ...readTail(scanner) }
}

function readSinglePart(scanner: Scanner, prefix: string, top: boolean, number: number): BodyPart {
  const part = join(prefix, number)
  const type = scanner.lowered()
  const behind = scanner.next()
  // ("MIXED"), ("ALTERNATIVE" ("BOUNDARY" "x") …), ("RELATED" NIL ("ATTACHMENT" NIL) NIL): multiparts without a child
  // (Gmail, MailKit#1841, ruby#7153)
  if (type !== null && MULTIPART.has(type) && (behind === OPEN || behind === CLOSE || peekNil(scanner))) {
    return finishMultiPart(scanner, top ? join(prefix, 'TEXT') : part, type, [])
  }
  // ("X-ZIP" ("BOUNDARY" "") …): a type of one word
  if (type !== null && (behind === OPEN || behind === CLOSE)) return readFields(scanner, part, 'application', type)
  const subtype = scanner.lowered()
  if (subtype === null) return readFields(scanner, part, type ?? 'application', 'octet-stream')
  // (NIL "alternative" ("BOUNDARY" "x")): the list of children was NIL
  if (MULTIPART.has(subtype) && (type === null || (type === 'multipart' && scanner.next() === CLOSE))) {
    return finishMultiPart(scanner, top ? join(prefix, 'TEXT') : part, subtype, [])
  }
  return readFields(scanner, part, type ?? 'application', subtype)
}

function peekNil(scanner: Scanner): boolean {
  const here = scanner.mark()
  const nil = scanner.nil()
  scanner.reset(here)
  return nil
}

function readFields(scanner: Scanner, part: string, type: string, subtype: string): BodyPart {
  const parameters = readParameters(scanner)
  const id = optional(scanner)
  const description = optional(scanner)
  const encoding = (scanner.next() === CLOSE ? null : scanner.lowered()) ?? '7bit'
  const size = isNumber(scanner) ? scanner.number() : 0
  const fields = { part, type, subtype, parameters, id, description, encoding, size }
  if (type === 'message' && (subtype === 'rfc822' || subtype === 'global') && isMessage(scanner)) {
    const envelope = readEnvelope(scanner)
    const body = readPart(scanner, part, true)
    const lines = isNumber(scanner) ? scanner.number() : null
    return { kind: 'message', ...fields, lines, envelope, body, md5: optional(scanner), ...readTail(scanner) }
  }
  // the number of lines may be missing from a text (Bluemind), and present where nobody asked
  const lines = isNumber(scanner) ? scanner.number() : null
  return { kind: 'single', ...fields, lines, md5: optional(scanner), ...readTail(scanner) }
}

/** Some servers send message/rfc822 with the fields of any other type (ruby#6397): no envelope follows then. */
function isMessage(scanner: Scanner): boolean {
  if (scanner.next() === OPEN) return true
  // NIL for the envelope or NIL for the md5? Only a message has a number two fields on
  const here = scanner.mark()
  let message = false
  if (scanner.nil() && scanner.next() !== CLOSE) {
    scanner.skip()
    message = isNumber(scanner)
  }
  scanner.reset(here)
  return message
}

/** A digit, or the `-` of `-1` (MailKit#823). Not NIL: that is the next field. */
function isNumber(scanner: Scanner): boolean {
  const byte = scanner.next()
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d
}

/** A string, NIL or nothing; `()` is nothing as well (Domino sends it for a location). */
function optional(scanner: Scanner): string | null {
  const byte = scanner.next()
  if (byte === CLOSE) return null
  if (byte !== OPEN) return scanner.nstring()
  // a list where a string belongs: md5 is missing, the list is the disposition
  const here = scanner.mark()
  scanner.enter()
  if (scanner.next() !== CLOSE) {
    scanner.reset(here)
    return null
  }
  scanner.leave()
  return null
}

type Tail = Pick<Common, 'disposition' | 'language' | 'location' | 'extensions'>

/** Disposition, language, location and what may come behind. The first two are told apart by shape (MailKit#953). */
function readTail(scanner: Scanner): Tail {
  const first = scanner.next() === CLOSE ? null : scanner.value()
  const second = scanner.next() === CLOSE ? null : scanner.value()
  let disposition = toDisposition(first)
  let language = second
  if (disposition === null && first !== null) {
    disposition = toDisposition(second)
    if (disposition !== null || second === null) language = first
  } else if (disposition === null && second !== null) {
    disposition = toDisposition(second)
    if (disposition !== null) language = null
  }
  const location = optional(scanner)
  const extensions: Value[] = []
  while (scanner.next() !== CLOSE) extensions.push(scanner.value())
  return { disposition, language: toLanguage(language), location, extensions }
}

/** `("attachment" ("filename" "a.txt"))`, or a bare `"inline"` (Exchange, MailKit#919); null for `(NIL NIL)`. */
function toDisposition(value: Value): Disposition | null {
  if (value === null) return null
  if (typeof value === 'string') {
    const type = value.toLowerCase()
    return DISPOSITION.has(type) ? { type, parameters: makeParameters() } : null
  }
  const [type, list] = value
  if (typeof type !== 'string' || typeof list === 'string') return null
  if (value.length === 1 && !DISPOSITION.has(type.toLowerCase())) return null
  const parameters = makeParameters()
  for (let i = 0; list && i + 1 < list.length; i += 2) {
    const [name, text] = [list[i], list[i + 1]]
    if (typeof name === 'string' && typeof text === 'string') parameters[name.toLowerCase()] = text
  }
  return { type: type.toLowerCase(), parameters }
}

function toLanguage(value: Value): readonly string[] | null {
  if (value === null) return null
  const tags = (typeof value === 'string' ? [value] : value).filter((tag): tag is string => typeof tag === 'string')
  return tags.length === 0 ? null : tags
}
