import type { MirrorAction, TreeEntry } from './tree.ts'

/** One thing to do. */
export interface Step {
  readonly action: MirrorAction
  /** below the roots; '' are the roots themselves */
  readonly path: string
  /** for a transfer: what the source has */
  readonly entry?: TreeEntry
}

/** Why nothing was done about something. */
export type SkipReason =
  | 'unchanged'
  | 'excluded'
  | 'symlink'
  /** a device, a pipe, or a line of a listing that could not be read */
  | 'special'
  /** it is in the target alone, and something in it is not to go, or is not known */
  | 'kept'
  /** its directory is not there, or what is in that could not be listed */
  | 'no directory'

export interface MirrorSkip {
  readonly path: string
  readonly reason: SkipReason
}
