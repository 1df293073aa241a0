import type { Command } from '@linewire/wire'
import { list } from '../list.ts'

/** The groups that the server proposes to new readers. RFC 6048 §2.6 */
export const listSubscriptions = (wildmat?: string): Command<string[]> =>
  list('SUBSCRIPTIONS', (line) => (line.trim() === '' ? [] : [line.trim()]), wildmat)
