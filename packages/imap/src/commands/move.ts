import type { ImapCommand } from '../command.ts'
import type { Spelling } from '../mailbox-name.ts'
import type { MessageSet } from '../message-set.ts'
import type { CopyUid } from '../response/copy-uid.ts'
import { transfer } from './copy.ts'

/**
 * Moves messages to another mailbox. RFC 6851 §3.1
 * @returns their new UIDs, where the server tells
 */
export const move = (messages: MessageSet, mailbox: string, spelling?: Spelling): ImapCommand<CopyUid | undefined> =>
  transfer('MOVE', messages, mailbox, spelling)
