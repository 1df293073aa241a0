import type { ImapCommand } from '../command.ts'

/** Selects no mailbox, and removes nothing. RFC 9051 §6.4.2, 3691 */
export const unselect = (): ImapCommand<void> => ({
  line: 'UNSELECT',
  turn: 'alone',
  done: () => {},
})
