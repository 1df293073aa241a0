import { ProtocolError, ReplyError } from '@linewire/wire'
import type { FtpClient } from '../client.ts'
import { type Entry, isUnread } from '../entry.ts'
import type { Known } from '../listing/listing.ts'
import { checkDepth, isSegment } from '../path.ts'
import type { Crew } from './crew.ts'
import type { Filter } from './filter.ts'
import { withoutTargets } from './link-targets.ts'
import { failedAt } from './local-tree.ts'
import { checkName, UnsafeNameError } from './safe-name.ts'
import { below, placeBelow, Tree, type TreeEntry } from './tree.ts'

export interface RemoteTreeOptions {
  /** whether it has to be there */
  readonly required: boolean
  /** whether its names are to become names here */
  readonly carried: boolean
  readonly signal: AbortSignal | undefined
}

/** What is below a directory of the server. Links are not followed; directories are listed over all connections that there are. */
export async function remoteTree(crew: Crew, root: string, filter: Filter, options: RemoteTreeOptions): Promise<Tree> {
  const { signal } = options
  const tree = new Tree()
  const visit = async (directory: string, depth: number): Promise<void> => {
    checkDepth(depth)
    const found = await crew.use((client) => listed(client, placeBelow(root, directory), signal), signal)
    tree.listed.add(directory)
    const further: Promise<void>[] = []
    if (found.cut) {
      tree.unclear.add(directory)
      tree.failed.push({ action: 'list', path: directory, error: found.cut })
    }
    for (const one of withoutTargets(found.items)) {
      const path = below(directory, one.name)
      if (isUnread(one)) {
        tree.unclear.add(directory)
        tree.failed.push({ action: 'list', path: directory, error: new ProtocolError(`unread: ${one.raw}`) })
      } else if (isName(tree, path, one.name, options)) {
        const entry = entryOf(path, one)
        if (!filter.includes(entry)) tree.excluded.add(path)
        else {
          tree.entries.set(path, entry)
          if (one.type === 'directory') further.push(visit(path, depth + 1).catch(failedAt(tree, path, signal)))
        }
      }
    }
    await Promise.all(further)
  }
  try {
    await visit('', 0)
  } catch (error) {
    const absent = error instanceof ReplyError && !options.required
    if (!absent || root === '' || (await crew.use((client) => client.exists(root, { signal }), signal))) throw error
    tree.exists = false
  }
  return tree
}

/** With names that begin with a dot; a server that takes that question for something else is asked a plain one. */
async function listed(client: FtpClient, path: string, signal: AbortSignal | undefined): Promise<Known<Entry>> {
  const found = await client.list(path, { hidden: true, outsiders: true, signal }).known()
  if (found.items.length > 0 || found.cut || client.capabilities.has('MLST')) return found
  return client.list(path, { outsiders: true, signal }).known()
}

/** A bad one is told, and remembered: what has it elsewhere must not be taken for something that the server has not. */
function isName(tree: Tree, path: string, name: string, { carried }: RemoteTreeOptions): boolean {
  try {
    if (carried) checkName(name)
    else if (!isSegment(name)) throw new UnsafeNameError('a name of the server is no segment of a path')
    return true
  } catch (error) {
    tree.refused.add(path)
    tree.failed.push({ action: carried ? 'download' : 'list', path, error })
    return false
  }
}

const entryOf = (path: string, { type, size, modified, precision }: Entry): TreeEntry => ({
  path,
  type,
  ...(size === undefined ? {} : { size }),
  ...(modified ? { modified } : {}),
  ...(precision ? { precision } : {}),
})
