import type { ImapCommand } from '../command.ts'
import { mailboxName, type Spelling } from '../mailbox-name.ts'

/** Puts a mailbox on the list of subscriptions. RFC 9051 §6.3.7 */
export const subscribe = (name: string, spelling?: Spelling): ImapCommand<void> => ({
  line: ['SUBSCRIBE ', mailboxName(name, spelling)],
  done: () => {},
})
