import type { ImapCommand } from '../command.ts'
import { mailboxName, type Spelling } from '../mailbox-name.ts'

/** Gives a mailbox another name; renaming INBOX moves its messages and leaves it empty. RFC 9051 §6.3.6 */
export const rename = (from: string, to: string, spelling?: Spelling): ImapCommand<void> => ({
  line: ['RENAME ', mailboxName(from, spelling), ' ', mailboxName(to, spelling)],
  done: () => {},
})
