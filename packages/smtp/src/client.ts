import { type CallOptions, type Capabilities, ConnectionError, OrderedClient, type Source } from '@linewire/wire'
import { ByHand, type Lenient } from './by-hand.ts'
import { type BdatOptions, bdat } from './commands/bdat.ts'
import { data, type LmtpReplies } from './commands/data.ts'
import { ehlo } from './commands/ehlo.ts'
import { etrn } from './commands/etrn.ts'
import { expn } from './commands/expn.ts'
import { helo } from './commands/helo.ts'
import { help } from './commands/help.ts'
import { noop } from './commands/noop.ts'
import { quit } from './commands/quit.ts'
import { rset } from './commands/rset.ts'
import { type Outcome, type Plan, transaction } from './commands/transaction.ts'
import { vrfy } from './commands/vrfy.ts'
import { type ClientAttributes, xclient } from './commands/xclient.ts'
import { adjustDepth, connect, hello, mayGoAhead, type Session, type SmtpOptions, secure } from './connect.ts'
import { type DeliveryOptions, plan, type RawMessage, type Sendable } from './envelope.ts'
import { login } from './login.ts'
import type { MailParameters, RcptParameters } from './parameters.ts'
import { queueId } from './queue-id.ts'
import type { Reply } from './reply.ts'
import { type Sent, sendAll } from './send-all.ts'
import { failedUnbegun } from './unbegun.ts'

/** ms for any reply of a transaction, when the caller has set none: RFC 5321 §4.5.3.2.6 grants the last one 10 minutes */
const patience = 600_000

export type SendOptions = DeliveryOptions & CallOptions

export interface SendResult extends Outcome {
  /** the server's name for the message, where its reply tells */
  queueId?: string
}

/**
 * An SMTP or LMTP session. RFC 5321, 2033
 *
 * ```ts
 * await using smtp = await SmtpClient.connect('smtps://mail.example', { auth: { user, password } })
 * const { rejected } = await smtp.send({ from: 'me@mail.example', to: ['you@example.org'], data: message })
 * ```
 *
 * Calls may be made in parallel: they queue in order, and go out together where the server takes that.
 */
export class SmtpClient extends OrderedClient {
  readonly #session: Session
  readonly #byHand: ByHand

  private constructor(session: Session) {
    super(session.engine)
    this.#session = session
    this.#byHand = new ByHand(session)
  }

  /**
   * Connects, secures the connection, logs in.
   * @throws {ConnectionError} when the server cannot be reached, {@link TlsError} when it cannot be trusted or has no
   * TLS, {@link AuthError} when it refuses the credentials
   */
  static async connect(to: string | URL | SmtpOptions, options?: Partial<SmtpOptions>): Promise<SmtpClient> {
    return new SmtpClient(await connect(to, options))
  }

  /** @internal Whether mail() has begun a transaction that nothing has ended: a pool ends it. */
  get begun(): boolean {
    return this.#byHand.begun
  }

  /** What the server said first. */
  get greeting(): Reply {
    return this.#session.greeting
  }

  /** What EHLO said last; empty when the server does not know it. */
  get capabilities(): Capabilities {
    return this.#session.capabilities
  }

  /**
   * Delivers a message, to those of its recipients whom the server accepts: the others are in `rejected`.
   *
   * @throws {RecipientsError} when nobody was accepted, or, with `partial: 'abort'`, not everybody
   * @throws {SenderError} {@link DataError} when the server refuses the sender or the message
   * @throws {ExtensionError} when the server cannot do what the message needs; nothing was written
   */
  async send(message: RawMessage | Sendable, { signal, ...options }: SendOptions = {}): Promise<SendResult> {
    const { capabilities, lmtp, settings, engine } = this.#session
    const { timeout } = settings.options
    const own = typeof timeout === 'number' || timeout?.reply !== undefined
    const way = {
      capabilities,
      lmtp,
      pipelined: engine.depth > 1,
      ahead: mayGoAhead(this.#session),
      timeout: own ? undefined : patience,
    }
    const outcome = await this.#deliver(plan(message, options, way), { signal })
    const id = queueId(outcome.reply.text)
    return { ...outcome, ...(id === undefined ? {} : { queueId: id }) }
  }

  /**
   * Delivers messages in order, each right behind the last octet of the one before. One that fails fails alone.
   * @throws {ConnectionError} when the connection is lost
   */
  sendAll<M extends RawMessage | Sendable>(
    messages: Iterable<M> | AsyncIterable<M>,
    options: SendOptions = {},
  ): AsyncIterable<Sent<M>> {
    return sendAll(this, messages, options)
  }

  /** Says who we are, and asks for the capabilities again. RFC 5321 §4.1.1.1; LHLO for LMTP */
  async ehlo(name: string = this.#session.name, options?: CallOptions): Promise<Capabilities> {
    const capabilities = await this.run(ehlo(name, this.#session.lmtp ? 'LHLO' : 'EHLO'), options)
    this.#heard(capabilities, name)
    return capabilities
  }

  /** Says who we are, and nothing is known of the server's extensions. RFC 5321 §4.1.1.1 */
  helo(name: string = this.#session.name, options?: CallOptions): Promise<Reply> {
    return this.run(helo(name), options)
  }

  /** Puts TLS on a connection made with `tls: 'none'`. RFC 3207 */
  async startTls(): Promise<void> {
    const { engine, settings, capabilities } = this.#session
    await secure(engine, settings.host, capabilities)
    await this.#hello()
  }

  /** Logs in, on a connection made without `auth`: the best mechanism that both sides have. RFC 4954 */
  async login(auth: NonNullable<SmtpOptions['auth']>): Promise<void> {
    await login(this.engine, this.capabilities, { ...this.#session.settings, auth })
  }

  /** Begins a transaction by hand; null is nobody. RFC 5321 §4.1.1.2 */
  async mail(from: string | null, parameters: MailParameters & Lenient = {}, options?: CallOptions): Promise<Reply> {
    return this.run(this.#byHand.mail(from, parameters), options)
  }

  /** One more recipient of it. RFC 5321 §4.1.1.3 */
  async rcpt(to: string, parameters: RcptParameters & Lenient = {}, options?: CallOptions): Promise<Reply> {
    return this.run(this.#byHand.rcpt(to, parameters), options)
  }

  /**
   * The message itself. Over LMTP `replies` has the answer for each recipient. RFC 5321 §4.1.1.4
   * @throws {DataError} when the server refuses it; over LMTP when it does so for every recipient
   */
  data(
    source: Source,
    { onProgress, ...options }: CallOptions & { onProgress?: (octets: number) => void } = {},
  ): Promise<Reply & { replies?: Map<string, Reply> }> {
    return this.#withReplies((lmtp) =>
      this.run(data(source, { onProgress, lmtp, ahead: mayGoAhead(this.#session) }), options),
    )
  }

  /** A chunk of the message, as it is; for a server with CHUNKING. RFC 3030 §2 */
  bdat(
    chunk: Uint8Array,
    { last = false, ...options }: BdatOptions & CallOptions = {},
  ): Promise<Reply & { replies?: Map<string, Reply> }> {
    return this.#withReplies((lmtp) => this.run(bdat(chunk, { last }, lmtp), options))
  }

  /** Ends a transaction that has begun; nothing of it remains. RFC 5321 §4.1.1.5 */
  async rset(options?: CallOptions): Promise<Reply> {
    const reply = await this.run(rset(), options)
    this.#byHand.begun = false
    return reply
  }

  /** Nothing, but the server hears that we are there. RFC 5321 §4.1.1.9 */
  noop(options?: CallOptions): Promise<Reply> {
    return this.run(noop(), options)
  }

  /** Whether somebody has a mailbox; 252: the server does not tell. RFC 5321 §4.1.1.6 */
  vrfy(mailbox: string, options?: CallOptions): Promise<Reply> {
    return this.run(vrfy(mailbox), options)
  }

  /** The members of a mailing list, in the reply's lines. RFC 5321 §4.1.1.7 */
  expn(list: string, options?: CallOptions): Promise<Reply> {
    return this.run(expn(list), options)
  }

  /** What the server has to say about itself or a command. RFC 5321 §4.1.1.8 */
  help(topic?: string, options?: CallOptions): Promise<Reply> {
    return this.run(help(topic), options)
  }

  /** Has the server try the mail that it holds for a domain. RFC 1985 */
  etrn(node: string, options?: CallOptions): Promise<Reply> {
    return this.run(etrn(node), options)
  }

  /** Says whom we speak for, to a server that trusts us; the session begins anew. Postfix XCLIENT_README */
  async xclient(attributes: ClientAttributes, options?: CallOptions): Promise<Reply> {
    const reply = await this.run(xclient(attributes), options)
    await this.#hello()
    return reply
  }

  /** Says goodbye, within `timeout.goodbye`. A server that just hangs up has understood. RFC 5321 §4.1.1.10 */
  async quit(): Promise<void> {
    const gone = this.closed
    try {
      await this.farewell(quit(), this.#session.settings.timeouts.goodbye)
    } catch (error) {
      if (gone || !(error instanceof ConnectionError)) throw error
    }
  }

  protected override goodbye(): Promise<void> {
    return this.quit()
  }

  async #deliver(wanted: Plan, options: CallOptions): Promise<Outcome> {
    let begun = false
    const open = (): AsyncIterable<Uint8Array> => {
      begun = true
      return wanted.open()
    }
    try {
      return await this.run(transaction({ ...wanted, open }), options)
    } catch (error) {
      if (!begun) failedUnbegun(error)
      throw error
    }
  }

  async #hello(): Promise<void> {
    const { engine, name, lmtp } = this.#session
    this.#heard(await hello(engine, name, lmtp), name)
  }

  #heard(capabilities: Capabilities, name: string): void {
    this.#session.capabilities = capabilities
    this.#session.name = name
    adjustDepth(this.#session)
  }

  async #withReplies(
    run: (lmtp: LmtpReplies | undefined) => Promise<Reply>,
  ): Promise<Reply & { replies?: Map<string, Reply> }> {
    if (!this.#session.lmtp) return run(undefined)
    const replies = new Map<string, Reply>()
    const heard = (recipient: string, reply: Reply): void => void replies.set(recipient, reply)
    const reply = await run({ recipients: () => this.#byHand.accepted, heard })
    return { ...reply, replies }
  }
}
