import { ArgumentError } from '@linewire/wire'
import type { ImapCommand } from '../command.ts'
import { mailboxName, readMailboxName, type Spelling, sameMailbox } from '../mailbox-name.ts'
import type { StatusItems } from '../response/status.ts'

/** What may be asked of a mailbox that is not selected. RFC 9051 §6.3.11 */
export type StatusItem = keyof StatusItems

const names: Readonly<Record<StatusItem, string>> = {
  messages: 'MESSAGES',
  recent: 'RECENT',
  uidNext: 'UIDNEXT',
  uidValidity: 'UIDVALIDITY',
  unseen: 'UNSEEN',
  deleted: 'DELETED',
  size: 'SIZE',
  highestModseq: 'HIGHESTMODSEQ',
  appendLimit: 'APPENDLIMIT',
  mailboxId: 'MAILBOXID',
}

/** `(MESSAGES UIDNEXT)`. @throws {ArgumentError} when there is none, or one that does not exist */
export function statusItems(items: readonly StatusItem[]): string {
  if (items.length === 0) throw new ArgumentError('STATUS needs at least one item')
  const written = items.map((item) => {
    if (!Object.hasOwn(names, item)) throw new ArgumentError(`STATUS has no item ${JSON.stringify(item)}`)
    return names[item]
  })
  return `(${[...new Set(written)].join(' ')})`
}

/** Facts of a mailbox that is not selected. RFC 9051 §6.3.11 */
export const status = (
  mailbox: string,
  items: readonly StatusItem[],
  spelling?: Spelling,
): ImapCommand<StatusItems> => {
  let found: StatusItems = {}
  return {
    line: ['STATUS ', mailboxName(mailbox, spelling), ` ${statusItems(items)}`],
    types: ['STATUS'],
    claims(response) {
      if (response.kind !== 'data' || response.type !== 'STATUS') return false
      if (!sameMailbox(readMailboxName(response.mailbox, spelling), mailbox)) return false
      found = response.items
      return true
    },
    done: () => found,
  }
}
