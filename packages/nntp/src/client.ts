import { beforeCompression, type CallOptions, type Capabilities, OrderedClient, type Reply } from '@linewire/wire'
import type { Article } from './article.ts'
import { type ArticlesOptions, articles, type Fetched } from './articles.ts'
import { article } from './commands/article.ts'
import { body } from './commands/body.ts'
import { compress } from './commands/compress.ts'
import { date } from './commands/date.ts'
import { type Group, group } from './commands/group.ts'
import { type FieldValue, hdr, parseField } from './commands/hdr.ts'
import { head } from './commands/head.ts'
import { help } from './commands/help.ts'
import { ihave } from './commands/ihave.ts'
import { last } from './commands/last.ts'
import type { ActiveGroup } from './commands/list-active.ts'
import { listGroup, parseNumber } from './commands/list-group.ts'
import { modeReader } from './commands/mode-reader.ts'
import { newGroups } from './commands/new-groups.ts'
import { newNews } from './commands/new-news.ts'
import { next } from './commands/next.ts'
import { over } from './commands/over.ts'
import { type Posted, post } from './commands/post.ts'
import { quit } from './commands/quit.ts'
import { stat } from './commands/stat.ts'
import { xpat } from './commands/xpat.ts'
import { type ArticleSource, composed } from './composed.ts'
import { capabilitiesOf, connect, type NntpOptions, type Session, secure } from './connect.ts'
import { Dialect } from './dialect.ts'
import { Listing } from './listing.ts'
import { Lists } from './lists.ts'
import type { Located } from './located.ts'
import { login } from './login.ts'
import { type Overview, parseOverview } from './overview.ts'
import { scan } from './scan.ts'
import { opened } from './sending.ts'
import type { ArticleRange, ArticleSpec } from './spec.ts'

/**
 * An NNTP session. RFC 3977
 *
 * ```ts
 * await using news = await NntpClient.connect('nntps://news.example', { auth: { user, password } })
 * const { last } = await news.group('comp.lang.javascript')
 * const { headers, body } = await news.article(last)
 * const text = `${headers.get('Subject')}: ${await body.text()}`
 * ```
 *
 * Calls may be made in parallel: they queue in order, and go out together.
 */
export class NntpClient extends OrderedClient {
  /** The variants of LIST: `list.active('comp.*')`. RFC 3977 §7.6, 6048 */
  readonly list: Lists
  readonly #session: Session
  readonly #dialect = new Dialect()

  private constructor(session: Session) {
    super(session.engine)
    this.#session = session
    this.list = new Lists((command, options) => this.run(command, options))
  }

  /**
   * Connects, secures the connection, asks for reader's service where that is needed, logs in.
   * @throws {ConnectionError} when the server cannot be reached, {@link TlsError} when it cannot be trusted or refuses
   * TLS, {@link AuthError} when it refuses the credentials, {@link ServiceUnavailableError} when it serves nobody, or not you
   */
  static async connect(to: string | URL | NntpOptions, options?: Partial<NntpOptions>): Promise<NntpClient> {
    return new NntpClient(await connect(to, options))
  }

  /** What the server said first. */
  get greeting(): Reply {
    return this.#session.greeting
  }

  /** What CAPABILITIES said last; empty when the server does not know it. */
  get capabilities(): Capabilities {
    return this.#session.capabilities
  }

  /** Whether the server says that it takes articles by post(). RFC 3977 §3.4.1, §5.1 */
  get postingAllowed(): boolean {
    const { capabilities, postingAllowed } = this.#session
    return capabilities.has('READER') ? capabilities.has('POST') : postingAllowed
  }

  /** Asks for the capabilities again. RFC 3977 §5.2 */
  async refreshCapabilities(): Promise<Capabilities> {
    this.#session.capabilities = await capabilitiesOf(this.engine)
    return this.#session.capabilities
  }

  /** Asks for reader's service, on a connection made with `mode: 'transit'`. RFC 3977 §5.3 */
  async modeReader(options?: CallOptions): Promise<void> {
    this.#session.postingAllowed = (await this.run(modeReader(), options)).postingAllowed
    await this.refreshCapabilities()
  }

  /** Puts TLS on a connection made with `tls: 'none'`; the server forgets the selected group. RFC 4642 §2.2 */
  async startTls(): Promise<void> {
    beforeCompression(this.engine, 'STARTTLS')
    await secure(this.engine, this.#session.settings.host)
    await this.refreshCapabilities()
  }

  /** Logs in, on a connection made without `auth`: the best mechanism that both sides have. RFC 4643 */
  async login(auth: NonNullable<NntpOptions['auth']>): Promise<void> {
    beforeCompression(this.engine, 'AUTHINFO')
    await login(this.engine, this.capabilities, { ...this.#session.settings, auth })
    await this.refreshCapabilities()
  }

  /**
   * Compresses all that follows, both ways. TLS and the login come before it, for the server takes neither behind it.
   * INN before 2.7.2 does not answer a compressed POST without TLS. RFC 8054
   * @throws {CompressionError} when the server declines, or the connection is compressed already
   */
  async compress(options?: CallOptions): Promise<void> {
    beforeCompression(this.engine, 'COMPRESS DEFLATE')
    await this.run(compress(), options)
    await this.refreshCapabilities()
  }

  /**
   * Selects a group; its first article becomes the current one. RFC 3977 §6.1.1
   * @throws {NoSuchGroupError} when the server does not carry it
   */
  group(name: string, options?: CallOptions): Promise<Group> {
    return this.run(group(name), options)
  }

  /** The article numbers of a group, which becomes the selected one, or of the selected group. RFC 3977 §6.1.2 */
  listGroup(name?: string, range?: ArticleRange, options?: CallOptions): Listing<number> {
    const ask = (_: undefined | ArticleRange, more: CallOptions) => this.run(listGroup(name, range), more)
    return new Listing(() => scan(undefined, ask, parseNumber, options), this.#limit)
  }

  /** Makes the next newer article the current one. RFC 3977 §6.1.4. A {@link NoNextArticleError} at the newest. */
  next(options?: CallOptions): Promise<Located> {
    return this.run(next(), options)
  }

  /** Makes the next older article the current one: not the newest. RFC 3977 §6.1.3. A {@link NoNextArticleError} at the oldest. */
  last(options?: CallOptions): Promise<Located> {
    return this.run(last(), options)
  }

  /** Where an article is. RFC 3977 §6.2.4. An {@link ArticleNotFoundError} when it is not there. */
  stat(spec?: ArticleSpec, options?: CallOptions): Promise<Located> {
    return this.run(stat(spec), options)
  }

  /** The header of an article, the current one unless told. RFC 3977 §6.2.2 */
  head(spec?: ArticleSpec, options?: CallOptions): Promise<Article> {
    return this.run(head(spec), options)
  }

  /** The body of an article: read it, or cancel() it, for nothing behind it is read before. RFC 3977 §6.2.3 */
  body(spec?: ArticleSpec, options?: CallOptions): Promise<Article> {
    return this.run(body(spec), options)
  }

  /** A whole article: read it, or cancel() it, for nothing behind it is read before. RFC 3977 §6.2.1 */
  article(spec?: ArticleSpec, options?: CallOptions): Promise<Article> {
    return this.run(article(spec), options)
  }

  /** Articles in order, with a window of requests on the wire. One that is missing is yielded as such. */
  articles(
    specs: Iterable<ArticleSpec> | AsyncIterable<ArticleSpec>,
    options?: ArticlesOptions,
  ): AsyncIterable<Fetched> {
    return articles(this, specs, options)
  }

  /** The overview of a range, of one article by Message-ID, or of the current one: as many at a time as arrive. RFC 3977 §8.3 */
  over(spec?: ArticleRange, options?: CallOptions): AsyncIterable<Overview[]> {
    return this.overview(spec, options).batches()
  }

  /** The overview of a range, of one article by Message-ID, or of the current one, article by article. RFC 3977 §8.3 */
  overview(spec?: ArticleRange, options?: CallOptions): Listing<Overview> {
    const ask = (piece: ArticleRange | undefined, more: CallOptions) =>
      this.#dialect.ask('OVER', (word) => this.run(over(piece, word), more))
    return new Listing(() => scan(spec, ask, parseOverview, options), this.#limit)
  }

  /** One header field, `:bytes` or `:lines`, of a range, of one article by Message-ID, or of the current one. RFC 3977 §8.5 */
  hdr(field: string, spec?: ArticleRange, options?: CallOptions): Listing<FieldValue> {
    const ask = (piece: ArticleRange | undefined, more: CallOptions) =>
      this.#dialect.ask('HDR', (word) => this.run(hdr(field, piece, word), more))
    return new Listing(() => scan(spec, ask, parseField, options), this.#limit)
  }

  /** The articles of a range whose header field fits the wildmat; several are one, with blanks between. RFC 2980 §2.9 */
  xpat(field: string, spec: ArticleRange, ...patterns: string[]): Listing<FieldValue> {
    const ask = (piece = spec, more: CallOptions) => this.run(xpat(field, piece, ...patterns), more)
    return new Listing(() => scan(spec, ask, parseField), this.#limit)
  }

  /** The groups that the server has taken up since. RFC 3977 §7.3 */
  newGroups(since: Date, options?: CallOptions): Promise<ActiveGroup[]> {
    return this.run(newGroups(since), options)
  }

  /** The Message-IDs of what has come since, in the groups that fit the wildmat. RFC 3977 §7.4 */
  newNews(wildmat: string, since: Date, options?: CallOptions): Promise<string[]> {
    return this.run(newNews(wildmat, since), options)
  }

  /** The server's clock. RFC 3977 §7.1 */
  date(options?: CallOptions): Promise<Date> {
    return this.run(date(), options)
  }

  /** What the server has to say about itself, for people. RFC 3977 §7.2 */
  help(options?: CallOptions): Promise<string> {
    return this.run(help(), options)
  }

  /**
   * Posts an article; dots are doubled, line ends become CR LF. RFC 3977 §6.3.1
   * @throws {PostingNotPermittedError} when you may not, {@link PostRejectedError} when the server does not take this one
   */
  async post(source: ArticleSource, options?: CallOptions): Promise<Posted> {
    const outgoing = await opened(composed(source))
    try {
      return await this.run(post(outgoing), options)
    } finally {
      outgoing.close()
    }
  }

  /**
   * Offers an article to a peer, and sends it when it is wanted. RFC 3977 §6.3.2
   * @throws {TransferRefusedError} 435: it has it already, 436: later, 437: it will not have it
   */
  async ihave(id: string, source: ArticleSource, options?: CallOptions): Promise<void> {
    const outgoing = await opened(composed(source))
    try {
      await this.run(ihave(id, outgoing), options)
    } finally {
      outgoing.close()
    }
  }

  /** Ends the session. RFC 3977 §5.4 */
  quit(): Promise<void> {
    return this.farewell(quit(), this.#session.settings.timeouts.goodbye)
  }

  protected override goodbye(): Promise<void> {
    return this.quit()
  }

  /** octets that a list may have in memory */
  get #limit(): number {
    return this.#session.settings.limits.body
  }
}
