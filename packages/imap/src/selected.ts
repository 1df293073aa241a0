import type { Untagged } from './command.ts'
import type { Flag } from './flags.ts'
import type { UidSet } from './sets.ts'

/** What happens to the selected mailbox. RFC 9051 §7.4, §7.5; RFC 7162 §3.2.10 */
export type MailboxEvent =
  | { readonly type: 'exists'; readonly exists: number; readonly before: number }
  /** the message of this sequence number is gone; all behind it have moved up by one */
  | { readonly type: 'expunge'; readonly seq: number }
  | { readonly type: 'vanished'; readonly uids: UidSet; readonly earlier: boolean }
  | {
      readonly type: 'flags'
      readonly seq: number
      readonly uid: number | undefined
      readonly flags: ReadonlySet<Flag>
      readonly modseq: bigint | undefined
    }

/** The state of the selected mailbox, as the server keeps telling it. RFC 9051 §6.3.2 */
export class Selected {
  readonly name: string
  readOnly: boolean
  exists = 0
  recent: number | undefined
  unseen: number | undefined
  uidNext: number | undefined
  uidValidity: number | undefined
  /** undefined when the mailbox keeps none. RFC 7162 §3.1.2 */
  highestModseq: bigint | undefined
  flags: ReadonlySet<Flag> = new Set()
  /** all flags, where the server does not say. RFC 9051 §7.1 PERMANENTFLAGS */
  permanentFlags: ReadonlySet<Flag> | undefined
  /** another mailbox was selected, or none */
  left = false
  readonly listeners: Set<(event: MailboxEvent) => void> = new Set()

  constructor(name: string, readOnly: boolean) {
    this.name = name
    this.readOnly = readOnly
  }

  /** Whether the response said something of the mailbox. */
  observe(response: Untagged): boolean {
    if (response.kind !== 'data') return this.#code(response)
    switch (response.type) {
      case 'EXISTS': {
        const before = this.exists
        this.exists = response.number
        if (before !== response.number) this.#tell({ type: 'exists', exists: response.number, before })
        return true
      }
      case 'EXPUNGE':
        this.exists = Math.max(0, this.exists - 1)
        this.#tell({ type: 'expunge', seq: response.number })
        return true
      case 'VANISHED':
        if (!response.earlier) this.exists = Math.max(0, this.exists - response.uids.size)
        this.#tell({ type: 'vanished', uids: response.uids, earlier: response.earlier })
        return true
      case 'RECENT':
        this.recent = response.number
        return true
      case 'FLAGS':
        this.flags = response.flags
        return true
      default:
        return false
    }
  }

  /** A FETCH that no command asked for: another session has changed flags. RFC 9051 §7.5.2 */
  changed(response: Untagged): void {
    if (response.kind !== 'data' || response.type !== 'FETCH' || response.flags === undefined) return
    const { seq, uid, flags, modseq } = response
    if (modseq !== undefined && this.highestModseq !== undefined && modseq > this.highestModseq) {
      this.highestModseq = modseq
    }
    this.#tell({ type: 'flags', seq, uid, flags, modseq })
  }

  #code({ code }: Extract<Untagged, { kind: 'status' }>): boolean {
    switch (code?.type) {
      case 'UIDNEXT':
        this.uidNext = code.uidNext
        return true
      case 'UIDVALIDITY':
        this.uidValidity = code.uidValidity
        return true
      case 'UNSEEN':
        this.unseen = code.unseen
        return true
      case 'HIGHESTMODSEQ':
        this.highestModseq = code.modseq
        return true
      case 'NOMODSEQ':
        this.highestModseq = undefined
        return true
      case 'PERMANENTFLAGS':
        this.permanentFlags = code.flags
        return true
      case 'READ-ONLY':
      case 'READ-WRITE':
        this.readOnly = code.type === 'READ-ONLY'
        return true
      default:
        return false
    }
  }

  #tell(event: MailboxEvent): void {
    for (const listener of this.listeners) listener(event)
  }
}
