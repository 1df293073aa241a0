import { beforeCompression, type CallOptions, type Capabilities, Client, type Source } from '@linewire/wire'
import { type AppendOptions, appendMessage } from './append-message.ts'
import type { ImapCommand, ImapOrder } from './command.ts'
import type { Appended } from './commands/append.ts'
import { capability } from './commands/capability.ts'
import { compress } from './commands/compress.ts'
import { create } from './commands/create.ts'
import { deleteMailbox } from './commands/delete.ts'
import { enable } from './commands/enable.ts'
import type { Greeting } from './commands/greeting.ts'
import { type IdFields, id } from './commands/id.ts'
import type { ListedMailbox } from './commands/list.ts'
import { logout } from './commands/logout.ts'
import { type Namespaces, namespace } from './commands/namespace.ts'
import { noop } from './commands/noop.ts'
import { rename } from './commands/rename.ts'
import { type SelectOptions, select } from './commands/select.ts'
import { type StatusItem, status } from './commands/status.ts'
import { subscribe } from './commands/subscribe.ts'
import { unsubscribe } from './commands/unsubscribe.ts'
import { authenticated, connect, type ImapOptions, known, secure } from './connect.ts'
import { type ListOptions, listMailboxes } from './list-mailboxes.ts'
import { loginWithPassword } from './login.ts'
import { Mailbox } from './mailbox.ts'
import type { StatusItems } from './response/status.ts'
import type { Session } from './session.ts'
import { idleUntil } from './watch.ts'

/**
 * An IMAP session. RFC 9051, 3501
 *
 * ```ts
 * await using imap = await ImapClient.connect('imaps://mail.example', { auth: { user, password } })
 * await using inbox = await imap.examine('INBOX')
 * for await (const { uid, envelope } of inbox.fetch('1:*', { envelope: true })) seen.set(uid, envelope.subject)
 * ```
 *
 * Calls may be made in parallel: they go out together as far as RFC 9051 §5.5 allows, and queue in order beyond.
 */
export class ImapClient extends Client<ImapOrder> {
  readonly #session: Session
  #mailbox: Mailbox | undefined

  private constructor(session: Session) {
    super(session.engine)
    this.#session = session
  }

  /**
   * Connects, secures the connection, logs in.
   * @throws {ConnectionError} when the server cannot be reached, {@link TlsError} when it cannot be trusted or refuses
   * TLS, {@link AuthError} when it refuses the credentials
   */
  static async connect(to: string | URL | ImapOptions, options?: Partial<ImapOptions>): Promise<ImapClient> {
    return new ImapClient(await connect(to, options))
  }

  /** What the server said first. */
  get greeting(): Greeting {
    return this.#session.greeting
  }

  /** What the server said last that it can do: `has('IDLE')`, `has('AUTH', 'PLAIN')`. */
  get capabilities(): Capabilities {
    return this.#session.state.capabilities
  }

  /** What the server says of itself, once it has answered the ID that follows login. RFC 2971 */
  get serverId(): ReadonlyMap<string, string | null> | undefined {
    return this.#session.serverId
  }

  /** The newest texts that the server wants people to see. RFC 9051 §7.1 ALERT */
  get alerts(): readonly string[] {
    return this.#session.state.alerts
  }

  /** What enable() has switched on. */
  get enabled(): ReadonlySet<string> {
    return this.#session.state.enabled
  }

  /**
   * Sends a command of your own, or one that this package exports: the base of every method.
   * @throws {ReplyError} when the server says NO or BAD; the connection lives on
   */
  run<T>(command: ImapCommand<T>, options?: CallOptions): Promise<T> {
    return this.#session.run(command, options)
  }

  /** Asks for the capabilities again. RFC 9051 §6.1.1 */
  capability(options?: CallOptions): Promise<Capabilities> {
    return this.run(capability(), options)
  }

  /** Puts TLS on a connection made with `tls: 'none'`. RFC 9051 §6.2.1 */
  async startTls(): Promise<void> {
    beforeCompression(this.engine, 'STARTTLS')
    await secure(this.#session)
    await known(this.#session)
  }

  /**
   * Logs in by name and password, on a connection made without `auth`. RFC 9051 §6.2.3
   * @throws {AuthError} when the server refuses, or forbids it (LOGINDISABLED): then nothing is sent
   */
  async login(user: string, password: string, options?: CallOptions): Promise<void> {
    await loginWithPassword(this.#session, user, password, options)
  }

  /** Logs in by the best mechanism that both sides have, on a connection made without `auth`. RFC 9051 §6.2.2 */
  async authenticate(auth: NonNullable<ImapOptions['auth']>): Promise<void> {
    await authenticated(this.#session, auth)
  }

  /**
   * Compresses all that follows, both ways: best called behind the login, which then stays out of it. RFC 4978
   * @throws {CompressionError} when the server declines, or the connection is compressed already
   */
  async compress(options?: CallOptions): Promise<void> {
    beforeCompression(this.engine, 'COMPRESS DEFLATE')
    await this.run(compress(), options)
  }

  /** Nothing, but the server may tell what is new. RFC 9051 §6.1.2 */
  noop(options?: CallOptions): Promise<void> {
    return this.run(noop(), options)
  }

  /** Says who we are, and hears who the server is. RFC 2971 */
  id(fields?: IdFields, options?: CallOptions): Promise<ReadonlyMap<string, string | null>> {
    return this.run(id(fields), options)
  }

  /** Switches extensions on; returns those that the server did. RFC 9051 §6.3.1 */
  async enable(...capabilities: string[]): Promise<string[]> {
    return this.run(enable(...capabilities))
  }

  /** Where mailboxes are to be found. RFC 9051 §6.3.10 */
  namespace(options?: CallOptions): Promise<Namespaces> {
    return this.run(namespace(this.#spelling), options)
  }

  /**
   * Selects a mailbox: messages are read and changed through what it returns. RFC 9051 §6.3.2
   * @throws {NotFoundError} when there is no such mailbox; none is selected then
   */
  async select(name: string, { signal, ...options }: SelectOptions & CallOptions = {}): Promise<Mailbox> {
    const { state } = this.#session
    const command = select(name, { ...options, ...this.#spelling })
    // with another selected, what comes before the reply may still be of that one
    const turn = state.selected ? 'alone' : 'last'
    if (state.selected) state.selected.left = true
    const selected = await this.run(
      {
        ...command,
        turn,
        done(ending) {
          const entered = command.done(ending)
          state.select(entered)
          return entered
        },
      },
      { signal },
    )
    this.#mailbox = new Mailbox(this.#session, selected)
    return this.#mailbox
  }

  /** The selected mailbox. */
  get mailbox(): Mailbox | undefined {
    return this.#mailbox?.selected ? this.#mailbox : undefined
  }

  /** Selects a mailbox for reading alone. RFC 9051 §6.3.3 */
  examine(name: string, options?: CallOptions): Promise<Mailbox> {
    return this.select(name, { ...options, readOnly: true })
  }

  /** The mailboxes whose names fit: `*` is anything, `%` anything within one level. RFC 9051 §6.3.9 */
  async list(pattern = '*', options: ListOptions = {}): Promise<ListedMailbox[]> {
    return listMailboxes(this.#session, pattern, options)
  }

  /** Facts of a mailbox that is not selected. RFC 9051 §6.3.11 */
  async status(mailbox: string, items: readonly StatusItem[], options?: CallOptions): Promise<StatusItems> {
    return this.run(status(mailbox, items, this.#spelling), options)
  }

  /** RFC 9051 §6.3.4 */
  async create(mailbox: string, options?: CallOptions): Promise<void> {
    return this.run(create(mailbox, this.#spelling), options)
  }

  /** RFC 9051 §6.3.6 */
  async rename(from: string, to: string, options?: CallOptions): Promise<void> {
    return this.run(rename(from, to, this.#spelling), options)
  }

  /** Deletes a mailbox with all its messages. RFC 9051 §6.3.5 */
  async delete(mailbox: string, options?: CallOptions): Promise<void> {
    return this.run(deleteMailbox(mailbox, this.#spelling), options)
  }

  /** RFC 9051 §6.3.7 */
  async subscribe(mailbox: string, options?: CallOptions): Promise<void> {
    return this.run(subscribe(mailbox, this.#spelling), options)
  }

  /** RFC 9051 §6.3.8 */
  async unsubscribe(mailbox: string, options?: CallOptions): Promise<void> {
    return this.run(unsubscribe(mailbox, this.#spelling), options)
  }

  /**
   * Puts a message into a mailbox. RFC 9051 §6.3.12
   * @returns where it went, where the server tells
   * @throws {NotFoundError} when there is no such mailbox
   */
  async append(mailbox: string, source: Source, options: AppendOptions = {}): Promise<Appended | undefined> {
    return appendMessage(this.#session, mailbox, source, options)
  }

  /** Idles until the signal, or another command, or half an hour ends it. RFC 2177 */
  async idle({ signal }: CallOptions = {}): Promise<void> {
    await idleUntil(this.#session, signal)
  }

  /** Ends the session. RFC 9051 §6.1.3. The connection is closed in any case. */
  async logout(): Promise<void> {
    try {
      await this.run({ ...logout(), timeout: this.#session.settings.timeouts.goodbye })
    } finally {
      this.engine.close()
    }
  }

  protected override goodbye(): Promise<void> {
    return this.logout()
  }

  get #spelling(): { utf8: boolean } {
    return { utf8: this.#session.state.utf8 }
  }
}
