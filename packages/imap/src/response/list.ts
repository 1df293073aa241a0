import { canonicalFlag } from '../flags.ts'
import { END, LITERAL, type Scanner, type Value } from './scanner.ts'

const OPEN = 0x28
const CLOSE = 0x29
const QUOTE = 0x22
const SP = 0x20

/** LIST, LSUB, and Gmail's old XLIST. RFC 9051 §7.3.1 */
export interface ListData {
  readonly kind: 'data'
  readonly type: 'LIST' | 'LSUB' | 'XLIST'
  /** `\HasNoChildren`, `\Sent` …; `\NonExistent` comes with `\Noselect`, which it implies (RFC 9051 §7.3.1) */
  readonly attributes: ReadonlySet<string>
  /** null for a flat name space */
  readonly delimiter: string | null
  /** as on the wire: modified UTF-7 unless the session is UTF-8; every spelling of INBOX is INBOX */
  readonly mailbox: string
  /** CHILDINFO, OLDNAME … by name in upper case. RFC 5258 §3 */
  readonly extended: ReadonlyMap<string, Value>
}

/** The spellings that servers use for the attributes, told by their lower case. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map(
  (
    '\\Noselect \\NoInferiors \\HasChildren \\HasNoChildren \\Marked \\Unmarked \\NonExistent \\Subscribed \\Remote ' +
    '\\All \\Archive \\Drafts \\Flagged \\Junk \\Sent \\Trash \\Important \\AllMail \\Inbox \\Spam \\Starred'
  )
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
)

export function readList(scanner: Scanner, type: ListData['type']): ListData {
  const attributes = new Set<string>()
  scanner.spaces()
  if (!scanner.nil()) {
    scanner.enter()
    while (scanner.next() !== CLOSE) {
      const attribute = scanner.nstring()
      if (attribute !== null) attributes.add(ATTRIBUTES.get(attribute.toLowerCase()) ?? canonicalFlag(attribute))
    }
    scanner.leave()
  }
  if (attributes.has('\\NonExistent')) attributes.add('\\Noselect')
  scanner.spaces()
  const delimiter = scanner.nstring()
  scanner.spaces()
  const mailbox = readMailbox(scanner)
  return { kind: 'data', type, attributes, delimiter: delimiter || null, mailbox, extended: readExtended(scanner) }
}

/**
 * A mailbox name. NIL stands for '' (seen in LIST); a bare name may hold anything, tabs (Exchange, MailKit#945),
 * brackets, octets above 127 and spaces among it: it ends where only a list, or nothing, follows.
 */
export function readMailbox(scanner: Scanner): string {
  const first = scanner.next()
  if (first === QUOTE || first === LITERAL) return canonicalMailbox(scanner.astring())
  if (first === END || scanner.nil()) return ''
  const { bytes, at, end } = scanner
  let stop = end
  for (let i = at; i + 1 < end; i++) {
    if (bytes[i] === SP && bytes[i + 1] === OPEN) {
      stop = i
      break
    }
  }
  scanner.end = stop
  const name = scanner.rest()
  scanner.end = end
  return canonicalMailbox(name.trimEnd())
}

/** `Inbox` (Yahoo) and all its spellings are INBOX. RFC 9051 §5.1 */
function canonicalMailbox(name: string): string {
  return name.length === 5 && name.toUpperCase() === 'INBOX' ? 'INBOX' : name
}

function readExtended(scanner: Scanner): ReadonlyMap<string, Value> {
  const extended = new Map<string, Value>()
  if (scanner.next() !== OPEN) return extended
  scanner.enter()
  while (scanner.next() !== CLOSE) {
    const name = scanner.astring().toUpperCase()
    extended.set(name, scanner.next() === CLOSE ? null : scanner.value())
  }
  scanner.leave()
  return extended
}
