import { type CallOptions, ReplyError } from '@linewire/wire'
import { type ListedMailbox, list } from './commands/list.ts'
import { type StatusItem, status } from './commands/status.ts'
import type { Session } from './session.ts'

export interface ListOptions extends CallOptions {
  /** where the pattern begins; '' unless told */
  reference?: string
  /** facts of each mailbox that can be selected; in the same round trip where the server has LIST-STATUS */
  status?: readonly StatusItem[]
  /** what a mailbox is for (`\Sent` …), by servers that tell only those who ask; on unless told */
  specialUse?: boolean
  /** only mailboxes that are subscribed to */
  subscribed?: boolean
}

/** LIST with as much of RFC 5258, 5819 and 6154 as the server knows. */
export async function listMailboxes(
  session: Session,
  pattern: string,
  { signal, reference = '', status: items, specialUse = true, subscribed = false }: ListOptions,
): Promise<ListedMailbox[]> {
  const { capabilities, utf8 } = session.state
  const extended = capabilities.has('LIST-EXTENDED') || capabilities.has('IMAP4REV2')
  const withStatus = extended && capabilities.has('LIST-STATUS') ? items : undefined
  // Dovecot leaves the attributes out that RETURN does not name, once there is a RETURN
  const returns = extended
    ? ['CHILDREN', 'SUBSCRIBED', ...(specialUse && capabilities.has('SPECIAL-USE') ? ['SPECIAL-USE'] : [])]
    : []
  const verb = subscribed && !extended ? 'LSUB' : 'LIST'
  const options = { reference, subscribed, returns, verb, utf8, ...(withStatus ? { status: withStatus } : {}) } as const
  const found = await session.run(list(pattern, options), { signal })
  if (items === undefined || withStatus !== undefined) return found
  return Promise.all(found.map((mailbox) => asked(session, mailbox, items, { signal })))
}

/** STATUS for one; a mailbox that cannot be asked goes without. */
async function asked(
  session: Session,
  mailbox: ListedMailbox,
  items: readonly StatusItem[],
  options: CallOptions,
): Promise<ListedMailbox> {
  if (mailbox.attributes.has('\\Noselect')) return mailbox
  try {
    const found = await session.run(status(mailbox.name, items, { utf8: session.state.utf8 }), options)
    return { ...mailbox, status: found }
  } catch (error) {
    if (error instanceof ReplyError) return mailbox
    throw error
  }
}
