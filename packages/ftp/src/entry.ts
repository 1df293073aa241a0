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
  /** the line as it came; of a record over two lines both, with LF between them */
  readonly raw: string
}

/** An entry while it is being read. */
export type Draft = { -readonly [Key in keyof Entry]: Entry[Key] }

/** one for all: a map for each of a million entries costs more than the rest of the entry */
export const noFacts: ReadonlyMap<string, string> = new Map()

export const draft = (
  name: string,
  type: Entry['type'],
  raw: string,
  facts: ReadonlyMap<string, string> = noFacts,
): Draft => ({ name, type, facts, raw })

/** Adds a size, unless it is none or more than a number holds exactly. */
export function setSize(entry: Draft, size: number): void {
  if (size >= 0 && Number.isSafeInteger(size)) entry.size = size
}

/** Adds a time in milliseconds, unless it is NaN. */
export function setModified(entry: Draft, time: number, precision: Precision): void {
  if (Number.isNaN(time)) return
  entry.modified = new Date(time)
  entry.precision = precision
}

/** A line that no dialect understands is kept as it is. */
export const unread = (raw: string): Entry => draft(raw, 'other', raw)

/** Whether it is a line that could not be read: nobody knows what it is the name of. */
export const isUnread = ({ type, name, raw }: Entry): boolean => type === 'other' && name === raw
