import type { TreeEntry } from './tree.ts'

/**
 * What is taken part of: a function is asked for everything, and what it says no to is left out with all that is in it.
 * An expression is for the paths of files, below the root and with slashes; then directories are made as they are needed.
 */
export type MirrorFilter = RegExp | ((entry: TreeEntry) => boolean)

export interface Filter {
  includes(entry: TreeEntry): boolean
  /** whether a directory is made for what is in it alone */
  readonly sparse: boolean
}

export function filterOf(filter: MirrorFilter | undefined): Filter {
  if (filter === undefined) return { includes: () => true, sparse: false }
  if (typeof filter === 'function') return { includes: filter, sparse: false }
  // with `g` or `y` an expression remembers where it was
  const pattern = new RegExp(filter.source, filter.flags.replace(/[gy]/g, ''))
  return { includes: ({ type, path }) => type === 'directory' || pattern.test(path), sparse: true }
}
