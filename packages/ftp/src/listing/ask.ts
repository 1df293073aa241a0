import {
  type Body,
  type CallOptions,
  type Capabilities,
  type Charset,
  type Command,
  type Reply,
  ReplyError,
} from '@linewire/wire'
import { list, mlsd, nlst } from '../commands/list.ts'
import { probe } from '../commands/probe.ts'
import type { Entry } from '../entry.ts'
import { joined, parentOf } from '../path.ts'
import type { Transfer } from '../transfer.ts'
import { partial, type TransferError } from '../transfer-error.ts'
import { type LineLimits, lineBatches } from './lines.ts'
import { ListReader } from './list-reader.ts'
import { Listing, type Wanted } from './listing.ts'
import type { ParseListOptions } from './parse-list.ts'
import { WallClock } from './wall-clock.ts'

/** What a listing needs of a client. */
export interface Lister {
  receive(transfer: Transfer, options?: CallOptions): Promise<Body>
  run<T>(command: Command<T>, options?: CallOptions): Promise<T>
  charset(): Charset
  capabilities(): Capabilities
  /** `all` holds for what is collected: what is gone through may be of any length */
  readonly limits: LineLimits
  readonly timezone: string
}

export interface ListOptions extends CallOptions, ParseListOptions {
  /** names that begin with a dot too, where the server has to be asked for them */
  hidden?: boolean
  /** @internal Names that lead elsewhere too, for whoever tells that they are refused. */
  outsiders?: boolean
}

/** The entries of a directory: MLSD where the server has it, else LIST. RFC 3659 §7, 959 §4.1.3 */
export const listed = (client: Lister, path: string, options: ListOptions): Listing<Entry> =>
  new Listing((wanted) => entries(client, path, options, wanted))

/** The lines of LIST. RFC 959 §4.1.3 */
export const rawLines = (client: Lister, path: string, options: ListOptions): Listing<string> =>
  new Listing((wanted) => whole(client, list(path, options.hidden), options, wanted))

/** no name at all, the directory itself, or the one above it: "folder/.." (Pure-FTPd) */
const isNone = /^$|(?:^|\/)\.\.?$/

/** The names of NLST. RFC 959 §4.1.3 */
export async function names(client: Lister, path: string, options: CallOptions = {}): Promise<string[]> {
  const found: string[] = []
  const end: Ending = {}
  for await (const batch of received(client, nlst(path), options, 'all', end)) {
    for (const name of batch) if (!isNone.test(name)) found.push(name)
  }
  if (found.length === 0) await confirm(client, path, 'NLST', options)
  if (end.cut) throw end.cut
  return found
}

async function* entries(
  client: Lister,
  path: string,
  options: ListOptions,
  wanted: Wanted,
): AsyncGenerator<Entry[], void, undefined> {
  const clock = new WallClock({ now: options.now, timezone: options.timezone ?? client.timezone })
  const dialect = options.dialect ?? (client.capabilities().has('MLST') ? 'mlsd' : undefined)
  const reader = new ListReader(clock, dialect, options.outsiders)
  const own = new Own(path)
  const transfer = dialect === 'mlsd' ? mlsd(path) : list(path, options.hidden)
  const end: Ending = {}
  for await (const lines of received(client, transfer, options, wanted, end)) yield own.see(reader.read(lines))
  yield own.see(reader.end())
  if (dialect !== 'mlsd' && reader.empty) await confirm(client, path, 'LIST', options)
  if (end.cut) throw end.cut
  if (dialect === 'mlsd') return
  // one that it may not read vsftpd lists as itself, as a file: "drwx--x--x … d" for d, and there is no d/d
  if (own.alone) await confirm(client, joined(path, own.alone), 'LIST', options)
}

/** Whether a listing has nothing but a directory of the very name that was asked for. */
class Own {
  readonly #name: string
  #count = 0
  #first: Entry | undefined

  constructor(path: string) {
    this.#name = parentOf(path).name
  }

  see(entries: Entry[]): Entry[] {
    this.#first ??= entries[0]
    this.#count += entries.length
    return entries
  }

  get alone(): string | undefined {
    return this.#count === 1 && this.#first?.type === 'directory' && this.#first.name === this.#name
      ? this.#name
      : undefined
  }
}

/** A directory without files is an error to some servers. */
const isEmptyNotice = (error: unknown): boolean =>
  error instanceof ReplyError && /^[45]50$/.test(error.code) && /\bno files\b/i.test(error.text)

async function* whole(
  client: Lister,
  transfer: Transfer,
  options: CallOptions,
  wanted: Wanted,
): AsyncGenerator<readonly string[], void, undefined> {
  const end: Ending = {}
  yield* received(client, transfer, options, wanted, end)
  if (end.cut) throw end.cut
}

/** How a listing ended, when it has. */
interface Ending {
  /** the server has left entries out */
  cut?: TransferError
}

async function* received(
  client: Lister,
  transfer: Transfer,
  options: CallOptions,
  wanted: Wanted,
  end: Ending,
): AsyncGenerator<readonly string[], void, undefined> {
  const limits = wanted === 'all' ? client.limits : { ...client.limits, all: Number.POSITIVE_INFINITY }
  const concluded = (final: Reply): void => {
    if (isCut(final)) end.cut = partial(transfer.line, final)
  }
  try {
    yield* lineBatches(await client.receive({ ...transfer, concluded }, options), client.charset(), limits)
  } catch (error) {
    if (!isEmptyNotice(error)) throw error
  }
}

/**
 * "226 Output truncated to 10000 matches": Pure-FTPd shows no more entries than that, unless it is told otherwise. "226 Transfer
 * done (but failed to open directory).": vsftpd, also of one that is not there.
 */
const isCut = ({ text }: Reply): boolean => /\btruncated\b|\bfailed to open directory\b/i.test(text)

/** vsftpd lists a directory that is not there as an empty one: an empty one is looked at twice. */
async function confirm(client: Lister, path: string, verb: string, options?: CallOptions): Promise<void> {
  if (path === '' || /[*?[]/.test(path) || (await client.run(probe(path), options))) return
  throw new ReplyError({ command: `${verb} ${path}`, code: '550', text: 'No such directory' })
}
