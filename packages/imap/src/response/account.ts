import { readMailbox } from './list.ts'
import { END, type Scanner, type Value } from './scanner.ts'

const OPEN = 0x28
const CLOSE = 0x29

export interface Namespace {
  readonly prefix: string
  readonly delimiter: string | null
}

/** RFC 9051 §7.3.3; empty where the server says NIL */
export interface NamespaceData {
  readonly kind: 'data'
  readonly type: 'NAMESPACE'
  readonly personal: readonly Namespace[]
  readonly other: readonly Namespace[]
  readonly shared: readonly Namespace[]
}

/** RFC 2971; empty for NIL and `()` */
export interface IdData {
  readonly kind: 'data'
  readonly type: 'ID'
  /** names in lower case */
  readonly fields: ReadonlyMap<string, string | null>
}

export interface QuotaResource {
  readonly name: string
  /** STORAGE counts in 1024 octets. RFC 9208 §5.1 */
  readonly usage: number
  readonly limit: number
}

/** RFC 9208 §4.2.1 */
export interface QuotaData {
  readonly kind: 'data'
  readonly type: 'QUOTA'
  readonly root: string
  readonly resources: readonly QuotaResource[]
}

/** RFC 9208 §4.2.2 */
export interface QuotaRootData {
  readonly kind: 'data'
  readonly type: 'QUOTAROOT'
  readonly mailbox: string
  readonly roots: readonly string[]
}

/** RFC 4314 §3.6 */
export interface AclData {
  readonly kind: 'data'
  readonly type: 'ACL'
  readonly mailbox: string
  readonly rights: ReadonlyMap<string, string>
}

/** RFC 4314 §3.8 */
export interface MyRightsData {
  readonly kind: 'data'
  readonly type: 'MYRIGHTS'
  readonly mailbox: string
  readonly rights: string
}

/** RFC 4314 §3.7 */
export interface ListRightsData {
  readonly kind: 'data'
  readonly type: 'LISTRIGHTS'
  readonly mailbox: string
  readonly identifier: string
  readonly required: string
  /** each group of rights is granted together */
  readonly optional: readonly string[]
}

/** RFC 5464 §4.4: values where they were asked for, names alone where they changed */
export interface MetadataData {
  readonly kind: 'data'
  readonly type: 'METADATA'
  /** '' for the server itself */
  readonly mailbox: string
  readonly entries: ReadonlyMap<string, string | null>
  readonly changed: readonly string[]
}

export function readNamespace(scanner: Scanner): NamespaceData {
  const [personal, other, shared] = [readNamespaces(scanner), readNamespaces(scanner), readNamespaces(scanner)]
  return { kind: 'data', type: 'NAMESPACE', personal, other, shared }
}

function readNamespaces(scanner: Scanner): Namespace[] {
  if (scanner.next() === END) return []
  const value = scanner.value()
  if (typeof value === 'string') scanner.fail('namespaces')
  return (value ?? []).map((item: Value) => {
    const [prefix, delimiter] = Array.isArray(item) ? item : []
    if (typeof prefix !== 'string') scanner.fail('a namespace')
    return { prefix, delimiter: typeof delimiter === 'string' && delimiter !== '' ? delimiter : null }
  })
}

export function readId(scanner: Scanner): IdData {
  const fields = new Map<string, string | null>()
  if (scanner.next() !== END && !scanner.nil()) {
    scanner.enter()
    while (scanner.next() !== CLOSE) {
      const name = scanner.astring().toLowerCase()
      fields.set(name, scanner.next() === CLOSE ? null : scanner.nstring())
    }
    scanner.leave()
  }
  return { kind: 'data', type: 'ID', fields }
}

export function readQuota(scanner: Scanner): QuotaData {
  scanner.spaces()
  // the root may be missing altogether; then the list stands here
  const root = scanner.peek() === OPEN ? '' : scanner.astring()
  const resources: QuotaResource[] = []
  scanner.spaces()
  scanner.enter()
  while (scanner.next() !== CLOSE) {
    const name = scanner.keyword()
    scanner.spaces()
    const usage = scanner.number()
    scanner.spaces()
    resources.push({ name, usage, limit: scanner.number() })
  }
  scanner.leave()
  return { kind: 'data', type: 'QUOTA', root, resources }
}

export function readQuotaRoot(scanner: Scanner): QuotaRootData {
  const mailbox = readName(scanner)
  const roots: string[] = []
  while (scanner.next() !== END) roots.push(scanner.astring())
  return { kind: 'data', type: 'QUOTAROOT', mailbox, roots }
}

/** Words follow the mailbox here, so a bare name ends at the first space. */
function readName(scanner: Scanner): string {
  scanner.spaces()
  const name = scanner.astring()
  return name.toUpperCase() === 'INBOX' ? 'INBOX' : name
}

export function readAcl(scanner: Scanner): AclData {
  const mailbox = readName(scanner)
  const rights = new Map<string, string>()
  while (scanner.next() !== END) {
    const identifier = scanner.astring()
    scanner.spaces()
    rights.set(identifier, scanner.astring())
  }
  return { kind: 'data', type: 'ACL', mailbox, rights }
}

export function readMyRights(scanner: Scanner): MyRightsData {
  const mailbox = readName(scanner)
  scanner.spaces()
  return { kind: 'data', type: 'MYRIGHTS', mailbox, rights: scanner.astring() }
}

export function readListRights(scanner: Scanner): ListRightsData {
  const mailbox = readName(scanner)
  scanner.spaces()
  const identifier = scanner.astring()
  scanner.spaces()
  const required = scanner.astring()
  const optional: string[] = []
  while (scanner.next() !== END) optional.push(scanner.astring())
  return { kind: 'data', type: 'LISTRIGHTS', mailbox, identifier, required, optional }
}

export function readMetadata(scanner: Scanner): MetadataData {
  scanner.spaces()
  const quotedOrLiteral = scanner.peek()
  const mailbox = quotedOrLiteral === 0x22 || quotedOrLiteral < 0 ? readMailbox(scanner) : readName(scanner)
  const entries = new Map<string, string | null>()
  const changed: string[] = []
  if (scanner.next() === OPEN) {
    scanner.enter()
    while (scanner.next() !== CLOSE) {
      const entry = scanner.astring()
      scanner.spaces()
      entries.set(entry, scanner.nstring())
    }
    scanner.leave()
  }
  while (scanner.next() !== END) changed.push(scanner.astring())
  return { kind: 'data', type: 'METADATA', mailbox, entries, changed }
}
