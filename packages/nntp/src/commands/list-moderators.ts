import type { Command } from '@linewire/wire'
import { list } from '../list.ts'

/** Where articles for moderated groups go: the first line whose group fits. */
export interface Moderator {
  readonly group: string
  /** `%s` stands for the group's name, its dots as dashes */
  readonly address: string
}

/** The addresses of moderators. RFC 6048 §2.4 */
export const listModerators = (): Command<Moderator[]> => list('MODERATORS', parseModerator)

/** "foo.*:%s@moderators.example.com" */
function parseModerator(line: string): Moderator[] {
  const [, group, address] = /^([^:\s]+):(.+)$/.exec(line) ?? []
  return group === undefined ? [] : [{ group, address: address!.trim() }]
}
