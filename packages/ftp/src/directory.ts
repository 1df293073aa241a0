import { type CallOptions, ReplyError } from '@linewire/wire'
import type { FtpClient } from './client.ts'
import { mkd } from './commands/mkd.ts'
import { probe } from './commands/probe.ts'
import { rmd } from './commands/rmd.ts'
import type { Entry } from './entry.ts'
import { isSegment, joined, pathArgument } from './path.ts'

/** An entry of a walk. */
export interface Walked extends Entry {
  /** where it is: the path that the walk began at, and the names below it */
  readonly path: string
}

/**
 * Makes a directory and what is missing above it. That one is there already is asked for by going there, for what
 * servers say of it differs.
 */
export async function makeAll(client: FtpClient, path: string, options?: CallOptions): Promise<string> {
  let made = pathArgument(path)
  const parts = path.split('/').filter((part) => part !== '')
  for (let depth = 1; depth <= parts.length; depth++) {
    const part = `${path.startsWith('/') ? '/' : ''}${parts.slice(0, depth).join('/')}`
    try {
      made = await client.run(mkd(part), options)
    } catch (error) {
      if (!(error instanceof ReplyError) || !(await client.run(probe(part), options))) throw error
      made = path
    }
  }
  return made
}

/** All below a directory, each directory before what is in it. Symbolic links are not followed. */
export async function* walk(
  client: FtpClient,
  path: string,
  options?: CallOptions,
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

/** Removes a directory and all that is in it. Symbolic links go, and what they point to stays. */
export async function removeAll(client: FtpClient, path: string, options?: CallOptions): Promise<void> {
  for (const entry of await client.list(path, { ...options, hidden: true })) {
    if (!isSegment(entry.name)) continue
    const inner = joined(path, entry.name)
    if (entry.type === 'directory') await removeAll(client, inner, options)
    else await client.delete(inner, options)
  }
  await client.run(rmd(path), options)
}
