import type { ImapCommand } from '../command.ts'

/** Nothing, but the server may tell what is new. RFC 9051 §6.1.2 */
export const noop = (): ImapCommand<void> => ({
  line: 'NOOP',
  done: () => {},
})
