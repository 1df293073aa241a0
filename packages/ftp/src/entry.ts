/** How exact a time is. A listing of `ls` has minutes for the last half year and days before that. */
export type Precision = 'millisecond' | 'second' | 'minute' | 'day'

/** One line of a listing. What the line does not say is absent. */
export interface Entry {
  /** as the server sent it: a name, not a safe local path */
  readonly name: string
  /** `other`: devices, pipes, and lines that could not be read (their `name` is the whole line) */
  readonly type: 'file' | 'directory' | 'symlink' | 'other'
  /** octets */
  readonly size?: number
  readonly modified?: Date
  readonly precision?: Precision
  /** what a symbolic link points to */
  readonly target?: string
  /** permission bits: 0o644 */
  readonly mode?: number
  readonly owner?: string
  readonly group?: string
  /** the facts of MLSD and MLST, their names in lower case; empty for other listings. RFC 3659 §7.5 */
  readonly facts: ReadonlyMap<string, string>
  readonly raw: string
}

/** What a listing does not say of itself. */
export interface ListContext {
  /** lines without a year are in the past of this moment */
  readonly now: Date
  /** the zone of the server's clock: an IANA name (`Europe/Berlin`) or an offset (`+02:00`); UTC unless told */
  readonly timezone: string
}

/** A line that no dialect understands is kept as it is. */
export const unread = (raw: string): Entry => ({ name: raw, type: 'other', facts: new Map(), raw })
