import { sameTime } from '../files/remote-facts.ts'
import type { TreeEntry } from './tree.ts'

/**
 * When two files are the same: `size+time`, as far as the coarser of the two times tells; `size` alone; `hash`, by the
 * server's HASH, XCRC, XMD5 … ; `always`: never.
 */
export type MirrorCompare = 'size+time' | 'size' | 'hash' | 'always'

export interface Comparison {
  readonly how: MirrorCompare
  /** the paths of files whose octets are the same, where that is how they are compared */
  readonly equal: ReadonlySet<string>
  /** those of which that could not be found out */
  readonly unknown: ReadonlySet<string>
  /** whether the time of a file is carried over with it; where it cannot be, a later one is as good */
  readonly keepsTime: boolean
}

/** Whether nothing has to be done about a file. */
export function isAlike(source: TreeEntry, target: TreeEntry, { how, equal, keepsTime }: Comparison): boolean {
  if (how === 'always') return false
  if (how === 'hash') return equal.has(source.path)
  if (source.size === undefined || source.size !== target.size) return false
  if (how === 'size') return true
  if (source.modified === undefined || target.modified === undefined) return false
  return sameTime(source, target) || (!keepsTime && target.modified > source.modified)
}

/** The files of which only the octets can tell whether they are the same. */
export function candidates(
  source: ReadonlyMap<string, TreeEntry>,
  target: ReadonlyMap<string, TreeEntry>,
): readonly TreeEntry[] {
  return [...source.values()].filter(({ path, type, size }) => {
    const other = target.get(path)
    return type === 'file' && other?.type === 'file' && (size === undefined || size === other.size)
  })
}
