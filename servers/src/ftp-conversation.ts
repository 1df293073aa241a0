import type { SecureContext } from 'node:tls'
import type { Faults } from './faults.ts'
import { DataChannel } from './ftp-data.ts'
import { FACTS } from './ftp-listing.ts'
import { type FileTree, resolvePath } from './ftp-tree.ts'
import type { ServerOptions } from './line-server.ts'
import type { Session } from './session.ts'

/** Who may log in. */
export interface FtpUser {
  /** Without one, USER alone logs in (230). */
  password?: string
  /** Asked for by 332 after the password. */
  account?: string
  /** The first working directory. Default: "/". */
  home?: string
  readOnly?: boolean
}

/** What goes wrong around the data connection, besides what the control connection does. */
export interface FtpFaults extends Faults {
  /** Cut the data connection after so many octets, then answer 426. */
  cutDataAt?: number
  /** Cut it with a FIN (the default for downloads looks like an end) or with a reset. */
  cutDataHow?: 'fin' | 'reset'
  /** Send the final reply first, then the data. */
  finalReplyFirst?: boolean
  /** Answer this in place of 226 when all data has gone through, e.g. "451 Disk failure". */
  finalReply?: string
  /** Leave out the 1xx reply before the data. */
  noPreliminary?: boolean
  /** Forget what comes in one read with a command, as IIS is said to do. */
  oneByOne?: boolean
}

export interface FtpOptions extends ServerOptions {
  /** Default: alice with the password wonderland. */
  users?: Record<string, FtpUser>
  /** Whether "anonymous" and "ftp" may log in, to read only. Default: true. */
  anonymous?: boolean
  faults?: FtpFaults
  /** What the greeting says behind its 220. */
  greeting?: string
  /** Commands and features to leave out, in capitals: "MLST", "EPSV", "SIZE", "FEAT", "UTF8", … They are answered 500. */
  without?: readonly string[]
  /** Lines of FEAT beyond its own: "MODE Z", "PRET". */
  features?: readonly string[]
  /** How LIST looks, and what SYST says. Default: 'unix'. */
  listing?: 'unix' | 'dos'
  /** Entries that a listing has at most: "226 Output truncated to 2 matches" beyond, as Pure-FTPd. Default: no limit. */
  maxEntries?: number
  /** The address that 227 names. Default: the true one. */
  pasvAddress?: string
  /** Refuse transfers whose TLS does not resume a session, with this code: 522 as vsftpd, 425 as ProFTPD. */
  requireSessionReuse?: 425 | 522
  /** Refuse USER before AUTH TLS. */
  loginNeedsTls?: boolean
  /** Octets of names on the wire. Default: 'utf8'. */
  encoding?: 'utf8' | 'latin1'
  /** Milliseconds to wait for a data connection before 425. Default: 5000. */
  dataTimeout?: number
}

/** All that the server knows of one control connection. */
export class FtpConversation {
  readonly session: Session
  readonly files: FileTree
  readonly options: FtpOptions
  readonly context: SecureContext
  readonly data: DataChannel
  /** The name given by USER; logged in only when `user` is there too. */
  name = ''
  user: FtpUser | undefined
  /** The user who has given a password and not yet an account. */
  awaitingAccount: FtpUser | undefined
  directory = '/'
  type: 'A' | 'I' = 'A'
  /** Z: deflated, where `features` has "MODE Z". */
  mode: 'S' | 'Z' = 'S'
  /** The offset that REST set, for the next transfer. */
  restart = 0
  renameFrom: string | undefined
  /** What PRET has said of the transfer to come. */
  announced: string | undefined
  facts: readonly string[] = FACTS
  bufferSizeAgreed = false
  protected = false
  extendedOnly = false

  /** @param connected told of every data connection */
  constructor(
    session: Session,
    files: FileTree,
    options: FtpOptions,
    context: SecureContext,
    connected: () => void = () => {},
  ) {
    this.data = new DataChannel(connected)
    this.session = session
    this.files = files
    this.options = options
    this.context = context
    session.encoding = options.encoding ?? 'utf8'
    void session.closed.then(() => this.data.close())
  }

  get faults(): FtpFaults {
    return this.session.faults
  }

  get writable(): boolean {
    return this.user !== undefined && !this.user.readOnly
  }

  reply(text: string): Promise<boolean> {
    return this.session.reply(this.#octets ? text.replaceAll('\xff', '\xff\xff') : text)
  }

  /** The next command. */
  async line(limit: number): Promise<string> {
    const line = await this.session.line(limit)
    return this.#octets ? line.replaceAll('\xff\xff', '\xff') : line
  }

  /** Whether a character is an octet: then Telnet wants 255 twice. RFC 854 */
  get #octets(): boolean {
    return this.session.encoding === 'latin1'
  }

  path(argument: string): string {
    return resolvePath(this.directory, argument)
  }

  leftOut(name: string): boolean {
    return this.options.without?.includes(name) ?? false
  }

  /** As after the greeting; TLS stays. RFC 959 §4.1.1 REIN */
  reset(): void {
    this.name = ''
    this.user = this.awaitingAccount = this.renameFrom = undefined
    this.directory = '/'
    this.type = 'A'
    this.mode = 'S'
    this.restart = 0
    this.extendedOnly = false
    this.data.close()
  }
}

/** Answers one command. */
export type FtpHandler = (ftp: FtpConversation, argument: string) => Promise<unknown>

/** What a 5xx reply for a file says. */
export const missing = (argument: string): string => `550 ${argument}: No such file or directory.`
