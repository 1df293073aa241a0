import type { Flag } from '../flags.ts'
import type { BodyPart } from './body-structure.ts'
import type { Envelope } from './envelope.ts'
import type { Streamed } from './segments.ts'

/** `BODY[section]<origin>` and its relatives. RFC822, RFC822.HEADER and RFC822.TEXT appear as '', HEADER and TEXT. */
export interface BodySection {
  readonly item: 'BODY' | 'BINARY'
  /** as the server echoes it, in upper case: `1.2.MIME`, `HEADER.FIELDS (SUBJECT)`, '' for all */
  readonly section: string
  /** offset of the first octet when a part of it was asked for */
  readonly origin: number | null
  /** null when the section does not exist */
  readonly value: Buffer | Streamed | null
}

/** An item that cannot be read, or whose name is unknown. */
export interface RawItem {
  readonly item: string
  /** the octets behind the name, as sent */
  readonly raw: Buffer
}

export interface MalformedItem extends RawItem {
  readonly malformed: true
  readonly reason: string
}

/** What one `* n FETCH (…)` says: only what it holds is defined. RFC 9051 §7.5.2 */
export class FetchData {
  readonly kind = 'data' as const
  readonly type = 'FETCH' as const
  /** message sequence number; 0 from Courier for a message that went meanwhile (Courier#428) */
  readonly seq: number
  uid: number | undefined = undefined
  flags: ReadonlySet<Flag> | undefined = undefined
  /** null when the server's date is none, such as `00-Jan-0000 00:00:00 +0000` (Domino) */
  internalDate: Date | null | undefined = undefined
  /** octets */
  size: number | undefined = undefined
  envelope: Envelope | undefined = undefined
  /** null when the server knows none: `()` */
  bodyStructure: BodyPart | null | undefined = undefined
  /** 0n when the mailbox keeps none. RFC 7162 §3.1.4.2 */
  modseq: bigint | undefined = undefined
  /** RFC 8514; null when it is not known */
  saveDate: Date | null | undefined = undefined
  /** RFC 8474 §5.1 */
  emailId: string | undefined = undefined
  /** RFC 8474 §5.2; null when the server keeps no threads */
  threadId: string | null | undefined = undefined
  /** RFC 8970; null when it is not made yet */
  preview: string | null | undefined = undefined
  /** Gmail's X-GM-LABELS, X-GM-MSGID and X-GM-THRID */
  labels: ReadonlySet<string> | undefined = undefined
  gmailMessageId: bigint | undefined = undefined
  gmailThreadId: bigint | undefined = undefined
  sections: BodySection[] = []
  /** BINARY.SIZE: octets after decoding, by section. RFC 3516 §4.3 */
  binarySizes: Map<string, number> | undefined = undefined
  /** items of unknown names */
  unknown: RawItem[] = []
  /** items that were to be understood and could not be; the others are untouched */
  malformed: MalformedItem[] = []

  constructor(seq: number) {
    this.seq = seq
  }
}
