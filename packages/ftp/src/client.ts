import {
  type Body,
  type CallOptions,
  type Capabilities,
  type Command,
  ConnectionError,
  type Engine,
  OrderedClient,
  type Reply,
  ReplyError,
  type Source,
  WireError,
} from '@linewire/wire'
import { Access } from './access.ts'
import { arrive } from './arrival.ts'
import { byHand } from './by-hand.ts'
import { avbl } from './commands/avbl.ts'
import { cdup } from './commands/cdup.ts'
import { cwd } from './commands/cwd.ts'
import { dele } from './commands/dele.ts'
import { help } from './commands/help.ts'
import { mdtm } from './commands/mdtm.ts'
import { mkd } from './commands/mkd.ts'
import { noop } from './commands/noop.ts'
import { pwd } from './commands/pwd.ts'
import { quit } from './commands/quit.ts'
import { rename } from './commands/rename.ts'
import { retr } from './commands/retr.ts'
import { rmd } from './commands/rmd.ts'
import { chmod, site } from './commands/site.ts'
import { size } from './commands/size.ts'
import { stat as statCommand } from './commands/stat.ts'
import { appe, stor } from './commands/stor.ts'
import { stou, uniqueName } from './commands/stou.ts'
import { syst } from './commands/syst.ts'
import type { FtpOptions } from './connect.ts'
import type { DataInfo } from './data-connection.ts'
import { type Digest, type DigestOptions, digest } from './digest.ts'
import { makeAll, removeAll, type Walked, type WalkOptions, walk } from './directory.ts'
import type { Entry } from './entry.ts'
import type { DownloadOptions } from './files/download.ts'
import type { Origin } from './files/origin.ts'
import type { UploadOptions } from './files/upload.ts'
import { intervalOf, KeepAlive } from './keep-alive.ts'
import { type ListOptions, listed, names, rawLines } from './listing/ask.ts'
import type { Listing } from './listing/listing.ts'
import { loginOf } from './login.ts'
import type { MirrorOptions } from './mirror/mirror.ts'
import type { MirrorReport } from './mirror/report.ts'
import { outgoingOctets } from './outgoing-octets.ts'
import { pacedBody } from './paced-body.ts'
import { limitOf, paced, type RateLimit } from './rate.ts'
import { receive } from './receive.ts'
import { type Sent, send } from './send.ts'
import type { Session } from './session.ts'
import { setModified } from './set-modified.ts'
import { exists, stat } from './status.ts'
import { storeAt } from './store-at.ts'
import { crlfLines, crlfOctets } from './text-lines.ts'
import type { Transfer, Underway } from './transfer.ts'
import { failed } from './transfer-error.ts'
import type { ModeCode, TypeCode } from './transfer-parameter.ts'
import { moves, Whereabouts } from './whereabouts.ts'

export interface GetOptions extends CallOptions {
  /** octets to leave out at the beginning */
  offset?: number
  /** `A`: lines, which end in CR LF whatever the server keeps them with; `I`, octets as they are, unless told */
  type?: TypeCode
  /** deflated on its way (MODE Z), or not; as the connection's options say unless told */
  compress?: boolean
  /** octets per second; a {@link RateLimit} is shared by all transfers that have it */
  rate?: number | RateLimit
}

export interface PutOptions extends CallOptions {
  /** where in the file on the server the data goes; what lies before it stays */
  offset?: number
  /** `A`: lines, whose ends become what the server keeps; `I`, octets as they are, unless told */
  type?: TypeCode
  /** octets that are to come, for a server that wants to make room for them first (ALLO) */
  size?: number
  /** deflated on its way (MODE Z); ProFTPD 1.3.8 loses octets of that and says nothing */
  compress?: boolean
  /** called with the octets that have gone out so far */
  onProgress?: (octets: number) => void
  /** octets per second; a {@link RateLimit} is shared by all transfers that have it */
  rate?: number | RateLimit
}

type SendOptions = Pick<PutOptions, 'signal' | 'onProgress' | 'rate'>

/**
 * An FTP session. RFC 959
 *
 * ```ts
 * await using ftp = await FtpClient.connect('ftp://ftp.example', { auth: { user, password } })
 * for await (const entry of ftp.list('pub')) console.log(entry.name, entry.size)
 * await ftp.download('pub/a.iso', 'a.iso')
 * ```
 *
 * Calls may be made in parallel: they queue in order. A body of get() must be read or left before the next one's turn.
 */
export class FtpClient extends OrderedClient {
  /** @internal Told before a directory is left, or somebody else logs in: a pool comes back, or gives the session up. */
  onChange: ((what: 'place' | 'person') => void) | undefined
  #session: Session
  #keepAlive: KeepAlive | undefined
  readonly #access: Access
  readonly #whereabouts: Whereabouts
  readonly #left = new AbortController()
  #reconnecting: Promise<void> | undefined
  /** what failed uploads have left, and could not be deleted */
  readonly #rubbish: string[] = []

  private constructor(session: Session, access: Access, steps?: readonly string[]) {
    super(session.engine)
    this.#session = session
    this.#keepAlive = keptAlive(session)
    this.#access = access
    this.#whereabouts = new Whereabouts(steps)
  }

  /**
   * Connects, secures the connection, logs in: anonymous without `auth`.
   * @throws {ConnectionError} when the server cannot be reached, {@link TlsError} when it cannot be trusted or refuses
   * TLS, {@link AuthError} when it refuses the credentials
   */
  static async connect(to: string | URL | FtpOptions, options?: Partial<FtpOptions>): Promise<FtpClient> {
    const access = new Access(to, options)
    return new FtpClient(await access.open(), access)
  }

  get greeting(): Reply {
    return this.#session.greeting
  }

  /** What FEAT said; empty when the server does not know it. RFC 2389 */
  get capabilities(): Capabilities {
    return this.#session.capabilities
  }

  /** The same as `capabilities`, in FTP's own word. */
  get features(): Capabilities {
    return this.#session.capabilities
  }

  /** How the newest data connection came about. */
  get data(): DataInfo | undefined {
    return this.#session.connections.last
  }

  /**
   * Logs in, on a connection made with `login: false` or as somebody else; anonymous without a name. RFC 959 §4.1.1
   * @throws {AuthError} when the server declines
   */
  async login(user?: string, password = '', account?: string): Promise<void> {
    this.onChange?.('person')
    const auth = user === undefined ? undefined : { user, password }
    const settings = { ...this.#session.settings, auth }
    const who = loginOf({ engine: this.engine, settings }, account)
    await arrive(this.#session, { who, ahead: true })
    this.#access.loggedIn(auth, account)
    this.#whereabouts.home()
  }

  /** The working directory. RFC 959 §4.1.3 */
  pwd(options?: CallOptions): Promise<string> {
    return this.run(pwd(), options)
  }

  /** Changes the working directory; `..`, the one above, is CDUP. RFC 959 §4.1.1 */
  async cwd(path: string, options?: CallOptions): Promise<void> {
    if (path !== '..') return this.run(cwd(path), options)
    try {
      return await this.run(cdup(), options)
    } catch (error) {
      if (!(error instanceof ReplyError && /^50[0-4]$/.test(error.code))) throw error
      return this.run(cwd(path), options)
    }
  }

  /**
   * A directory, the working one unless told: MLSD where the server has it, else LIST, whose lines are read as far as
   * they can be. `raw`: LIST as it comes, line by line. Await it, or go through it in memory that does not grow.
   */
  list(path?: string, options?: ListOptions & { raw?: false }): Listing<Entry>
  list(path: string | undefined, options: ListOptions & { raw: true }): Listing<string>
  list(path = '', { raw = false, ...options }: ListOptions & { raw?: boolean } = {}): Listing<Entry> | Listing<string> {
    return raw ? rawLines(this.#lister(), path, options) : listed(this.#lister(), path, options)
  }

  /** Names alone, as the server gives them: some with the directory before them. RFC 959 §4.1.3 */
  nlst(path = '', options?: CallOptions): Promise<string[]> {
    return names(this.#lister(), path, options)
  }

  /** One path: MLST, or what the listing of its directory says. A {@link ReplyError} 550 when there is nothing. */
  stat(path: string, options?: CallOptions): Promise<Entry> {
    return stat(this, path, options)
  }

  /** Whether there is something at a path. */
  exists(path: string, options?: CallOptions): Promise<boolean> {
    return exists(this, path, options)
  }

  /** Octets of a file. RFC 3659 §4 */
  size(path: string, options?: CallOptions): Promise<number> {
    return this.run(size(path, this.#session.transfers), options)
  }

  /** When a file was modified. RFC 3659 §3 */
  modified(path: string, options?: CallOptions): Promise<Date> {
    return this.run(mdtm(path), options)
  }

  /** Sets when a file was modified, to the second: MFMT, or MDTM or SITE UTIME where the server has none. */
  setModified(path: string, date: Date, options?: CallOptions): Promise<void> {
    return setModified(this, path, date, options)
  }

  /** Sets permission bits: `0o644`. */
  chmod(path: string, mode: number, options?: CallOptions): Promise<void> {
    return this.run(chmod(path, mode, this.capabilities), options)
  }

  /**
   * The digest of a file, made by the server: HASH, or one of the commands of before (XSHA256, XMD5, XCRC, …).
   * @throws {ReplyError} 504 when it has no such digest. draft-bryan-ftpext-hash-02
   */
  async hash(path: string, { algorithm, range, ...options }: DigestOptions & CallOptions = {}): Promise<Digest> {
    const how = { ...(algorithm === undefined ? {} : { algorithm }), ...(range === undefined ? {} : { range }) }
    return this.run(digest(path, how, this.capabilities, this.#session.transfers), options)
  }

  /** Octets that may still be stored, in a directory or the working one, where the server has AVBL. */
  space(path?: string, options?: CallOptions): Promise<number> {
    return this.run(avbl(path), options)
  }

  /** A file as a stream: read it, or leave it, for nothing behind it is done before. RFC 959 §4.1.3 */
  get(path: string, { offset, type, compress, rate, ...options }: GetOptions = {}): Promise<Body> {
    const limit = limitOf(rate)
    const opened = this.#receive(retr(path, { offset, type, mode: modeOf(compress) }), options)
    return limit ? opened.then((body) => pacedBody(body, limit, options.signal)) : opened
  }

  /** A text file line by line, without their ends. */
  async *getLines(path: string, options?: CallOptions): AsyncGenerator<string, void, undefined> {
    yield* (await this.#receive(retr(path, { type: 'A' }), options)).lines()
  }

  /**
   * Stores from any source. Resolves when the server says that it has all of it. A server that knows no offsets gets
   * what belongs to the end of the file by APPE. RFC 959 §4.1.3
   */
  put(source: Source, path: string, { offset, type, size, compress, ...options }: PutOptions = {}): Promise<Sent> {
    const mode = modeOf(compress)
    const octets = (): AsyncIterable<Uint8Array> =>
      type === 'A' ? crlfOctets(outgoingOctets(source)) : outgoingOctets(source)
    const store = stor(path, { offset, type, mode, allocate: size })
    if (!offset) return this.#send(store, octets(), options)
    return storeAt(offset, {
      store: () => this.#send(store, octets(), options),
      size: () => this.size(path, options),
      append: () => this.#send(appe(path, { mode, allocate: size }), octets(), options),
    })
  }

  /** Stores lines of text; their ends become what the server uses. */
  putLines(lines: Iterable<string> | AsyncIterable<string>, path: string, options?: SendOptions): Promise<Sent> {
    return this.#send(stor(path, { type: 'A' }), crlfLines(lines), options)
  }

  /** Stores at the end of a file, or a new one. RFC 959 §4.1.3 */
  append(source: Source, path: string, options: Omit<PutOptions, 'offset' | 'type'> = {}): Promise<Sent> {
    const { size, compress, ...rest } = options
    return this.#send(appe(path, { mode: modeOf(compress), allocate: size }), outgoingOctets(source), rest)
  }

  /** Stores under a name that the server chooses; undefined when it does not tell it. RFC 959 §4.1.3 */
  async putUnique(source: Source, options?: SendOptions): Promise<Sent & { readonly name: string | undefined }> {
    const sent = await this.#send(stou(), outgoingOctets(source), options)
    return { ...sent, name: uniqueName(sent) }
  }

  /**
   * A file to a local file, which has its name only when it is whole; a device or a pipe is written directly. Resolves
   * with the octets that came.
   * @throws {TransferError} when it does not come to its end, `ERR_VERIFY` when it is not what the server has
   */
  async download(remote: string, local: string, options?: DownloadOptions): Promise<number> {
    const { download } = await import('./files/download.ts')
    return download(this.#origin(), remote, local, options)
  }

  /**
   * A local file to a file on the server, which has its name only when it is whole. Resolves with the octets that went
   * out.
   * @throws {TransferError} when it does not come to its end, `ERR_VERIFY` when it is not what is here
   */
  async upload(local: string, remote: string, options?: UploadOptions): Promise<number> {
    const { upload } = await import('./files/upload.ts')
    return upload(this.#origin(), local, remote, options)
  }

  /**
   * Makes a folder here like a directory of the server, or the other way round, over several connections. What fails does
   * not stop the rest: the report tells all that was done, and all that was not. Nothing is ever written outside the root.
   * @throws when the source cannot be listed, or the target; the signal's reason when it is aborted
   */
  async mirror(options: MirrorOptions): Promise<MirrorReport> {
    const { mirror } = await import('./mirror/mirror.ts')
    return mirror(this.#origin(), options)
  }

  /** Renames or moves. RFC 959 §4.1.3 */
  rename(from: string, to: string, options?: CallOptions): Promise<void> {
    return this.run(rename(from, to, this.#session.transfers.together), options)
  }

  /** Deletes a file. RFC 959 §4.1.3 */
  delete(path: string, options?: CallOptions): Promise<void> {
    return this.run(dele(path), options)
  }

  /** Makes a directory; `recursive`: and those above it, and none of them need be new. Resolves with its path. */
  mkdir(path: string, { recursive = false, ...options }: CallOptions & { recursive?: boolean } = {}): Promise<string> {
    return recursive ? makeAll(this, path, options) : this.run(mkd(path), options)
  }

  /** Removes a directory; `recursive`: with all that is in it. */
  rmdir(path: string, { recursive = false, ...options }: CallOptions & { recursive?: boolean } = {}): Promise<void> {
    return recursive ? removeAll(this, path, options) : this.run(rmd(path), options)
  }

  /** All below a directory, each directory before what is in it; symbolic links are not followed. */
  walk(path = '', options?: WalkOptions): AsyncIterable<Walked> {
    return walk(this, path, options)
  }

  /**
   * Copies a file to another server, which `other` is connected to: the data goes between the two. Both have to allow it,
   * as few do; over TLS one of them needs SSCN or CPSV. RFC 959 §3.3
   * @throws {ReplyError} when one of them refuses; what it has begun may be there in part then
   */
  async copyTo(other: FtpClient, from: string, to: string, options?: CallOptions): Promise<void> {
    const { copy } = await import('./copy/copy.ts')
    return copy(this.#session, other.#session, from, to, options)
  }

  /** Nothing, but the server hears that we are there. RFC 959 §4.1.3 */
  noop(options?: CallOptions): Promise<void> {
    return this.run(noop(), options)
  }

  /** What the server runs on: `UNIX Type: L8`. RFC 959 §4.1.3 */
  system(options?: CallOptions): Promise<string> {
    return this.run(syst(), options)
  }

  /** What the server says of this session, line by line; or of a path, as LIST would. RFC 959 §4.1.3 STAT */
  status(path?: string, options?: CallOptions): Promise<readonly string[]> {
    return this.run(statCommand(path), options)
  }

  /** What the server says of itself, or of one command. RFC 959 §4.1.3 */
  help(topic?: string, options?: CallOptions): Promise<string> {
    return this.run(help(topic), options)
  }

  /** A command of this server's own: `site('CHMOD 644 a')`. RFC 959 §4.1.3 */
  site(text: string, options?: CallOptions): Promise<Reply> {
    return this.run(site(text), options)
  }

  /** Any command that needs no data connection, as it is written. */
  command(line: string, options?: CallOptions): Promise<Reply> {
    return this.run(byHand(this.#session, line), options)
  }

  override async run<T>(command: Command<T>, options?: CallOptions): Promise<T> {
    this.#session.transfers.ahead.row = 0
    this.#keepAlive?.used()
    if (moves(command.line)) this.onChange?.('place')
    if (isLogin(command.line)) this.onChange?.('person')
    try {
      const value = await super.run(command, options)
      this.#whereabouts.heard(command.line, value)
      return value
    } catch (error) {
      this.#whereabouts.failed(command.line, error)
      throw error
    }
  }

  /** Leaves at once: pending calls are rejected, and none of them comes back over another connection. */
  override close(): void {
    this.#leave()
    super.close()
  }

  /** A transfer that nobody here goes on with is not waited for: a body left unread, a source with nothing to give. */
  override async [Symbol.asyncDispose](): Promise<void> {
    this.#leave()
    const watch = this.#watch()
    try {
      await super[Symbol.asyncDispose]()
    } finally {
      clearInterval(watch)
    }
  }

  #watch(): NodeJS.Timeout | undefined {
    const { goodbye } = this.#session.settings.timeouts
    if (this.closed || !(goodbye > 0 && goodbye < Number.POSITIVE_INFINITY)) return undefined
    let before: { readonly what: Underway | undefined; readonly octets: number | undefined } | undefined
    return setInterval(() => {
      const { underway } = this.#session.transfers
      const stands = underway?.idle && before?.what === underway && before.octets === underway.octets
      if (stands) super.close()
      before = { what: underway, octets: underway?.octets }
    }, goodbye)
  }

  /** Says goodbye. RFC 959 §4.1.1 */
  quit(): Promise<Reply> {
    this.#leave()
    return this.farewell(quit(), this.#session.settings.timeouts.goodbye)
  }

  protected override goodbye(): Promise<Reply> {
    return this.quit()
  }

  /** The body comes when the server begins; what happens later is the body's. */
  #receive(transfer: Transfer, options?: CallOptions): Promise<Body> {
    return new Promise((resolve, reject) => {
      this.#transfer(receive(this.#session.transfers, transfer, resolve), options).catch(reject)
    })
  }

  #send(
    transfer: Transfer,
    octets: AsyncIterable<Uint8Array>,
    { onProgress, rate, ...options }: SendOptions = {},
  ): Promise<Sent> {
    const inTime = paced(octets, limitOf(rate), options.signal)
    return this.#transfer(send(this.#session.transfers, transfer, inTime, onProgress), options)
  }

  #transfer<T>(command: Command<T>, options?: CallOptions): Promise<T> {
    const { connections } = this.#session
    const { ahead } = this.#session.transfers
    this.#keepAlive?.used()
    const begin = ahead.queue()
    const begun: Command<T> = {
      ...command,
      talk(io) {
        begin()
        return command.talk(io)
      },
    }
    return super.run(begun, options).then(
      (value) => {
        begin()
        return value
      },
      (error: unknown) => {
        begin()
        const { refusal } = connections
        connections.refusal = undefined
        throw refusal ? failed(command.name ?? '', 'the data connection was refused', refusal) : error
      },
    )
  }

  #leave(): void {
    this.#left.abort(new ConnectionError('the connection was closed by this client', 'ERR_ABORTED'))
  }

  #origin(): Origin {
    const client = this
    return {
      client,
      get engine() {
        return client.engine
      },
      retry: this.#session.settings.options.retry,
      repeats: this.#access.repeats,
      reconnect: (lost) => this.#reconnect(lost),
      locate: (signal) => this.#locate(signal),
      discard: (path, signal) => this.#discard(path, signal),
      another: async (signal) => {
        await this.#locate(signal)
        return new FtpClient(await this.#access.again(this.#steps, signal), this.#access, this.#steps).#origin()
      },
    }
  }

  /** Once for all who have lost the same connection. */
  #reconnect(lost: Engine): Promise<void> {
    if (this.engine !== lost) return Promise.resolve()
    this.#reconnecting ??= this.#replace(lost).finally(() => {
      this.#reconnecting = undefined
    })
    return this.#reconnecting
  }

  async #replace(lost: Engine): Promise<void> {
    await this.#locate()
    // where it still lives, those who wait on it may come back too
    lost.fail(new ConnectionError('left for another connection', 'ERR_CLOSED'))
    const session = await this.#access.again(this.#steps, this.#left.signal)
    if (this.#left.signal.aborted) session.engine.close()
    this.#session = session
    this.engine = session.engine
    this.#keepAlive = keptAlive(session)
    for (const path of this.#rubbish.splice(0)) await this.#discard(path)
  }

  /** Nobody waits for it who has left; what is called behind it comes behind it. */
  async #discard(path: string, signal?: AbortSignal): Promise<void> {
    const gone = this.delete(path).catch(() => {
      if (this.closed) this.#rubbish.push(path)
    })
    if (!signal?.aborted) await gone
  }

  async #locate(signal?: AbortSignal): Promise<void> {
    if (!this.#whereabouts.sure && !this.closed) await this.pwd({ signal })
  }

  /** From where a login leads to the working directory. */
  get #steps(): readonly string[] {
    const { steps } = this.#whereabouts
    if (steps !== undefined) return steps
    throw new WireError('the connection was lost, and the way to its directory is not known', 'ERR_DIRECTORY')
  }

  #lister(): Parameters<typeof listed>[0] {
    const { settings } = this.#session
    return {
      receive: (transfer, options) => this.#receive(transfer, options),
      run: (probe, options) => this.run(probe, options),
      charset: () => this.#session.names,
      capabilities: () => this.capabilities,
      limits: { line: settings.limits.line, all: settings.limits.body },
      timezone: settings.options.timezone ?? 'UTC',
    }
  }
}

function keptAlive({ engine, settings }: Session): KeepAlive | undefined {
  const interval = intervalOf(settings.options.keepAlive)
  return interval === undefined ? undefined : new KeepAlive(engine, interval)
}

const modeOf = (compress: boolean | undefined): ModeCode | undefined =>
  compress === undefined ? undefined : compress ? 'Z' : 'S'

/** The session is somebody else's behind it, or nobody's. */
const isLogin = (line: Command<unknown>['line']): boolean => typeof line === 'string' && /^(?:USER|REIN)\b/i.test(line)
