import type { ImapCommand } from '../command.ts'

/** Ends the session. The server says BYE, then OK. RFC 9051 §6.1.3 */
export const logout = (): ImapCommand<void> => ({
  line: 'LOGOUT',
  turn: 'last',
  types: ['BYE'],
  claims: () => true,
  done: () => {},
})
