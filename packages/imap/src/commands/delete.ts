import type { ImapCommand } from '../command.ts'
import { mailboxName, type Spelling } from '../mailbox-name.ts'

/** Deletes a mailbox and all messages in it. RFC 9051 §6.3.5 */
export const deleteMailbox = (name: string, spelling?: Spelling): ImapCommand<void> => ({
  line: ['DELETE ', mailboxName(name, spelling)],
  done: () => {},
})
