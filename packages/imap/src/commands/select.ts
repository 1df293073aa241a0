import type { ImapCommand } from '../command.ts'
import { mailboxName, type Spelling } from '../mailbox-name.ts'
import { Selected } from '../selected.ts'

export interface SelectOptions {
  /** EXAMINE: nothing that is done changes the mailbox, and nothing becomes \Seen */
  readOnly?: boolean
}

/**
 * Selects a mailbox. RFC 9051 §6.3.2, §6.3.3 EXAMINE
 * @throws {NotFoundError} when there is none of the name, where the server says so
 */
export const select = (
  name: string,
  { readOnly = false, utf8 = false }: SelectOptions & Spelling = {},
): ImapCommand<Selected> => {
  const selected = new Selected(name, readOnly)
  return {
    line: [readOnly ? 'EXAMINE ' : 'SELECT ', mailboxName(name, { utf8 })],
    turn: 'last',
    types: ['FLAGS', 'EXISTS', 'RECENT', 'OK'],
    claims: (response) => selected.observe(response),
    done(ending) {
      if (ending.code?.type === 'READ-ONLY') selected.readOnly = true
      return selected
    },
  }
}
