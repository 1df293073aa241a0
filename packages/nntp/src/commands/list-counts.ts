import type { Command } from '@linewire/wire'
import { list } from '../list.ts'
import type { ActiveGroup } from './list-active.ts'

export interface CountedGroup extends ActiveGroup {
  /** how many articles there are */
  readonly count: number
}

/** As listActive, and how many articles each group has. RFC 6048 §2.2 */
export const listCounts = (wildmat?: string): Command<CountedGroup[]> => list('COUNTS', parseCounts, wildmat)

/** "misc.test 3002322 3000234 1234 y" */
function parseCounts(line: string): CountedGroup[] {
  const [, name, last, first, count, status] = /^(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\S+)/.exec(line) ?? []
  if (name === undefined) return []
  return [{ name, first: Number(first), last: Number(last), count: Number(count), status: status! }]
}
