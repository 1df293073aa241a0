import { canonicalFlag, type Flag } from '../flags.ts'
import { parseRanges, type Range, UidSet } from '../sets.ts'
import { CopyUid } from './copy-uid.ts'
import { Scanner } from './scanner.ts'

/** Codes without arguments. RFC 9051 §7.1, RFC 7162 §3.1.2.2, RFC 4978 §4, RFC 9586 */
// biome-ignore format: a table of words
const SIMPLE = [
  'ALERT', 'ALREADYEXISTS', 'AUTHENTICATIONFAILED', 'AUTHORIZATIONFAILED', 'CANNOT', 'CLIENTBUG', 'CLOSED',
  'COMPRESSIONACTIVE', 'CONTACTADMIN', 'CORRUPTION', 'EXPIRED', 'EXPUNGEISSUED', 'HASCHILDREN', 'INUSE', 'LIMIT',
  'NOMODSEQ', 'NONEXISTENT', 'NOPERM', 'NOTSAVED', 'OVERQUOTA', 'PARSE', 'PRIVACYREQUIRED', 'READ-ONLY', 'READ-WRITE',
  'SERVERBUG', 'TRYCREATE', 'UIDNOTSTICKY', 'UIDREQUIRED', 'UNAVAILABLE', 'UNKNOWN-CTE',
] as const

export type SimpleCode = (typeof SIMPLE)[number]

interface Base {
  /** in upper case */
  readonly name: string
  /** what stands behind the name, as sent */
  readonly text: string
}

export type KnownCode =
  | { readonly type: SimpleCode }
  | { readonly type: 'CAPABILITY'; readonly capabilities: readonly string[] }
  | { readonly type: 'PERMANENTFLAGS'; readonly flags: ReadonlySet<Flag> }
  | { readonly type: 'UIDNEXT'; readonly uidNext: number }
  | { readonly type: 'UIDVALIDITY'; readonly uidValidity: number }
  | { readonly type: 'UNSEEN'; readonly unseen: number }
  | { readonly type: 'HIGHESTMODSEQ'; readonly modseq: bigint }
  | { readonly type: 'APPENDUID'; readonly uidValidity: number; readonly uids: UidSet }
  | ({ readonly type: 'COPYUID' } & { readonly copied: CopyUid })
  | { readonly type: 'BADCHARSET'; readonly charsets: readonly string[] }
  /** the numbers are UIDs if the command was a UID command. RFC 7162 §3.1.3 */
  | { readonly type: 'MODIFIED'; readonly numbers: readonly Range[] }
  /** RFC 8474 §4.1 */
  | { readonly type: 'MAILBOXID'; readonly mailboxId: string }

/** A code of unknown name, or one whose arguments make no sense: `[COPYUID]`, `[COPYUID 701  ]` (Outlook.com). */
export interface OtherCode {
  readonly type: 'OTHER'
}

/** The bracketed part of a status response. RFC 9051 §7.1 */
export type ResponseCode = Base & (KnownCode | OtherCode)

const simple: ReadonlySet<string> = new Set(SIMPLE)

function isSimple(name: string): name is SimpleCode {
  return simple.has(name)
}

export interface StatusText {
  readonly code?: ResponseCode
  /** for people; may be '' */
  readonly text: string
}

/**
 * `[CODE arguments] text`, all of it optional: Gmail sends `* OK [HIGHESTMODSEQ 1]` and others a bare `A1 OK`.
 */
export function parseStatusText(rest: string): StatusText {
  const text = rest.trimStart()
  if (text.charCodeAt(0) !== 0x5b) return { text }
  const close = closingBracket(text)
  // a code is an atom and then a space or the end: `[Error="Microsoft.Exchange…` is text (net-imap#597)
  const name = /^\[([^\s[\]"(){%*\\]+)(?=[ \]])/.exec(text)?.[1]
  if (close === -1 || name === undefined || name.includes('=')) return { text }
  const code = parseCode(name.toUpperCase(), text.slice(1 + name.length, close).trim())
  return { code, text: text.slice(close + 1).trimStart() }
}

/** Brackets may be part of the arguments, `[css3-page]` being a keyword; if they do not pair, the first one ends it. */
function closingBracket(text: string): number {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (char === 0x5b) depth++
    else if (char === 0x5d && --depth === 0) return i
  }
  return text.indexOf(']')
}

function parseCode(name: string, text: string): ResponseCode {
  try {
    return { name, text, ...readCode(name, text) }
  } catch (error) {
    // the arguments are the server's business; its OK stays an OK
    if (error instanceof Error) return { name, text, type: 'OTHER' }
    throw error
  }
}

function readCode(name: string, text: string): KnownCode | OtherCode {
  // also [CLOSED shouldn't be anything here] (net-imap)
  if (isSimple(name)) return { type: name }
  switch (name) {
    case 'CAPABILITY':
      return { type: name, capabilities: splitCapabilities(text) }
    case 'PERMANENTFLAGS':
      return {
        type: name,
        flags: new Set(
          text
            .replace(/^\(|\)$/g, '')
            .split(' ')
            .filter(Boolean)
            .map(canonicalFlag),
        ),
      }
    case 'UIDNEXT':
      return { type: name, uidNext: number(text) }
    case 'UIDVALIDITY':
      return { type: name, uidValidity: number(text) }
    case 'UNSEEN':
      return { type: name, unseen: number(text) }
    case 'HIGHESTMODSEQ':
      return { type: name, modseq: new Scanner(Buffer.from(text)).bigint() }
    case 'APPENDUID': {
      const [validity = '', uids = ''] = text.split(/ +/)
      return { type: name, uidValidity: number(validity), uids: UidSet.from(uids) }
    }
    case 'COPYUID': {
      const [validity = '', source = '', destination = ''] = text.split(/ +/)
      return { type: name, copied: new CopyUid(number(validity), parseRanges(source), parseRanges(destination)) }
    }
    case 'BADCHARSET':
      return {
        type: name,
        charsets: text
          .replace(/^\(|\)$/g, '')
          .replaceAll('"', '')
          .split(' ')
          .filter(Boolean),
      }
    case 'MODIFIED':
      return { type: name, numbers: parseRanges(text) }
    case 'MAILBOXID':
      return { type: name, mailboxId: text.replace(/^\( *| *\)$/g, '') }
    default:
      return { type: 'OTHER' }
  }
}

function number(text: string): number {
  return new Scanner(Buffer.from(text)).number()
}

/** Names in upper case. `LITERAL +` was seen for LITERAL+ (MailKit#1654). RFC 9051 §7.2.2 */
export function splitCapabilities(text: string): string[] {
  const names: string[] = []
  for (const name of text.split(' ')) {
    if ((name === '+' || name === '-') && names.length > 0) names[names.length - 1] += name
    else if (name !== '') names.push(name.toUpperCase())
  }
  return names
}
