import { stat } from 'node:fs/promises'
import { ArgumentError } from '@linewire/wire'
import type { Facts } from './remote-facts.ts'

/** What is to be uploaded. */
export interface LocalSource {
  readonly path: string
  /** octets; undefined for a pipe or a device, which can be read once and from the beginning alone */
  readonly size: number | undefined
  readonly modified: Date
}

/** @throws {ArgumentError} for a directory, what `stat` throws when there is nothing */
export async function localSource(path: string): Promise<LocalSource> {
  const found = await stat(path)
  if (found.isDirectory()) throw new ArgumentError(`${path} is a directory: mirror() takes those`)
  return { path, size: found.isFile() ? found.size : undefined, modified: found.mtime }
}

/** ms that two clocks may differ in the second that they are in, and some more */
const slack = 2000

/** Whether what the server has may be the beginning of it: not longer, and written since, as the server tells. */
export function mayBeBegun(
  { size, modified }: LocalSource,
  there: Facts | undefined,
): there is Facts & { size: number } {
  if (there?.size === undefined || size === undefined || there.size > size) return false
  return there.modified !== undefined && modified.getTime() <= there.modified.getTime() + slack
}
