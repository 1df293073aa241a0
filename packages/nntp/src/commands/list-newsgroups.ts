import type { Command } from '@linewire/wire'
import { list } from '../list.ts'

export interface DescribedGroup {
  readonly name: string
  readonly description: string
}

/** What groups are about. RFC 3977 §7.6.6 */
export const listNewsgroups = (wildmat?: string): Command<DescribedGroup[]> =>
  list('NEWSGROUPS', parseDescription, wildmat)

/** "misc.test TAB General Usenet testing"; also the form of LIST DISTRIBUTIONS. */
export function parseDescription(line: string): DescribedGroup[] {
  const [, name, description = ''] = /^(\S+)(?:\s+(.*))?$/.exec(line) ?? []
  return name === undefined ? [] : [{ name, description: description.trim() }]
}
