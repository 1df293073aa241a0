import { type CallOptions, ReplyError } from '@linewire/wire'
import type { FtpClient } from '../client.ts'
import { mlst } from '../commands/mlst.ts'
import type { Entry, Precision } from '../entry.ts'

/** What tells one version of a file from another. */
export type Facts = Pick<Entry, 'size' | 'modified' | 'precision'>

/**
 * Size and time of a file, as far as the server tells them; undefined when it says that there is none. A link's own size
 * is not its file's: SIZE follows it.
 */
export async function remoteFacts(client: FtpClient, path: string, options: CallOptions): Promise<Facts | undefined> {
  if (client.capabilities.has('MLST')) {
    const entry = await unlessRefused(client.run(mlst(path), options))
    if (entry?.type === 'file' && entry.size !== undefined) return entry
    if (entry === undefined) return undefined
  }
  const size = await unlessRefused(client.size(path, options))
  const modified = await unlessRefused(client.modified(path, options))
  if (size === undefined && modified === undefined) return undefined
  return { ...(size === undefined ? {} : { size }), ...(modified ? { modified, precision: 'second' } : {}) }
}

/** Undefined where the server declines for good. */
export async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ReplyError && !error.transient) return undefined
    throw error
  }
}

/** milliseconds that a time of this precision may be wrong by */
const unit: Readonly<Record<Precision, number>> = { millisecond: 1, second: 1000, minute: 60_000, day: 86_400_000 }

/** Whether two times are the same as far as the coarser of them tells. */
export function sameTime(a: Facts, b: Facts): boolean {
  if (a.modified === undefined || b.modified === undefined) return a.modified === b.modified
  const coarser = Math.max(unit[a.precision ?? 'second'], unit[b.precision ?? 'second'])
  return Math.abs(a.modified.getTime() - b.modified.getTime()) < coarser
}

/** Whether nothing tells them apart. */
export const sameFacts = (a: Facts, b: Facts): boolean => a.size === b.size && sameTime(a, b)
