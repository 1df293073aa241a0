import { constants } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Span } from './range.ts'
import type { Facts } from './remote-facts.ts'

/** What a part is a part of. Without it nobody could say whether the rest still fits. */
export interface PartRecord extends Facts {
  /** what has come, where it did not come in order; else it is all that the part has */
  readonly there?: readonly Span[]
}

/** The record beside a part. Undefined when there is none, or one that cannot be read. */
export async function readRecord(path: string): Promise<PartRecord | undefined> {
  try {
    return parseRecord(await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** How a file of our own is opened: not through a link of its name, as far as the system can tell (Windows knows no such flag). */
export const own: number = constants.O_CREAT | (constants.O_NOFOLLOW ?? 0)

export const writeRecord = (path: string, record: PartRecord): Promise<void> =>
  writeFile(path, `${JSON.stringify(record)}\n`, { flag: own | constants.O_WRONLY | constants.O_TRUNC })

export const removeRecord = (path: string): Promise<void> => rm(path, { force: true })

function parseRecord(text: string): PartRecord | undefined {
  const { size, modified, precision, there } = JSON.parse(text) ?? {}
  const time = new Date(modified)
  if (size !== undefined && !Number.isSafeInteger(size)) return undefined
  if (modified !== undefined && Number.isNaN(time.getTime())) return undefined
  if (there !== undefined && !(Array.isArray(there) && there.every(isSpan))) return undefined
  return {
    ...(size === undefined ? {} : { size }),
    ...(modified === undefined ? {} : { modified: time, precision }),
    ...(there === undefined ? {} : { there }),
  }
}

const isSpan = (span: unknown): span is Span =>
  Array.isArray(span) && span.length === 2 && span.every(Number.isSafeInteger) && 0 <= span[0] && span[0] <= span[1]
