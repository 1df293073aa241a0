import { type CallOptions, ReplyError } from '@linewire/wire'
import type { FtpClient } from './client.ts'
import { mlst } from './commands/mlst.ts'
import { probe } from './commands/probe.ts'
import type { Entry } from './entry.ts'
import { parentOf } from './path.ts'

/** One path: MLST, or the line of its directory's listing where the server has no MLST. RFC 3659 §7 */
export async function stat(client: FtpClient, path: string, options?: CallOptions): Promise<Entry> {
  if (client.capabilities.has('MLST')) return client.run(mlst(path), options)
  const { directory, name } = parentOf(path)
  if (name === '' || name === '.' || name === '..') {
    if (await client.run(probe(path), options)) return { name: path, type: 'directory', facts: new Map(), raw: '' }
    throw missing(path)
  }
  const { items, cut } = await client.list(directory, { ...options, hidden: name.startsWith('.') }).known()
  const entry = items.find((one) => one.name === name)
  if (entry === undefined) throw cut ?? missing(path)
  // a listing knows minutes at best
  if (entry.type !== 'file' || !client.capabilities.has('MDTM')) return entry
  return { ...entry, modified: await client.modified(path, options), precision: 'second' }
}

/** Whether there is something at a path. */
export async function exists(client: FtpClient, path: string, options?: CallOptions): Promise<boolean> {
  try {
    if (client.capabilities.has('MLST')) {
      await client.run(mlst(path), options)
      return true
    }
    await client.size(path, options)
    return true
  } catch (error) {
    if (!(error instanceof ReplyError) || error.transient) throw error
    // it does not know SIZE
    if (/^50[0-4]$/.test(error.code)) return isFound(stat(client, path, options))
    return client.capabilities.has('MLST') ? false : client.run(probe(path), options)
  }
}

/** In the words that a server would use. */
function missing(path: string): ReplyError {
  return new ReplyError({ command: `STAT ${path}`, code: '550', text: 'No such file or directory' })
}

const isFound = (entry: Promise<Entry>): Promise<boolean> =>
  entry.then(
    () => true,
    (error: unknown) => {
      // 450: LIST of a directory that is not there
      if (error instanceof ReplyError && (!error.transient || error.code === '450')) return false
      throw error
    },
  )
