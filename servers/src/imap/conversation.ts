import type { ServerOptions } from '../line-server.ts'
import type { Account } from '../sasl-server.ts'
import type { Session } from '../session.ts'
import type { Scanner } from './scanner.ts'
import type { MailStore } from './store.ts'
import type { View } from './view.ts'

export interface ImapUser extends Account {
  store: MailStore
}

export interface ImapOptions extends ServerOptions {
  users: Readonly<Record<string, ImapUser>>
  /** Capabilities to leave out, with their commands: 'IDLE', 'MOVE', 'UIDPLUS', 'LITERAL+', 'AUTH=PLAIN', … */
  without?: readonly string[]
  /** Whether a password may come in clear. Default: only when there is no TLS at all; otherwise LOGINDISABLED. */
  clearText?: boolean
  /** Greet with PREAUTH, as this user. */
  preauth?: string
  /** Tell capabilities in the greeting and in the reply to the login. Default: true; otherwise only CAPABILITY does. */
  announce?: boolean
  /** The largest literal, in octets. Default: 100 MB. */
  maxLiteral?: number
}

/** Untagged data above this many octets goes out at once and is then out of the fault injector's reach. */
const BUFFERED = 1_048_576

/** All that the server knows of one connection. */
export class ImapConversation {
  readonly session: Session
  readonly options: ImapOptions
  user: string | undefined
  store: MailStore | undefined
  view: View | undefined
  tag = '*'
  #out: string[] = []
  #size = 0

  constructor(session: Session, options: ImapOptions) {
    this.session = session
    this.options = options
    // an octet is a char: mailbox names and literals stay what they are
    session.encoding = 'latin1'
  }

  get state(): 'not authenticated' | 'authenticated' | 'selected' {
    if (!this.store) return 'not authenticated'
    return this.view ? 'selected' : 'authenticated'
  }

  get clearTextAllowed(): boolean {
    return this.session.secure || (this.options.clearText ?? (this.options.tls ?? 'none') === 'none')
  }

  has(capability: string): boolean {
    return !this.options.without?.includes(capability)
  }

  enter(user: string): void {
    this.user = user
    this.store = this.options.users[user]?.store
  }

  /** Untagged data; it leaves together with the tagged reply, so that the fault injector sees both as one reply. */
  async say(line: string): Promise<void> {
    this.#out.push(`${line}\r\n`)
    this.#size += line.length + 2
    if (this.#size > BUFFERED) await this.session.write(this.#drain())
  }

  /** Ends a command: untagged data that waits, then "tag OK …". */
  complete(text: string): Promise<boolean> {
    return this.session.reply(`${this.#drain()}${this.tag} ${text}`)
  }

  /** Drops what a command had to say before it turned out to be wrong. */
  forget(): void {
    this.#drain()
  }

  #drain(): string {
    const text = this.#out.join('')
    this.#out = []
    this.#size = 0
    return text
  }
}

/**
 * Carries out one command: reads its arguments, from the space behind the verb on, and returns what follows the tag.
 * Nothing is returned when the reply has been sent, or must not be.
 */
export type ImapCommand = (imap: ImapConversation, scanner: Scanner, byUid: boolean) => Promise<string | undefined>

/** Replies that many commands give. RFC 9051 §7.1 */
export const nonexistent = 'NO [NONEXISTENT] No such mailbox'
export const tryCreate = 'NO [TRYCREATE] No such mailbox'
export const privacyRequired = 'NO [PRIVACYREQUIRED] Use STARTTLS first'
