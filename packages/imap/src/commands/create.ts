import type { ImapCommand } from '../command.ts'
import { mailboxName, type Spelling } from '../mailbox-name.ts'

/** Makes a mailbox. RFC 9051 §6.3.4 */
export const create = (name: string, spelling?: Spelling): ImapCommand<void> => ({
  line: ['CREATE ', mailboxName(name, spelling)],
  done: () => {},
})
