import type { Command } from '@linewire/wire'
import { list } from '../list.ts'

export interface CreatedGroup {
  readonly name: string
  readonly created: Date
  /** who did it, an address as a rule */
  readonly creator: string
}

/** When groups were created, and by whom. RFC 3977 §7.6.4 */
export const listActiveTimes = (wildmat?: string): Command<CreatedGroup[]> => list('ACTIVE.TIMES', parseTimes, wildmat)

/** "misc.test 930445408 <creatme@isc.org>": seconds since 1970. */
function parseTimes(line: string): CreatedGroup[] {
  const [, name, seconds, creator = ''] = /^(\S+)\s+(\d+)(?:\s+(.*))?$/.exec(line) ?? []
  return name === undefined ? [] : [{ name, created: new Date(Number(seconds) * 1000), creator: creator.trim() }]
}
