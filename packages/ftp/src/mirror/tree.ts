import type { Entry } from '../entry.ts'
import { joined } from '../path.ts'

/** Something in one of the two trees. */
export interface TreeEntry extends Pick<Entry, 'type' | 'size' | 'modified' | 'precision'> {
  /** below the root, with slashes: `sub/a.txt` */
  readonly path: string
}

/** Why something was not done. */
export interface MirrorFailure {
  readonly action: MirrorAction | 'list' | 'compare'
  /** below the roots; `.` are the roots themselves */
  readonly path: string
  readonly error: unknown
}

export type MirrorAction = 'mkdir' | 'download' | 'upload' | 'delete' | 'rmdir'

/** What is known of one of the two sides. */
export class Tree {
  /** what is taken part of, each directory before what is in it */
  readonly entries: Map<string, TreeEntry> = new Map()
  /** what the filter leaves out: it is neither carried over nor deleted */
  readonly excluded: Set<string> = new Set()
  /** what has a name that is not used */
  readonly refused: Set<string> = new Set()
  /** directories that could be listed; '' is the root */
  readonly listed: Set<string> = new Set()
  /** those of them of which not every line could be read */
  readonly unclear: Set<string> = new Set()
  readonly failed: MirrorFailure[] = []
  /** whether there is such a root */
  exists = true

  /** Whether all that is in a directory is known. */
  isWhole(path: string): boolean {
    return this.listed.has(path) && !this.unclear.has(path)
  }
}

/** "a/b" is in "a", "a" is in "". */
export const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 0))

/** "" and "a" are "a", "a" and "b" are "a/b". */
export const below = (directory: string, name: string): string => (directory === '' ? name : `${directory}/${name}`)

/** Where something below a root of the server is. */
export const placeBelow = (root: string, path: string): string => (path === '' ? root : joined(root, path))
