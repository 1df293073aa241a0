import type { Flag } from '../flags.ts'
import * as account from './account.ts'
import { parseStatusText, type ResponseCode, type StatusText, splitCapabilities } from './code.ts'
import { readFetch } from './fetch.ts'
import type { FetchData } from './fetch-data.ts'
import { readFlags } from './flag-list.ts'
import { type ListData, readList } from './list.ts'
import { END, Scanner } from './scanner.ts'
import * as search from './search.ts'
import type { Segments } from './segments.ts'
import { readStatus, type StatusData } from './status.ts'

/** `tag OK text`: a command is done. RFC 9051 §7.1 */
export interface Tagged extends StatusText {
  readonly kind: 'tagged'
  readonly tag: string
  readonly status: 'OK' | 'NO' | 'BAD'
}

/** `* OK text`, and the greetings and goodbyes. RFC 9051 §7.1 */
export interface Status extends StatusText {
  readonly kind: 'status'
  readonly status: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH'
}

/** `+ text`: go on, or a SASL challenge, which is all of the text. RFC 9051 §7.6 */
export interface Continue {
  readonly kind: 'continue'
  readonly code?: ResponseCode
  readonly text: string
}

/** `* n EXISTS` and its two relatives. RFC 9051 §7.4, §7.5.1, RFC 3501 §7.3.2 */
export interface CountData {
  readonly kind: 'data'
  readonly type: 'EXISTS' | 'RECENT' | 'EXPUNGE'
  /** how many messages; for EXPUNGE the sequence number of the one that went */
  readonly number: number
}

/** Names in upper case. RFC 9051 §7.2.1, §7.2.2 */
export interface CapabilityData {
  readonly kind: 'data'
  readonly type: 'CAPABILITY' | 'ENABLED'
  readonly capabilities: readonly string[]
}

/** RFC 9051 §7.3.5 */
export interface FlagsData {
  readonly kind: 'data'
  readonly type: 'FLAGS'
  readonly flags: ReadonlySet<Flag>
}

/** Untagged data of a name that nobody knows here: `* NOOP`, `* 99 NOOP`, extensions. Kept, for somebody may know. */
export interface UnknownData {
  readonly kind: 'data'
  readonly type: 'UNKNOWN'
  /** in upper case */
  readonly name: string
  /** the number before the name, if any */
  readonly number?: number
  /** what follows the name, literals with their markers */
  readonly raw: Buffer
}

export type Data =
  | CountData
  | CapabilityData
  | FlagsData
  | FetchData
  | ListData
  | StatusData
  | search.SearchData
  | search.EsearchData
  | search.ThreadData
  | search.VanishedData
  | account.NamespaceData
  | account.IdData
  | account.QuotaData
  | account.QuotaRootData
  | account.AclData
  | account.MyRightsData
  | account.ListRightsData
  | account.MetadataData
  | UnknownData

export type Response = Tagged | Status | Continue | Data

const ASTERISK = 0x2a
const BRACKET = 0x5b

/**
 * One response, typed. Synchronous, and no view of its input survives but literals. RFC 9051 §7
 *
 * @throws ParseError when it follows no grammar; the next response is none the worse for it
 */
export function parseResponse(segments: Segments): Response {
  const scanner = new Scanner(segments)
  // NUL octets before the first one (imapflow)
  while (scanner.peek() === 0) scanner.at++
  switch (scanner.peek()) {
    case ASTERISK:
      scanner.at++
      return readUntagged(scanner)
    case 0x2b:
      scanner.at++
      return { kind: 'continue', ...readContinue(scanner) }
    case BRACKET:
      // Office 365 sends "[COPYUID 55 31 6]" on a line of its own (MailKit#115)
      return { kind: 'status', status: 'OK', ...parseStatusText(scanner.rest()) }
    default:
      return readTagged(scanner)
  }
}

/** A lone `+` is one as well (defects#7). */
function readContinue(scanner: Scanner): StatusText {
  if (scanner.peek() === 0x20) scanner.at++
  const text = scanner.rest()
  return text.startsWith('[') ? parseStatusText(text) : { text }
}

function readTagged(scanner: Scanner): Tagged | Status {
  const start = scanner.mark()
  const tag = scanner.atom()
  const status = scanner.next() === END ? '' : scanner.atom().toUpperCase()
  switch (status) {
    case 'OK':
    case 'NO':
    case 'BAD':
      return { kind: 'tagged', tag, status, ...parseStatusText(scanner.rest()) }
    default:
      scanner.reset(start)
      // Exchange says "Server Unavailable. 15" and nothing else, then hangs up
      if (tag === 'Server') return { kind: 'status', status: 'BAD', text: scanner.rest() }
      return scanner.fail('a tag and OK, NO or BAD')
  }
}

function readUntagged(scanner: Scanner): Status | Data {
  const first = scanner.next()
  // "* [COPYUID …]" without the OK (home.pl)
  if (first === BRACKET) return { kind: 'status', status: 'OK', ...parseStatusText(scanner.rest()) }
  if ((first >= 0x30 && first <= 0x39) || first === 0x2d) return readNumbered(scanner)
  const name = scanner.keyword()
  switch (name) {
    case 'OK':
    case 'NO':
    case 'BAD':
    case 'BYE':
    case 'PREAUTH':
      return { kind: 'status', status: name, ...parseStatusText(scanner.rest()) }
    case 'CAPABILITY':
    case 'ENABLED':
      return { kind: 'data', type: name, capabilities: splitCapabilities(scanner.rest()) }
    case 'FLAGS':
      return { kind: 'data', type: name, flags: readFlags(scanner) }
    case 'LIST':
    case 'LSUB':
    case 'XLIST':
      return readList(scanner, name)
    case 'STATUS':
      return readStatus(scanner)
    case 'SEARCH':
    case 'SORT':
      return search.readSearch(scanner, name)
    case 'ESEARCH':
      return search.readEsearch(scanner)
    case 'THREAD':
      return search.readThread(scanner)
    case 'VANISHED':
      return search.readVanished(scanner)
    case 'NAMESPACE':
      return account.readNamespace(scanner)
    case 'ID':
      return account.readId(scanner)
    case 'QUOTA':
      return account.readQuota(scanner)
    case 'QUOTAROOT':
      return account.readQuotaRoot(scanner)
    case 'ACL':
      return account.readAcl(scanner)
    case 'MYRIGHTS':
      return account.readMyRights(scanner)
    case 'LISTRIGHTS':
      return account.readListRights(scanner)
    case 'METADATA':
      return account.readMetadata(scanner)
    default:
      return readUnknown(scanner, name)
  }
}

function readNumbered(scanner: Scanner): Data {
  const number = scanner.number()
  scanner.spaces()
  const name = scanner.keyword()
  switch (name) {
    case 'FETCH':
      return readFetch(scanner, number)
    case 'EXISTS':
    case 'RECENT':
    case 'EXPUNGE':
      return { kind: 'data', type: name, number }
    default:
      return readUnknown(scanner, name, number)
  }
}

function readUnknown(scanner: Scanner, name: string, number?: number): UnknownData {
  scanner.spaces()
  const start = scanner.mark()
  scanner.finish()
  const raw = scanner.raw(start)
  return number === undefined
    ? { kind: 'data', type: 'UNKNOWN', name, raw }
    : { kind: 'data', type: 'UNKNOWN', name, number, raw }
}
