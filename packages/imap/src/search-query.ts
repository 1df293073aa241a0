import { ArgumentError, argument } from '@linewire/wire'
import { checkKeyword } from './flags.ts'
import { formatSearchDate } from './internal-date.ts'
import { astring, joinParts, type Part, string } from './quote.ts'
import { SeqSet, type SetSource, UidSet } from './sets.ts'

/**
 * What to search for: all keys of one object must match. RFC 9051 §6.4.4
 *
 * Dates of `since`, `before`, `on` compare the day of arrival, those of `sent…` the Date field; both are days in UTC.
 */
export interface SearchQuery {
  all?: true
  /** false asks for the opposite, as does `unseen: true`; so with each of these */
  answered?: boolean
  deleted?: boolean
  draft?: boolean
  flagged?: boolean
  seen?: boolean
  unanswered?: boolean
  undeleted?: boolean
  undraft?: boolean
  unflagged?: boolean
  unseen?: boolean
  /** of RFC 3501; IMAP4rev2 knows neither of the three */
  recent?: boolean
  new?: true
  old?: true
  keyword?: string | readonly string[]
  unkeyword?: string | readonly string[]
  /** a list: each of them must be found */
  from?: string | readonly string[]
  to?: string | readonly string[]
  cc?: string | readonly string[]
  bcc?: string | readonly string[]
  subject?: string | readonly string[]
  body?: string | readonly string[]
  text?: string | readonly string[]
  /** field name → text that it holds, or true for any text */
  header?: Readonly<Record<string, string | true>>
  since?: Date
  before?: Date
  on?: Date
  sentSince?: Date
  sentBefore?: Date
  sentOn?: Date
  /** RFC 8514 */
  savedSince?: Date
  savedBefore?: Date
  savedOn?: Date
  /** octets, exclusive */
  larger?: number
  smaller?: number
  /** seconds since arrival. RFC 5032 */
  younger?: number
  older?: number
  uid?: UidSet | SetSource
  seq?: SeqSet | SetSource
  /** changed at or after it. RFC 7162 §3.1.5 */
  modseq?: bigint | number
  /** RFC 8474 */
  emailId?: string
  threadId?: string
  /** Gmail's own search language */
  gmailRaw?: string
  /** any of them matches */
  or?: readonly SearchQuery[]
  /** none of them matches */
  not?: SearchQuery | readonly SearchQuery[]
}

export interface SearchProgram {
  /** what CHARSET must say; undefined when all is ASCII, or when the session is UTF-8 and CHARSET is forbidden */
  readonly charset: 'UTF-8' | undefined
  /** what stands behind SEARCH (and CHARSET), without a space before it */
  readonly parts: readonly Part[]
}

export interface SearchOptions {
  /** IMAP4rev2 or UTF8=ACCEPT is enabled. RFC 9051 §6.4.4, RFC 6855 §3 */
  readonly utf8?: boolean
}

/**
 * The search program for a query. An empty query is ALL.
 *
 * @throws ArgumentError for a key that does not exist (a slip of the pen must not match everything) and for values that no
 * command can hold
 */
export function compileSearch(query: SearchQuery, options: SearchOptions = {}): SearchProgram {
  const writer = new Writer(options.utf8 === true)
  writer.query(query)
  return { charset: writer.nonAscii && options.utf8 !== true ? 'UTF-8' : undefined, parts: joinParts(writer.parts) }
}

const SWITCHES: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  answered: ['ANSWERED', 'UNANSWERED'],
  deleted: ['DELETED', 'UNDELETED'],
  draft: ['DRAFT', 'UNDRAFT'],
  flagged: ['FLAGGED', 'UNFLAGGED'],
  seen: ['SEEN', 'UNSEEN'],
  unanswered: ['UNANSWERED', 'ANSWERED'],
  undeleted: ['UNDELETED', 'DELETED'],
  undraft: ['UNDRAFT', 'DRAFT'],
  unflagged: ['UNFLAGGED', 'FLAGGED'],
  unseen: ['UNSEEN', 'SEEN'],
  recent: ['RECENT', 'NOT RECENT'],
  all: ['ALL', 'NOT ALL'],
  new: ['NEW', 'NOT NEW'],
  old: ['OLD', 'NOT OLD'],
}

const STRINGS = new Set(['from', 'to', 'cc', 'bcc', 'subject', 'body', 'text'])
const DATES = new Set('since before on sentSince sentBefore sentOn savedSince savedBefore savedOn'.split(' '))
const NUMBERS = new Set(['larger', 'smaller', 'younger', 'older', 'modseq'])

class Writer {
  readonly parts: Part[] = []
  nonAscii = false
  readonly #utf8: boolean

  constructor(utf8: boolean) {
    this.#utf8 = utf8
  }

  query(query: SearchQuery): void {
    const keys = Object.entries(query).filter(([, value]) => value !== undefined)
    if (keys.length === 0) this.#text('ALL')
    for (const [key, value] of keys) this.#key(key, value)
  }

  #key(key: string, value: unknown): void {
    const words = Object.hasOwn(SWITCHES, key) ? SWITCHES[key] : undefined
    if (words) this.#text(words[oneOf(value, key) ? 0 : 1])
    else if (STRINGS.has(key)) for (const text of list(value, key)) this.#text(key.toUpperCase(), this.#string(text))
    else if (DATES.has(key)) this.#text(key.toUpperCase(), date(value, key))
    else if (NUMBERS.has(key)) this.#text(key.toUpperCase(), whole(value, key))
    else this.#special(key, value)
  }

  #special(key: string, value: unknown): void {
    switch (key) {
      case 'keyword':
      case 'unkeyword':
        for (const keyword of list(value, key)) this.#text(key.toUpperCase(), checkKeyword(keyword))
        return
      case 'header':
        for (const [name, text] of Object.entries(value as Readonly<Record<string, unknown>>)) {
          this.#text('HEADER', headerName(name), this.#string(text === true ? '' : one(text, `header.${name}`)))
        }
        return
      case 'uid':
        this.#text('UID', setText(UidSet.from(value as SetSource), key))
        return
      case 'seq':
        this.#text(setText(SeqSet.from(value as SetSource), key))
        return
      case 'emailId':
      case 'threadId':
        this.#text(key.toUpperCase(), objectId(one(value, key), key))
        return
      case 'gmailRaw':
        this.#text('X-GM-RAW', this.#string(one(value, key)))
        return
      case 'or':
        this.#or(queries(value, key))
        return
      case 'not':
        for (const query of Array.isArray(value) ? queries(value, key) : [value as SearchQuery]) {
          this.#text('NOT')
          this.#group(query)
        }
        return
      default:
        throw new ArgumentError(`search: there is no key ${JSON.stringify(key)}`)
    }
  }

  /** OR takes exactly two keys: `OR a OR b c` */
  #or(alternatives: readonly SearchQuery[]): void {
    if (alternatives.length === 0) throw new ArgumentError('search: "or" needs at least one query')
    alternatives.forEach((query, i) => {
      if (i < alternatives.length - 1) this.#text('OR')
      this.#group(query)
    })
  }

  /** Always in parentheses: what looks like one key may be several. */
  #group(query: SearchQuery): void {
    this.#text('(')
    const before = this.parts.length
    this.query(query)
    // no space behind the opening parenthesis
    if (this.parts[before] === ' ') this.parts.splice(before, 1)
    this.parts.push(')')
  }

  #string(text: string): Part {
    argument(text, 'what is searched for')
    if (/[^\x00-\x7f]/.test(text)) this.nonAscii = true
    return string(text, { utf8: this.#utf8 })
  }

  #text(...parts: readonly Part[]): void {
    for (const part of parts) {
      if (this.parts.length > 0) this.parts.push(' ')
      this.parts.push(part)
    }
  }
}

function bad(key: string, expected: string, value: unknown): never {
  throw new ArgumentError(`search: ${key} must be ${expected}, not ${String(value)}`)
}

function oneOf(value: unknown, key: string): boolean {
  return typeof value === 'boolean' ? value : bad(key, 'true or false', value)
}

function one(value: unknown, key: string): string {
  return typeof value === 'string' ? value : bad(key, 'a string', value)
}

function list(value: unknown, key: string): string[] {
  return Array.isArray(value) ? value.map((item) => one(item, key)) : [one(value, key)]
}

function queries(value: unknown, key: string): readonly SearchQuery[] {
  return Array.isArray(value) ? value : bad(key, 'a list of queries', value)
}

function date(value: unknown, key: string): string {
  return value instanceof Date ? formatSearchDate(value) : bad(key, 'a Date', value)
}

function whole(value: unknown, key: string): string {
  if (typeof value === 'bigint' && value >= 0n) return `${value}`
  return Number.isSafeInteger(value) && Number(value) >= 0 ? `${value}` : bad(key, 'a whole number', value)
}

function setText(set: UidSet | SeqSet, key: string): string {
  return set.isEmpty ? bad(key, 'a set with something in it', 'an empty one') : set.toString()
}

/** A field name: printable ASCII without the colon. RFC 5322 §2.2 */
function headerName(name: string): Part {
  return /^[!-9;-~]+$/.test(name) ? astring(name) : bad('header', 'named by a field name', JSON.stringify(name))
}

/** RFC 8474 §7 objectid */
function objectId(id: string, key: string): string {
  return /^[A-Za-z0-9_-]{1,255}$/.test(id) ? id : bad(key, 'an object id', JSON.stringify(id))
}
