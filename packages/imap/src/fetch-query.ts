import { ArgumentError, WireError } from '@linewire/wire'
import type { Flag } from './flags.ts'
import { astring } from './quote.ts'
import type { BodyPart } from './response/body-structure.ts'
import type { Envelope } from './response/envelope.ts'
import type { BodySection, FetchData } from './response/fetch-data.ts'
import { HeaderBlock } from './response/header-block.ts'

/** A run of octets. RFC 9051 §6.4.5 partial */
export interface OctetRange {
  /** offset of the first one */
  readonly start: number
  readonly length: number
}

/** A part by its number, or `1.MIME`, `2.HEADER`, `TEXT` …; an object for some of its octets, or for decoded ones. */
export type PartSpec = string | ({ readonly part: string; readonly decoded?: boolean } & Partial<OctetRange>)

/** What to fetch of each message. The UID comes always. RFC 9051 §6.4.5 */
export interface FetchQuery {
  uid?: boolean
  flags?: boolean
  envelope?: boolean
  bodyStructure?: boolean
  internalDate?: boolean
  /** octets of the whole message */
  size?: boolean
  /** CONDSTORE, RFC 7162 §3.1.4.2 */
  modseq?: boolean
  /** RFC 8514 */
  saveDate?: boolean
  /** RFC 8474 */
  emailId?: boolean
  threadId?: boolean
  /** RFC 8970 */
  preview?: boolean
  /** Gmail's */
  labels?: boolean
  /** all header fields, or those named */
  headers?: boolean | readonly string[]
  parts?: readonly PartSpec[]
  /** the whole message, or a run of its octets; \Seen is never set */
  source?: boolean | OctetRange
}

/** What each key of a query brings. */
export interface FetchItems {
  uid: number
  flags: ReadonlySet<Flag>
  envelope: Envelope
  bodyStructure: BodyPart
  /** null when the server's date is none */
  internalDate: Date | null
  size: number
  modseq: bigint
  saveDate: Date | null
  emailId: string
  threadId: string | null
  preview: string | null
  labels: ReadonlySet<string>
  headers: HeaderBlock
  /** by the part as it was asked for, with `<start>` behind it for a run of octets; null for a part that is not there */
  parts: ReadonlyMap<string, Uint8Array | null>
  source: Uint8Array
}

type Certain<Q> = {
  [K in keyof Q]: [Q[K]] extends [Off] ? never : Extract<Q[K], Off> extends never ? K : never
}[keyof Q]
type Possible<Q> = {
  [K in keyof Q]: [Q[K]] extends [Off] ? never : Extract<Q[K], Off> extends never ? never : K
}[keyof Q]
type Off = false | undefined

/** One message: what the query asks for, and nothing else, is there. */
export type Message<Q extends FetchQuery> = {
  /** message sequence number at the time of the response */
  readonly seq: number
  readonly uid: number
  /** keys that the query asks for and the server left out or sent malformed; reading one of them throws MissingItemError */
  readonly missing: readonly (keyof FetchItems)[]
} & { readonly [K in Certain<Q> & keyof FetchItems]: FetchItems[K] } & {
  readonly [K in Possible<Q> & keyof FetchItems]?: FetchItems[K]
}

/** An item of a message was read that the server did not send, or sent malformed. The message's other items are fine. */
export class MissingItemError extends WireError {
  /** @internal */
  static override readonly kind: string = 'MissingItemError'
  readonly item: keyof FetchItems

  constructor(item: keyof FetchItems, data: FetchData) {
    const reason = data.malformed.map((one) => `; ${one.item} was malformed: ${one.reason}`).join('')
    super(`message ${data.uid ?? data.seq}: the server sent no ${item}${reason}`, 'ERR_IMAP_MISSING_ITEM')
    this.item = item
  }
}

export interface FetchPlan<Q extends FetchQuery> {
  /** `(UID FLAGS …)`; never a macro, for Gmail refuses these (defects#183) */
  readonly items: string
  /** Whether the response has something of what was asked for beyond the UID: if not, it is another's. */
  answers(data: FetchData): boolean
  message(data: FetchData): Message<Q>
}

type Key = keyof FetchItems
type Reader = (data: FetchData) => FetchItems[Key] | undefined

const SIMPLE: readonly (readonly [key: Key & keyof FetchQuery, item: string, read: Reader])[] = [
  ['flags', 'FLAGS', (data) => data.flags],
  ['internalDate', 'INTERNALDATE', (data) => data.internalDate],
  ['size', 'RFC822.SIZE', (data) => data.size],
  ['envelope', 'ENVELOPE', (data) => data.envelope],
  ['bodyStructure', 'BODYSTRUCTURE', (data) => data.bodyStructure ?? undefined],
  ['modseq', 'MODSEQ', (data) => data.modseq],
  ['saveDate', 'SAVEDATE', (data) => data.saveDate],
  ['emailId', 'EMAILID', (data) => data.emailId],
  ['threadId', 'THREADID', (data) => data.threadId],
  ['preview', 'PREVIEW', (data) => data.preview],
  ['labels', 'X-GM-LABELS', (data) => data.labels],
]

/**
 * What a query means: the items to ask for, and how to read the answer.
 *
 * @throws ArgumentError for sections, header names and ranges that are none
 */
export function compileFetch<const Q extends FetchQuery>(query: Q): FetchPlan<Q> {
  const wanted: FetchQuery = query
  const items = ['UID']
  const readers: (readonly [Key, Reader])[] = []
  for (const [key, item, read] of SIMPLE) {
    if (wanted[key] !== true) continue
    items.push(item)
    readers.push([key, read])
  }
  if (wanted.headers) {
    items.push(`BODY.PEEK[${headerSection(wanted.headers)}]`)
    readers.push(['headers', headersReader(wanted.headers)])
  }
  if (wanted.parts && wanted.parts.length > 0) {
    const specs = wanted.parts.map(toSection)
    items.push(...specs.map((spec) => spec.item))
    readers.push(['parts', (data) => readParts(data, specs)])
  }
  if (wanted.source) {
    const spec = toSection(wanted.source === true ? '' : { part: '', ...wanted.source })
    items.push(spec.item)
    readers.push(['source', (data) => octets(find(data, spec)?.value) ?? undefined])
  }
  return {
    items: `(${items.join(' ')})`,
    answers: (data) =>
      readers.length === 0 || readers.some(([, read]) => read(data) !== undefined) || data.malformed.length > 0,
    message: (data) => toMessage<Q>(data, readers),
  }
}

function toMessage<Q extends FetchQuery>(data: FetchData, readers: readonly (readonly [Key, Reader])[]): Message<Q> {
  const message: { seq: number; missing: Key[] } & { [K in Key]?: FetchItems[Key] } = {
    seq: data.seq,
    missing: NO_KEYS,
  }
  if (data.uid === undefined) markMissing(message, 'uid', data)
  else message.uid = data.uid
  for (const [key, read] of readers) {
    const value = read(data)
    if (value === undefined) markMissing(message, key, data)
    else message[key] = value
  }
  // each key of Q has a reader, and each reader has given its key a value or a getter
  return message as unknown as Message<Q>
}

const NO_KEYS: Key[] = []

/** The type promises a value; where there is none, the one who reads it is told, and nobody else. */
function markMissing(message: { missing: Key[] }, key: Key, data: FetchData): void {
  message.missing = [...message.missing, key]
  Object.defineProperty(message, key, {
    get() {
      throw new MissingItemError(key, data)
    },
  })
}

function headerSection(headers: true | readonly string[]): string {
  if (headers === true) return 'HEADER'
  if (headers.length === 0) throw new ArgumentError('fetch: headers must name at least one field')
  const names = headers.map((name) => {
    if (!/^[!-9;-~]+$/.test(name))
      throw new ArgumentError(`fetch: ${JSON.stringify(name)} is not the name of a header field`)
    return astring(name)
  })
  return `HEADER.FIELDS (${names.join(' ')})`
}

function headersReader(headers: true | readonly string[]): Reader {
  // servers quote and order the names as they like
  const matches = (section: string) => (headers === true ? section === 'HEADER' : section.startsWith('HEADER.FIELDS '))
  return (data) => {
    const found = data.sections.find((one) => one.item === 'BODY' && matches(one.section))
    if (found === undefined) return undefined
    const bytes = octets(found.value)
    return bytes === undefined ? undefined : new HeaderBlock(bytes ?? Buffer.alloc(0))
  }
}

interface SectionSpec {
  readonly key: string
  readonly item: string
  readonly kind: BodySection['item']
  readonly section: string
  readonly origin: number | undefined
}

const SECTION = /^(?:|HEADER|TEXT|[1-9][0-9]*(?:\.[1-9][0-9]*)*(?:\.(?:HEADER|TEXT|MIME))?)$/

function toSection(spec: PartSpec): SectionSpec {
  const { part, start, length, decoded } = typeof spec === 'string' ? { part: spec } : { ...spec }
  const section = part.toUpperCase()
  if (!SECTION.test(section)) throw new ArgumentError(`fetch: ${JSON.stringify(part)} is not a part of a message`)
  if (decoded === true && /[A-Z]/.test(section))
    throw new ArgumentError(`fetch: ${part} has no transfer encoding to undo`)
  const kind = decoded === true ? 'BINARY' : 'BODY'
  const item = `${kind}.PEEK[${section}]`
  if (start === undefined && length === undefined) return { key: part, item, kind, section, origin: undefined }
  if (!isOctets(start ?? 0, 0) || !isOctets(length, 1)) {
    throw new ArgumentError(
      `fetch: ${JSON.stringify(part)} needs a start of at least 0 and a length of at least 1 octets`,
    )
  }
  const origin = start ?? 0
  return { key: `${part}<${origin}>`, item: `${item}<${origin}.${length}>`, kind, section, origin }
}

function isOctets(value: number | undefined, least: number): boolean {
  return value !== undefined && Number.isInteger(value) && value >= least && value <= 0xffff_ffff
}

function readParts(data: FetchData, specs: readonly SectionSpec[]): ReadonlyMap<string, Uint8Array | null> | undefined {
  const parts = new Map<string, Uint8Array | null>()
  for (const spec of specs) {
    const found = find(data, spec)
    const value = found && octets(found.value)
    if (value !== undefined) parts.set(spec.key, value)
  }
  return parts.size === specs.length ? parts : undefined
}

/** Some servers answer for a run of octets without saying where it began; the others are matched exactly. */
function find(data: FetchData, { kind, section, origin }: SectionSpec): BodySection | undefined {
  const candidates = data.sections.filter((one) => one.item === kind && one.section === section)
  return candidates.find((one) => one.origin === (origin ?? null)) ?? candidates.find((one) => one.origin === null)
}

/** Undefined for octets that went to a stream, null for a section that is not there. */
function octets(value: BodySection['value'] | undefined): Buffer | null | undefined {
  return value === undefined || value === null || Buffer.isBuffer(value) ? value : undefined
}
