import { type Body, type CallOptions, type Capabilities, type Charset, type Command, ReplyError } from '@linewire/wire'
import { list, mlsd, nlst } from '../commands/list.ts'
import { probe } from '../commands/probe.ts'
import { type Entry, unread } from '../entry.ts'
import type { Transfer } from '../transfer.ts'
import { lines } from './lines.ts'
import { Listing } from './listing.ts'
import { isOwnOrParent, parseMlsd } from './mlsd.ts'
import { parseList } from './parse-list.ts'

/** What a listing needs of a client. */
export interface Lister {
  receive(transfer: Transfer, options?: CallOptions): Promise<Body>
  run<T>(command: Command<T>, options?: CallOptions): Promise<T>
  charset(): Charset
  capabilities(): Capabilities
  /** octets */
  readonly limit: number
  readonly timezone: string
}

interface HiddenOptions extends CallOptions {
  hidden?: boolean
}

/** The entries of a directory: MLSD where the server has it, else LIST. RFC 3659 §7, 959 §4.1.3 */
export const listed = (client: Lister, path: string, options: HiddenOptions): Listing<Entry> =>
  new Listing(() => (client.capabilities().has('MLST') ? facts(client, path, options) : unixly(client, path, options)))

/** The lines of LIST. RFC 959 §4.1.3 */
export const rawLines = (client: Lister, path: string, options: HiddenOptions): Listing<string> =>
  new Listing(() => received(client, list(path, options.hidden), options))

/** The names of NLST. RFC 959 §4.1.3 */
export async function names(client: Lister, path: string, options?: CallOptions): Promise<string[]> {
  const found: string[] = []
  for await (const name of received(client, nlst(path), options)) if (name !== '') found.push(name)
  if (found.length === 0) await confirm(client, path, 'NLST', options)
  return found
}

async function* facts(client: Lister, path: string, options: CallOptions): AsyncGenerator<Entry, void, undefined> {
  for await (const line of received(client, mlsd(path), options)) {
    if (line === '') continue
    const entry = parseMlsd(line) ?? unread(line)
    if (!isOwnOrParent(entry)) yield entry
  }
}

/** The dialect is known only when all lines are. */
async function* unixly(client: Lister, path: string, options: HiddenOptions): AsyncGenerator<Entry, void, undefined> {
  const all: string[] = []
  for await (const line of received(client, list(path, options.hidden), options)) all.push(line)
  const entries = parseList(all, { timezone: client.timezone })
  if (entries.length === 0) await confirm(client, path, 'LIST', options)
  for (const entry of entries) if (!isOwnOrParent(entry)) yield entry
}

/** A directory without files is an error to some servers. */
const isEmptyNotice = (error: unknown): boolean =>
  error instanceof ReplyError && /^[45]50$/.test(error.code) && /\bno files\b/i.test(error.text)

async function* received(
  client: Lister,
  transfer: Transfer,
  options?: CallOptions,
): AsyncGenerator<string, void, undefined> {
  try {
    yield* lines(await client.receive(transfer, options), client.charset(), client.limit)
  } catch (error) {
    if (!isEmptyNotice(error)) throw error
  }
}

/** vsftpd lists a directory that is not there as an empty one: an empty one is looked at twice. */
async function confirm(client: Lister, path: string, verb: string, options?: CallOptions): Promise<void> {
  if (path === '' || /[*?[]/.test(path) || (await client.run(probe(path), options))) return
  throw new ReplyError({ command: `${verb} ${path}`, code: '550', text: 'No such directory' })
}
