import { readMailbox } from './list.ts'
import { END, type Scanner } from './scanner.ts'

const OPEN = 0x28
const CLOSE = 0x29

/** What STATUS tells of a mailbox: only what was asked for and answered. RFC 9051 §6.3.11 */
export interface StatusItems {
  messages?: number
  recent?: number
  uidNext?: number
  uidValidity?: number
  unseen?: number
  deleted?: number
  /** octets. RFC 8438 */
  size?: number
  highestModseq?: bigint
  /** octets; null for no limit. RFC 7889 */
  appendLimit?: number | null
  /** RFC 8474 §4.3 */
  mailboxId?: string
}

export interface StatusData {
  readonly kind: 'data'
  readonly type: 'STATUS'
  /** as on the wire, see ListData */
  readonly mailbox: string
  readonly items: StatusItems
}

/** `STATUS name (MESSAGES 1 …)`. 163.com sends the name as a literal and an empty list (defects#15). */
export function readStatus(scanner: Scanner): StatusData {
  const mailbox = readMailbox(scanner)
  const items: StatusItems = {}
  if (scanner.next() === END) return { kind: 'data', type: 'STATUS', mailbox, items }
  scanner.enter()
  while (scanner.next() !== CLOSE) {
    const name = scanner.keyword()
    scanner.spaces()
    readItem(scanner, name, items)
  }
  scanner.leave()
  return { kind: 'data', type: 'STATUS', mailbox, items }
}

function readItem(scanner: Scanner, name: string, items: StatusItems): void {
  switch (name) {
    case 'MESSAGES':
      items.messages = scanner.number()
      return
    case 'RECENT':
      items.recent = scanner.number()
      return
    case 'UIDNEXT':
      items.uidNext = scanner.number()
      return
    case 'UIDVALIDITY':
      items.uidValidity = scanner.number()
      return
    case 'UNSEEN':
      items.unseen = scanner.number()
      return
    case 'DELETED':
      items.deleted = scanner.number()
      return
    case 'SIZE':
      items.size = scanner.number()
      return
    case 'HIGHESTMODSEQ':
      items.highestModseq = scanner.bigint()
      return
    case 'APPENDLIMIT':
      items.appendLimit = scanner.nil() ? null : scanner.number()
      return
    case 'MAILBOXID': {
      const id = scanner.peek() === OPEN ? scanner.value() : scanner.nstring()
      const text = Array.isArray(id) ? id[0] : id
      if (typeof text === 'string') items.mailboxId = text
      return
    }
    default:
      scanner.skip()
  }
}
