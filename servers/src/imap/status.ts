import { mailboxName } from './nstring.ts'
import type { Scanner } from './scanner.ts'
import type { StoredMailbox, StoredMessage } from './store.ts'

const count = (mailbox: StoredMailbox, test: (message: StoredMessage) => boolean): number =>
  mailbox.messages.filter(test).length

const ITEMS: Record<string, (mailbox: StoredMailbox) => number> = {
  MESSAGES: ({ messages }) => messages.length,
  RECENT: (mailbox) => count(mailbox, ({ flags }) => flags.has('\\Recent')),
  UIDNEXT: ({ uidNext }) => uidNext,
  UIDVALIDITY: ({ uidValidity }) => uidValidity,
  UNSEEN: (mailbox) => count(mailbox, ({ flags }) => !flags.has('\\Seen')),
  DELETED: (mailbox) => count(mailbox, ({ flags }) => flags.has('\\Deleted')),
  SIZE: ({ messages }) => messages.reduce((sum, { raw }) => sum + raw.length, 0),
}

/** "(MESSAGES UNSEEN)". RFC 9051 §6.3.11 */
export function statusItems(scanner: Scanner): string[] {
  const items = scanner.list(() => {
    const item = scanner.word()
    return ITEMS[item] ? item : scanner.fault(`unknown STATUS item ${item}`)
  })
  return items.length > 0 ? items : scanner.fault('STATUS item expected')
}

/** "* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)". RFC 9051 §7.3.4 */
export function statusLine(mailbox: StoredMailbox, items: readonly string[]): string {
  const values = items.map((item) => `${item} ${ITEMS[item]!(mailbox)}`)
  return `* STATUS ${mailboxName(mailbox.name)} (${values.join(' ')})`
}
