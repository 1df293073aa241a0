import type { ImapCommand } from '../command.ts'
import { mailboxName, type Spelling } from '../mailbox-name.ts'
import { type MessageSet, target } from '../message-set.ts'
import type { CopyUid } from '../response/copy-uid.ts'

/**
 * Copies messages to another mailbox; all of them or none. RFC 9051 §6.4.7
 * @returns their new UIDs, where the server tells. RFC 4315 §3
 */
export const copy = (messages: MessageSet, mailbox: string, spelling?: Spelling): ImapCommand<CopyUid | undefined> =>
  transfer('COPY', messages, mailbox, spelling)

/** COPY and MOVE, which are one but for the verb. */
export function transfer(
  verb: 'COPY' | 'MOVE',
  messages: MessageSet,
  mailbox: string,
  spelling: Spelling | undefined,
): ImapCommand<CopyUid | undefined> {
  const goal = target(messages)
  let copied: CopyUid | undefined
  return {
    line: [`${goal.prefix}${verb} ${goal.text} `, mailboxName(mailbox, spelling)],
    turn: goal.turn,
    // untagged and ahead of the expunges for MOVE (RFC 6851 §4.3), on a line of its own from Office 365
    types: ['OK'],
    claims(response) {
      if (response.kind !== 'status' || response.code?.type !== 'COPYUID') return false
      copied = response.code.copied
      return true
    },
    done: ({ code }) => (code?.type === 'COPYUID' ? code.copied : copied),
  }
}
