import { type CallOptions, excerpt, ReplyError } from '@linewire/wire'
import type { FtpClient } from './client.ts'
import { mkd } from './commands/mkd.ts'
import { probe } from './commands/probe.ts'
import { rmd } from './commands/rmd.ts'
import { type Entry, isUnread } from './entry.ts'
import { isSegment, joined, pathArgument } from './path.ts'

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
): AsyncGenerator<Walked, void, undefined> {
  // the whole listing first: while one is being read, no other command can be run
  for (const entry of await client.list(path, options)) {
    // a name with a slash is no name, and would lead elsewhere
    if (!isSegment(entry.name)) continue
    const walked = { ...entry, path: joined(path, entry.name) }
    yield walked
    if (entry.type === 'directory') yield* walk(client, walked.path, options)
  }
}

/**
 * Removes a directory and all that is in it. Symbolic links go, and what they point to stays; so does what no name is
 * known of.
 */
export async function removeAll(client: FtpClient, path: string, options?: CallOptions): Promise<void> {
  const inner: string[] = []
  let unclear: string | undefined
  for (const entry of await client.list(path, { ...options, hidden: true })) {
    if (isUnread(entry) || !isSegment(entry.name)) {
      unclear ??= entry.raw
      continue
    }
    const place = joined(path, entry.name)
    if (entry.type === 'directory') await removeAll(client, place, options)
    else inner.push(place)
  }
  // in one flight, and the directory last: what cannot go is the reason why it cannot
  const gone = inner.map((place) => client.delete(place, options))
  const last = client.run(rmd(path), options).catch((error: unknown) => {
    throw unclear === undefined ? error : because(error, unclear)
  })
  await Promise.all([...gone, last])
}

/** The refusal of a directory that is not empty, and what is in it. */
function because(error: unknown, line: string): unknown {
  if (!(error instanceof ReplyError)) return error
  const { command, code, text, transient } = error
  const said = `${text} (its listing has ${excerpt(line)}, of which no name is known)`
  return new ReplyError({ command, code, text: said, transient }, { cause: error })
}
