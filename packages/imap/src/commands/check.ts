import type { ImapCommand } from '../command.ts'

/** Lets the server write down what it keeps in memory. RFC 3501 §6.4.1; IMAP4rev2 has NOOP instead */
export const check = (): ImapCommand<void> => ({
  line: 'CHECK',
  done: () => {},
})
