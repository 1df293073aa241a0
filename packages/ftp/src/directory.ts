import { type CallOptions, excerpt, ReplyError } from '@linewire/wire'
import type { FtpClient } from './client.ts'
import { mkd } from './commands/mkd.ts'
import { probe } from './commands/probe.ts'
import { rmd } from './commands/rmd.ts'
import { type Entry, isUnread } from './entry.ts'
import { parseList } from './listing/parse-list.ts'
import { checkDepth, isSegment, joined, pathArgument } from './path.ts'

/** An entry of a walk. */
export interface Walked extends Entry {
  /** where it is: the path that the walk began at, and the names below it */
  readonly path: string
}

/** Makes a directory, unless it is there already. Resolves with its path. */
export async function make(client: FtpClient, path: string, options?: CallOptions): Promise<string> {
  try {
    return await client.run(mkd(path), options)
  } catch (error) {
    if (!(error instanceof ReplyError) || !(await client.run(probe(path), options))) throw error
    return path
  }
}

/**
 * Makes a directory and what is missing above it, all in one flight: that one is there already is no reason to wait.
 * What servers say of it differs, so the last one is asked for by going there.
 */
export async function makeAll(client: FtpClient, path: string, options?: CallOptions): Promise<string> {
  pathArgument(path)
  const parts = path.split('/').filter((part) => part !== '')
  const root = path.startsWith('/') ? '/' : ''
  const all = parts.map((_, last) => `${root}${parts.slice(0, last + 1).join('/')}`)
  const outcomes = await Promise.allSettled(all.map((one) => client.run(mkd(one), options)))
  const made = outcomes.at(-1)
  if (made === undefined) return path
  if (made.status === 'fulfilled') return made.value
  const isThere = (one: string): Promise<boolean> => client.run(probe(one), options)
  if (made.reason instanceof ReplyError && (await isThere(path))) return path
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') continue
    const { reason } = outcome
    // the first that is not there is the reason why those below it are not
    if (!(reason instanceof ReplyError) || !(await isThere(all[index]!))) throw reason
  }
  throw made.reason
}

export interface WalkOptions extends CallOptions {
  /** names that begin with a dot too, where the server has to be asked for them */
  hidden?: boolean
}

/** All below a directory, each directory before what is in it. Symbolic links are not followed. */
export async function* walk(
  client: FtpClient,
  path: string,
  options?: WalkOptions,
  depth = 0,
): AsyncGenerator<Walked, void, undefined> {
  checkDepth(depth)
  // the whole listing first: while one is being read, no other command can be run
  const { items, cut } = await client.list(path, options).known()
  for (const entry of items) {
    // a name with a slash is no name, and would lead elsewhere
    if (!isSegment(entry.name)) continue
    const walked = { ...entry, path: joined(path, entry.name) }
    yield walked
    if (entry.type === 'directory') yield* walk(client, walked.path, options, depth + 1)
  }
  if (cut) throw cut
}

/**
 * Removes a directory and all that is in it. Symbolic links go, and what they point to stays; so does what no name is
 * known of.
 */
export async function removeAll(client: FtpClient, path: string, options?: CallOptions, depth = 0): Promise<void> {
  checkDepth(depth)
  const { items: entries, cut } = await client.list(path, { ...options, hidden: true }).known()
  if (cut) {
    // what it shows behind those is known when they are gone
    if (!entries.some(isNamed)) throw cut
    await Promise.all(await removeEach(client, path, entries, options, depth))
    return removeAll(client, path, options, depth)
  }
  const refusal = await removeWith(client, path, entries, options, depth)
  if (refusal === undefined) return
  const hidden = await unlisted(client, path, entries, options)
  const last = hidden.length > 0 ? await removeWith(client, path, hidden, options, depth) : refusal
  if (last !== undefined) throw last
}

/** A directory, and what is known to be in it. Resolves with the refusal of the directory itself. */
async function removeWith(
  client: FtpClient,
  path: string,
  entries: readonly Entry[],
  options: CallOptions | undefined,
  depth: number,
): Promise<ReplyError | undefined> {
  // in one flight, and the directory last: what cannot go is the reason why it cannot
  const gone = await removeEach(client, path, entries, options, depth)
  const last = client.run(rmd(path), options).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ReplyError) return because(error, entries)
      throw error
    },
  )
  await Promise.all([...gone, last])
  return last
}

/** What is known to be in a directory: files are going when this resolves, directories have gone. */
async function removeEach(
  client: FtpClient,
  path: string,
  entries: readonly Entry[],
  options: CallOptions | undefined,
  depth: number,
): Promise<Promise<void>[]> {
  const inner: string[] = []
  for (const { type, name } of entries.filter(isNamed)) {
    const place = joined(path, name)
    if (type === 'directory') await removeAll(client, place, options, depth + 1)
    else inner.push(place)
  }
  return inner.map((place) => client.delete(place, options))
}

/** What LIST has and MLSD had not: ProFTPD leaves out the links that lead nowhere. */
async function unlisted(
  client: FtpClient,
  path: string,
  known: readonly Entry[],
  options: CallOptions | undefined,
): Promise<Entry[]> {
  if (!client.capabilities.has('MLST')) return []
  const { items: lines } = await client.list(path, { ...options, raw: true, hidden: true }).known()
  const names = new Set(known.map(({ name }) => name))
  return parseList(lines).filter((entry) => isNamed(entry) && !names.has(entry.name))
}

const isNamed = (entry: Entry): boolean => !isUnread(entry) && isSegment(entry.name)

/** The refusal of a directory that is not empty, and what is in it. */
function because(error: ReplyError, entries: readonly Entry[]): ReplyError {
  const unclear = entries.find((entry) => !isNamed(entry))
  if (unclear === undefined) return error
  const { command, code, text, transient } = error
  const said = `${text} (its listing has ${excerpt(unclear.raw)}, of which no name is known)`
  return new ReplyError({ command, code, text: said, transient }, { cause: error })
}
