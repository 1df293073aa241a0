/** A message as the store keeps it: octets as they came, flags by their canonical spelling. */
export interface StoredMessage {
  readonly uid: number
  readonly raw: Buffer
  readonly date: Date
  readonly flags: Set<string>
}

/** What a test says about a message: its octets alone, or octets with flags and an internal date. */
export type MessageSpec = string | Uint8Array | { raw: string | Uint8Array; flags?: readonly string[]; date?: Date }

const SYSTEM = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft', '\\Recent']

/** System flags are case-insensitive: "\seen" is "\Seen". Keywords stay as they are. RFC 9051 §2.3.2 */
export const canonicalFlag = (flag: string): string =>
  SYSTEM.find((system) => system.toLowerCase() === flag.toLowerCase()) ?? flag

let validity = 1_700_000_000

/** One mailbox: messages by ascending UID, the keywords in use, and who is waiting for a change. */
export class StoredMailbox {
  name: string
  readonly attributes: readonly string[]
  readonly messages: StoredMessage[] = []
  readonly keywords: Set<string> = new Set()
  // a mailbox made again under an old name must not be mistaken for the old one
  readonly uidValidity: number = ++validity
  uidNext = 1
  private readonly watchers = new Set<() => void>()

  constructor(name: string, attributes: readonly string[] = []) {
    this.name = name
    this.attributes = attributes
  }

  add(spec: MessageSpec): StoredMessage {
    const {
      raw,
      flags = [],
      date = new Date(),
    } = typeof spec === 'string' || spec instanceof Uint8Array ? { raw: spec } : spec
    const message = {
      uid: this.uidNext++,
      raw: Buffer.from(raw as string),
      date,
      flags: new Set(flags.map(canonicalFlag)),
    }
    message.flags.add('\\Recent')
    this.messages.push(message)
    this.learn(message.flags)
    this.changed()
    return message
  }

  find(uid: number): StoredMessage | undefined {
    return this.messages.find((message) => message.uid === uid)
  }

  /** Removes the messages that are \Deleted and chosen; returns their UIDs. */
  expunge(chosen: (uid: number) => boolean = () => true): number[] {
    const gone = this.messages.filter(({ uid, flags }) => flags.has('\\Deleted') && chosen(uid)).map(({ uid }) => uid)
    this.remove(gone)
    return gone
  }

  remove(uids: readonly number[]): void {
    const gone = new Set(uids)
    const kept = this.messages.filter(({ uid }) => !gone.has(uid))
    this.messages.splice(0, this.messages.length, ...kept)
    if (gone.size > 0) this.changed()
  }

  learn(flags: Iterable<string>): void {
    for (const flag of flags) if (!flag.startsWith('\\')) this.keywords.add(flag)
  }

  /** Tells every waiting session that flags or messages changed. */
  changed(): void {
    for (const watcher of this.watchers) watcher()
  }

  /** Calls back at each change until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }
}

/** What a test says about a mailbox: its messages, or messages with LIST attributes such as \Sent. */
export type MailboxSpec =
  | readonly MessageSpec[]
  | { messages?: readonly MessageSpec[]; attributes?: readonly string[]; subscribed?: boolean }

/** The mailboxes of one user. Names are octets as they travel (modified UTF-7, one char per octet); the separator is "/". */
export class MailStore {
  readonly mailboxes: Map<string, StoredMailbox> = new Map()
  // apart from the mailboxes: a subscription outlives its mailbox (RFC 9051 §6.3.7)
  readonly subscriptions: Set<string> = new Set()

  constructor(mailboxes: Record<string, MailboxSpec> = {}) {
    for (const [name, spec] of Object.entries({ INBOX: [], ...mailboxes })) {
      const { messages = [], attributes = [], subscribed = true } = isList(spec) ? { messages: spec } : spec
      const mailbox = this.create(name, attributes)
      for (const message of messages) mailbox.add(message)
      if (subscribed) this.subscriptions.add(mailbox.name)
    }
  }

  /** INBOX is case-insensitive, every other name is not. RFC 9051 §5.1 */
  canonical(name: string): string {
    return /^inbox(?=\/|$)/i.test(name) ? `INBOX${name.slice(5)}` : name
  }

  get(name: string): StoredMailbox | undefined {
    return this.mailboxes.get(this.canonical(name))
  }

  /** Makes a mailbox and the superior names it needs; a name that exists is given back as it is. */
  create(name: string, attributes: readonly string[] = []): StoredMailbox {
    const canonical = this.canonical(name)
    const old = this.mailboxes.get(canonical)
    if (old) return old
    this.makeSuperiors(canonical)
    const mailbox = new StoredMailbox(canonical, attributes)
    this.mailboxes.set(canonical, mailbox)
    return mailbox
  }

  hasChildren(name: string): boolean {
    return [...this.mailboxes.keys()].some((other) => other.startsWith(`${name}/`))
  }

  /** Moves a mailbox and everything below it to a new name; messages keep their UIDs. RFC 9051 §6.3.6 */
  rename(from: string, to: string): void {
    for (const [name, mailbox] of [...this.mailboxes]) {
      if (name !== from && !name.startsWith(`${from}/`)) continue
      this.mailboxes.delete(name)
      mailbox.name = to + name.slice(from.length)
      this.makeSuperiors(mailbox.name)
      this.mailboxes.set(mailbox.name, mailbox)
    }
  }

  /** Renaming INBOX moves its messages and leaves it empty. RFC 9051 §6.3.6 */
  renameInbox(to: string): void {
    const inbox = this.create('INBOX')
    const target = this.create(to)
    for (const { raw, flags, date } of inbox.messages) target.add({ raw, flags: [...flags], date })
    inbox.remove(inbox.messages.map(({ uid }) => uid))
  }

  private makeSuperiors(name: string): void {
    const slash = name.lastIndexOf('/')
    if (slash > 0) this.create(name.slice(0, slash))
  }
}

const isList = (spec: MailboxSpec): spec is readonly MessageSpec[] => Array.isArray(spec)
