import type { Scanner } from './scanner.ts'
import { SyntaxFault } from './scanner.ts'
import { parseSequenceSet } from './sequence-set.ts'
import type { StoredMailbox, StoredMessage } from './store.ts'

/** A message that a set has chosen; `message` is missing when another session has expunged it and this one has not been told. */
export interface Chosen {
  number: number
  uid: number
  message: StoredMessage | undefined
}

/**
 * The selected mailbox as one session sees it: which message has which number, and which flags it has been told.
 * The mailbox may be ahead of it; `changes` says by what, as untagged responses. RFC 9051 §5.2, 7.5
 */
export class View {
  readonly mailbox: StoredMailbox
  readonly readOnly: boolean
  /** UIDs by sequence number less one. */
  readonly uids: number[]
  /** UIDs of which this session is the first to hear. RFC 3501 §2.3.2 */
  readonly recent: Set<number> = new Set()
  #told = new Map<number, string>()
  #keywords: number

  constructor(mailbox: StoredMailbox, readOnly: boolean) {
    this.mailbox = mailbox
    this.readOnly = readOnly
    this.uids = []
    this.#keywords = mailbox.keywords.size
    for (const message of mailbox.messages) this.#take(message)
  }

  get largest(): { number: number; uid: number } {
    return { number: this.uids.length, uid: this.uids.at(-1) ?? 0 }
  }

  /** "(\Seen $Junk)" for this session. */
  flags({ uid, flags }: StoredMessage): string {
    const own = [...flags].filter((flag) => flag !== '\\Recent')
    if (this.recent.has(uid)) own.push('\\Recent')
    return `(${own.join(' ')})`
  }

  /** The session knows these flags: `changes` need not repeat them. */
  told(message: StoredMessage): void {
    this.#told.set(message.uid, this.flags(message))
  }

  /** The messages of a sequence set or, with `byUid`, of a set of UIDs, in ascending order. */
  choose(scanner: Scanner, byUid: boolean): Chosen[] {
    const set = parseSequenceSet(scanner.sequenceSet())
    if (!byUid && set.highest > this.uids.length) throw new SyntaxFault(`there are ${this.uids.length} messages only`)
    const { number: last, uid: lastUid } = this.largest
    const stored = new Map(this.mailbox.messages.map((message) => [message.uid, message]))
    return this.uids
      .map((uid, index): Chosen => ({ number: index + 1, uid, message: stored.get(uid) }))
      .filter(({ number, uid }) => (byUid ? set.has(uid, lastUid) : set.has(number, last)))
  }

  /** What has changed since the last time, as untagged responses. EXPUNGE only where numbers may shift. RFC 9051 §7.5.1 */
  changes(mayExpunge: boolean): string[] {
    const lines: string[] = []
    if (mayExpunge) this.#expunge(lines)
    const last = this.uids.at(-1) ?? 0
    const fresh = this.mailbox.messages.filter(({ uid }) => uid > last && !this.#told.has(uid))
    for (const message of fresh) this.#take(message)
    if (fresh.length > 0) lines.push(`* ${this.uids.length} EXISTS`, `* ${this.recent.size} RECENT`)
    this.#flags(lines)
    return lines
  }

  #expunge(lines: string[]): void {
    const stored = new Set(this.mailbox.messages.map(({ uid }) => uid))
    for (let index = 0; index < this.uids.length; ) {
      const uid = this.uids[index]!
      if (stored.has(uid)) index++
      else {
        this.uids.splice(index, 1)
        this.recent.delete(uid)
        this.#told.delete(uid)
        // each EXPUNGE shifts the numbers behind it at once
        lines.push(`* ${index + 1} EXPUNGE`)
      }
    }
  }

  #flags(lines: string[]): void {
    if (this.mailbox.keywords.size !== this.#keywords) lines.push(flagsLine(this.mailbox))
    this.#keywords = this.mailbox.keywords.size
    const numbers = new Map(this.uids.map((uid, index) => [uid, index + 1]))
    for (const message of this.mailbox.messages) {
      const number = numbers.get(message.uid)
      const flags = this.flags(message)
      if (number === undefined || this.#told.get(message.uid) === flags) continue
      this.#told.set(message.uid, flags)
      lines.push(`* ${number} FETCH (FLAGS ${flags})`)
    }
  }

  #take(message: StoredMessage): void {
    this.uids.push(message.uid)
    if (message.flags.has('\\Recent')) this.recent.add(message.uid)
    // EXAMINE leaves \Recent for the next session. RFC 3501 §6.3.2
    if (!this.readOnly) message.flags.delete('\\Recent')
    this.told(message)
  }
}

const SYSTEM = '\\Answered \\Flagged \\Deleted \\Seen \\Draft'

/** "* FLAGS (…)": the system flags and the keywords in use. */
export const flagsLine = ({ keywords }: StoredMailbox): string => `* FLAGS (${[SYSTEM, ...keywords].join(' ')})`

/** What SELECT says about flags that stay: new keywords are welcome. */
export const permanentFlags = ({ keywords }: StoredMailbox, readOnly: boolean): string =>
  readOnly ? '()' : `(${[SYSTEM, ...keywords, '\\*'].join(' ')})`
