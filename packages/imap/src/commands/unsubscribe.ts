import type { ImapCommand } from '../command.ts'
import { mailboxName, type Spelling } from '../mailbox-name.ts'

/** Takes a mailbox off the list of subscriptions. RFC 9051 §6.3.8 */
export const unsubscribe = (name: string, spelling?: Spelling): ImapCommand<void> => ({
  line: ['UNSUBSCRIBE ', mailboxName(name, spelling)],
  done: () => {},
})
