import {
  type Body,
  type CallOptions,
  type Capabilities,
  type Command,
  OrderedClient,
  requireSecrecy,
} from '@linewire/wire'
import { apop, apopDigest } from './commands/apop.ts'
import { dele } from './commands/dele.ts'
import { type Language, lang, langs } from './commands/lang.ts'
import { type Listed, list, listOne } from './commands/list.ts'
import { noop } from './commands/noop.ts'
import { pass } from './commands/pass.ts'
import { type Goodbye, quit } from './commands/quit.ts'
import { open, retr } from './commands/retr.ts'
import { rset } from './commands/rset.ts'
import { type Stat, stat } from './commands/stat.ts'
import { top } from './commands/top.ts'
import { type UniqueId, uidl, uidlOne } from './commands/uidl.ts'
import { user } from './commands/user.ts'
import { utf8 } from './commands/utf8.ts'
import { connect, enter, type Pop3Options, refresh, type Session, secure } from './connect.ts'
import { type Policy, policyOf } from './policy.ts'
import type { Reply } from './reply.ts'
import {
  type FetchNewOptions,
  fetchNew,
  type NewMessage,
  type Retrieved,
  type RetrieveOptions,
  retrieve,
} from './retrieve.ts'

/**
 * A POP3 session. RFC 1939
 *
 * ```ts
 * await using pop = await Pop3Client.connect('pops://mail.example', { auth: { user, password } })
 * for await (const { number, body } of pop.retrieve()) await body.saveTo(`${number}.eml`)
 * ```
 *
 * Calls may be made in parallel: they queue in order, and go out together where the server takes that.
 */
export class Pop3Client extends OrderedClient {
  readonly #session: Session
  /** messages may be marked as deleted */
  #marked = false

  private constructor(session: Session) {
    super(session.engine)
    this.#session = session
  }

  /**
   * Connects, secures the connection, logs in.
   * @throws {ConnectionError} when the server cannot be reached, {@link TlsError} when it cannot be trusted or refuses
   * TLS, {@link AuthError} when it refuses the credentials, {@link MaildropInUseError}, {@link LoginDelayError} or
   * {@link ServerFaultError} when it does not blame them
   */
  static async connect(to: string | URL | Pop3Options, options?: Partial<Pop3Options>): Promise<Pop3Client> {
    return new Pop3Client(await connect(to, options))
  }

  /** What the server said first. */
  get greeting(): Reply {
    return this.#session.greeting
  }

  /** What CAPA said last; empty when the server does not know it. */
  get capabilities(): Capabilities {
    return this.#session.capabilities
  }

  /** How long messages are kept, how often one may log in, what the server is: as CAPA said last. RFC 2449 §6 */
  get policy(): Policy {
    return policyOf(this.capabilities)
  }

  /** octets that a collected message may have, unless a call says otherwise; LIST, UIDL and TOP as well */
  get maxBytes(): number {
    return this.#session.settings.limits.body
  }

  /** Asks for the capabilities again, which may differ behind a login by hand. RFC 2449 §5 */
  async capa(options?: CallOptions): Promise<Capabilities> {
    await refresh(this.#session, options)
    return this.#session.capabilities
  }

  /** Puts TLS on a connection made with `tls: 'none'`. RFC 2595 §4 */
  async startTls(options?: CallOptions): Promise<void> {
    await secure(this.#session, options)
    await this.capa(options)
  }

  /** Logs in, on a connection made without `auth`: the best mechanism that both sides have. */
  async login(auth: NonNullable<Pop3Options['auth']>, options?: CallOptions): Promise<void> {
    await enter(this.#session, { ...this.#session.settings, auth }, options)
  }

  /** Says who logs in; pass() follows. RFC 1939 §7 */
  user(name: string, options?: CallOptions): Promise<void> {
    return this.run(user(name), options)
  }

  /** The password behind user(). RFC 1939 §7. In clear to this machine alone, unless `allowInsecureAuth` was said. */
  pass(password: string, options?: CallOptions): Promise<void> {
    return this.#secretly(pass(password), options)
  }

  /** Logs in by an MD5 digest, for servers that have nothing better. RFC 1939 §7 */
  async apop(name: string, password: string, options?: CallOptions): Promise<void> {
    return this.#secretly(apop(name, await apopDigest(this.greeting.text, password)), options)
  }

  async #secretly(command: Command<void>, options?: CallOptions): Promise<void> {
    requireSecrecy(this.#session.settings, this.engine.transport)
    return this.run(command, options)
  }

  /** How many messages the maildrop holds, and their size in octets. RFC 1939 §5 */
  stat(options?: CallOptions): Promise<Stat> {
    return this.run(stat(), options)
  }

  /** The size of every message, or of one. RFC 1939 §5 */
  list(options?: CallOptions): Promise<Listed[]>
  list(message: number, options?: CallOptions): Promise<Listed>
  list(message?: number | CallOptions, options?: CallOptions): Promise<Listed[] | Listed> {
    return typeof message === 'number' ? this.run(listOne(message), options) : this.run(list(this.maxBytes), message)
  }

  /** The unique identifier of every message, or of one. RFC 1939 §7 */
  uidl(options?: CallOptions): Promise<UniqueId[]>
  uidl(message: number, options?: CallOptions): Promise<UniqueId>
  uidl(message?: number | CallOptions, options?: CallOptions): Promise<UniqueId[] | UniqueId> {
    return typeof message === 'number' ? this.run(uidlOne(message), options) : this.run(uidl(this.maxBytes), message)
  }

  /** A whole message in memory. RFC 1939 §5. A {@link LimitError} when it has more than `maxBytes` octets. */
  retr(
    message: number,
    { maxBytes = this.maxBytes, ...options }: CallOptions & { maxBytes?: number } = {},
  ): Promise<Uint8Array> {
    return this.run(retr(message, maxBytes), options)
  }

  /** A message as a stream: read it, or cancel() it, for nothing behind it is read before. RFC 1939 §5 */
  open(message: number, options?: CallOptions): Promise<Body> {
    return this.run(open(message), options)
  }

  /** The header of a message and the first lines of its body. RFC 1939 §7 */
  top(message: number, lines: number, options?: CallOptions): Promise<Uint8Array> {
    return this.run(top(message, lines, this.maxBytes), options)
  }

  /** Messages in order, all of them unless told, with a window of RETR on the wire. One that fails fails alone. */
  retrieve(numbers?: Iterable<number> | AsyncIterable<number>, options?: RetrieveOptions): AsyncIterable<Retrieved> {
    return retrieve(this, numbers, options)
  }

  /** The messages whose identifiers you have not seen; deletes, when asked, only what you have acknowledged. */
  fetchNew(options: FetchNewOptions): AsyncIterable<NewMessage> {
    return fetchNew(this, options)
  }

  /** Marks a message as deleted; it goes at quit(). RFC 1939 §5 */
  dele(message: number, options?: CallOptions): Promise<void> {
    const command = dele(message)
    this.#marked = true
    return this.run(command, options)
  }

  /** Takes the mark off every message marked as deleted. RFC 1939 §5 */
  async rset(options?: CallOptions): Promise<void> {
    await this.run(rset(), options)
    this.#marked = false
  }

  /** Nothing, but the server hears that we are there. RFC 1939 §5 */
  noop(options?: CallOptions): Promise<void> {
    return this.run(noop(), options)
  }

  /** From now on messages may have UTF-8 headers; before the login. RFC 6856 §2 */
  utf8(options?: CallOptions): Promise<void> {
    return this.run(utf8(), options)
  }

  /** The languages that the server's texts come in. RFC 6856 §3 */
  langs(options?: CallOptions): Promise<Language[]> {
    return this.run(langs(), options)
  }

  /** From now on the server's texts come in this language. RFC 6856 §3 */
  lang(tag: string, options?: CallOptions): Promise<void> {
    return this.run(lang(tag), options)
  }

  /**
   * Ends the session; messages marked as deleted go. RFC 1939 §6
   * @throws {CommitError} when the server says that not all of them went
   */
  quit(options?: CallOptions): Promise<Goodbye> {
    return this.farewell(quit(), this.#session.settings.timeouts.goodbye, options)
  }

  protected override goodbye(): Promise<Goodbye> {
    return this.quit()
  }

  /** Without an answer to QUIT nobody knows whether the deletions were made. */
  protected override get goodbyeMatters(): boolean {
    return this.#marked
  }
}
