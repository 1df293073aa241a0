import type { ImapCommand } from '../command.ts'
import type { UidSet } from '../sets.ts'

/**
 * Removes the messages that are marked as \Deleted; with a set, only those of them. RFC 9051 §6.4.3, §6.4.9 (UIDPLUS)
 */
export const expunge = (uids?: UidSet): ImapCommand<void> => ({
  line: uids === undefined ? 'EXPUNGE' : `UID EXPUNGE ${uids}`,
  done: () => {},
})
