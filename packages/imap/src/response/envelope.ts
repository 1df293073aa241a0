import { decodeWords } from './encoded-word.ts'
import type { Scanner } from './scanner.ts'

const OPEN = 0x28
const CLOSE = 0x29

/** One address of an envelope. RFC 9051 §7.5.2 */
export class Address {
  /** the display name as sent, encoded words and all */
  readonly rawName: string | null
  /** what stands before the `@` */
  readonly mailbox: string | null
  /** what stands behind the `@`; null when the message has none */
  readonly host: string | null
  /** the group that it is a member of; an empty group is one entry without mailbox and host */
  readonly group: string | null

  constructor(rawName: string | null, mailbox: string | null, host: string | null, group: string | null = null) {
    this.rawName = rawName
    this.mailbox = mailbox
    this.host = host
    this.group = group
  }

  /** The display name, decoded when it is asked for. */
  get name(): string | null {
    return this.rawName === null ? null : decodeWords(this.rawName)
  }

  /** `mailbox@host`, or the one half that there is, or ''. */
  get address(): string {
    if (this.host === null) return this.mailbox ?? ''
    return `${this.mailbox ?? ''}@${this.host}`
  }

  toJSON(): { name: string | null; address: string; group?: string } {
    const { name, address, group } = this
    return group === null ? { name, address } : { name, address, group }
  }
}

/** What stands in the header of a message, by the server's reading. RFC 9051 §7.5.2 */
export class Envelope {
  /** the Date field as sent */
  rawDate: string | null = null
  /** the Subject field as sent, encoded words and all */
  rawSubject: string | null = null
  from: readonly Address[] = NONE
  sender: readonly Address[] = NONE
  replyTo: readonly Address[] = NONE
  to: readonly Address[] = NONE
  cc: readonly Address[] = NONE
  bcc: readonly Address[] = NONE
  inReplyTo: string | null = null
  messageId: string | null = null

  /** The Subject, decoded when it is asked for. */
  get subject(): string | null {
    return this.rawSubject === null ? null : decodeWords(this.rawSubject)
  }

  /** The Date; null when there is none or it cannot be read. */
  get date(): Date | null {
    if (this.rawDate === null) return null
    const time = Date.parse(this.rawDate)
    return Number.isNaN(time) ? null : new Date(time)
  }

  toJSON(): object {
    const { date, subject, from, sender, replyTo, to, cc, bcc, inReplyTo, messageId } = this
    return { date, subject, from, sender, replyTo, to, cc, bcc, inReplyTo, messageId }
  }
}

const NONE: readonly Address[] = Object.freeze([])

/**
 * `(date subject from sender reply-to to cc bcc in-reply-to message-id)`
 *
 * Fields may be missing at the end: 9 and 8 of them were seen without message-id, without in-reply-to.
 */
export function readEnvelope(scanner: Scanner): Envelope {
  const envelope = new Envelope()
  if (scanner.next() !== OPEN && scanner.nil()) return envelope
  scanner.enter()
  if (scanner.next() !== CLOSE) envelope.rawDate = scanner.nstring()
  if (scanner.next() !== CLOSE) envelope.rawSubject = scanner.nstring()
  envelope.from = readAddresses(scanner)
  envelope.sender = readAddresses(scanner)
  envelope.replyTo = readAddresses(scanner)
  envelope.to = readAddresses(scanner)
  envelope.cc = readAddresses(scanner)
  envelope.bcc = readAddresses(scanner)
  if (scanner.next() !== CLOSE) envelope.inReplyTo = scanner.nstring()
  if (scanner.next() !== CLOSE) envelope.messageId = scanner.nstring()
  scanner.leaveAnyway()
  return envelope
}

/** NIL or `((…)(…))`. Spaces between addresses (Outlook.com) and NIL among them are passed over. */
function readAddresses(scanner: Scanner): readonly Address[] {
  if (scanner.next() !== OPEN) {
    if (scanner.peek() !== CLOSE && scanner.nstring() !== null) scanner.fail('a list of addresses')
    return NONE
  }
  scanner.enter()
  const addresses: Address[] = []
  let group: string | null = null
  let groupStart = 0
  while (scanner.next() !== CLOSE) {
    if (scanner.nil()) continue
    scanner.enter()
    const name = readField(scanner)
    readField(scanner) // the source route, obsolete
    const mailbox = readField(scanner)
    const host = readField(scanner)
    scanner.leaveAnyway()
    if (host !== null || name !== null) addresses.push(makeAddress(name, mailbox, host, group))
    else if (mailbox !== null) {
      if (group !== null) closeGroup(addresses, group, groupStart)
      group = mailbox
      groupStart = addresses.length
    } else if (group !== null) {
      closeGroup(addresses, group, groupStart)
      group = null
    }
  }
  scanner.leave()
  // a group that never ends and has no member was no group: "root" of local mail has no host either
  if (group !== null) {
    if (addresses.length === groupStart) addresses.push(new Address(null, group, null))
    else closeGroup(addresses, group, groupStart)
  }
  return addresses
}

function readField(scanner: Scanner): string | null {
  return scanner.next() === CLOSE ? null : scanner.nstring()
}

function closeGroup(addresses: Address[], group: string, start: number): void {
  if (addresses.length === start) addresses.push(new Address(null, null, null, group))
}

function makeAddress(name: string | null, mailbox: string | null, host: string | null, group: string | null): Address {
  // what UW-imapd and its heirs say for an address without an "@"
  if (host === '.MISSING-HOST-NAME.' || host === '.SYNTAX-ERROR.') return new Address(name, mailbox, null, group)
  if (host === null && name !== null) {
    // Gmail, the wrong way round: ("Calendar <calendar-notification@google.com>" NIL "Google" NIL) (MailKit#263, #1319)
    const reversed = /^([^<]*)<([^<>@\s]+)@([^<>@\s]+)>$/.exec(name)
    if (reversed) {
      const display = [mailbox, reversed[1]!.trim()].filter(Boolean).join(' ')
      return new Address(display === '' ? null : display, reversed[2]!, reversed[3]!, group)
    }
  }
  return new Address(name, mailbox, host, group)
}
