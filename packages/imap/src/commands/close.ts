import type { ImapCommand } from '../command.ts'

/** Removes the messages that are marked as \Deleted, without a word, and selects no mailbox. RFC 9051 §6.4.1 */
export const close = (): ImapCommand<void> => ({
  line: 'CLOSE',
  turn: 'alone',
  done: () => {},
})
