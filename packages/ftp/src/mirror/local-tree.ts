import type { Dirent, Stats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ArgumentError } from '@linewire/wire'
import type { Filter } from './filter.ts'
import { below, Tree, type TreeEntry } from './tree.ts'

/**
 * What is below a folder here. Links are not followed; the folder itself may be one.
 * @param required whether it has to be there
 */
export async function localTree(
  root: string,
  filter: Filter,
  required: boolean,
  signal: AbortSignal | undefined,
): Promise<Tree> {
  const tree = new Tree()
  const visit = async (directory: string): Promise<void> => {
    signal?.throwIfAborted()
    const found = await readdir(join(root, directory), { withFileTypes: true })
    tree.listed.add(directory)
    const entries = await Promise.all(found.map((one) => entryOf(root, below(directory, one.name), one)))
    for (const entry of entries) {
      if (entry === undefined) continue
      const { path, type } = entry
      if (!filter.includes(entry)) {
        tree.excluded.add(path)
        continue
      }
      tree.entries.set(path, entry)
      if (type === 'directory') await visit(path).catch(failedAt(tree, path, signal))
    }
  }
  try {
    await visit('')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') throw new ArgumentError(`${root} is no directory`)
    if (required || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    tree.exists = false
  }
  return tree
}

/** One that cannot be listed does not keep the others from being listed. */
export const failedAt =
  (tree: Tree, path: string, signal: AbortSignal | undefined) =>
  (error: unknown): void => {
    if (signal?.aborted) throw error
    tree.failed.push({ action: 'list', path, error })
  }

/** Undefined when it has gone meanwhile. */
async function entryOf(root: string, path: string, found: Dirent): Promise<TreeEntry | undefined> {
  if (found.isDirectory()) return { path, type: 'directory' }
  if (found.isSymbolicLink()) return { path, type: 'symlink' }
  const stats = await lstat(join(root, path)).catch(() => undefined)
  if (stats === undefined) return undefined
  return stats.isFile() ? { path, type: 'file', ...measured(stats) } : { path, type: 'other' }
}

const measured = ({ size, mtime }: Stats): Pick<TreeEntry, 'size' | 'modified' | 'precision'> => ({
  size,
  modified: mtime,
  precision: 'millisecond',
})
