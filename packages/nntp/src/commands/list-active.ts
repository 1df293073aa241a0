import type { Command } from '@linewire/wire'
import { list } from '../list.ts'

export interface ActiveGroup {
  readonly name: string
  /** the lowest article number; more than `last` when the group is empty */
  readonly first: number
  readonly last: number
  /** `y`: you may post, `n`: you may not, `m`: moderated; servers have others. RFC 3977 §7.6.3, 6048 §3.1 */
  readonly status: string
}

/** The groups that the server carries, all or those that fit the wildmat. RFC 3977 §7.6.3 */
export const listActive = (wildmat?: string): Command<ActiveGroup[]> => list('ACTIVE', parseActive, wildmat)

/** "misc.test 3002322 3000234 y": the highest number comes first. */
export function parseActive(line: string): ActiveGroup[] {
  const [, name, last, first, status] = /^(\S+)\s+(\d+)\s+(\d+)\s+(\S+)/.exec(line) ?? []
  return name === undefined ? [] : [{ name, first: Number(first), last: Number(last), status: status! }]
}
