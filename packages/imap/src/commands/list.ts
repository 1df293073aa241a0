import type { ImapCommand } from '../command.ts'
import { mailboxPattern, readMailboxName, type Spelling, sameMailbox } from '../mailbox-name.ts'
import type { ListData } from '../response/list.ts'
import type { StatusItems } from '../response/status.ts'
import { type StatusItem, statusItems } from './status.ts'

/** A mailbox as LIST tells of it. RFC 9051 §7.3.1 */
export interface ListedMailbox {
  readonly name: string
  /** null for a flat name space */
  readonly delimiter: string | null
  /** `\HasChildren`, `\Noselect`, `\Sent` … */
  readonly attributes: ReadonlySet<string>
  /** `\Sent`, `\Trash` … RFC 6154 */
  readonly specialUse: string | undefined
  readonly subscribed: boolean
  /** where it was asked for, and the mailbox can be selected */
  readonly status?: StatusItems
}

export interface ListCommandOptions extends Spelling {
  /** where the pattern begins; '' unless told */
  reference?: string
  /** only mailboxes that are subscribed to. RFC 5258 §3.1 */
  subscribed?: boolean
  /** RETURN options as they are written: `CHILDREN`, `SPECIAL-USE`. RFC 5258 §3.2 */
  returns?: readonly string[]
  /** RFC 5819 */
  status?: readonly StatusItem[]
  /** LSUB, for servers without RFC 5258 */
  verb?: 'LIST' | 'LSUB'
}

const uses = ['\\All', '\\Archive', '\\Drafts', '\\Flagged', '\\Junk', '\\Sent', '\\Trash', '\\Important']

/** The mailboxes whose names fit a pattern: `*` stands for anything, `%` for anything within one level. RFC 9051 §6.3.9 */
export const list = (pattern: string, options: ListCommandOptions = {}): ImapCommand<ListedMailbox[]> => {
  const { reference = '', subscribed = false, returns = [], status, verb = 'LIST', utf8 = false } = options
  const found: ListData[] = []
  const statuses = new Map<string, StatusItems>()
  const wanted = [...returns, ...(status ? [`STATUS ${statusItems(status)}`] : [])]
  return {
    line: [
      `${verb} `,
      subscribed && verb === 'LIST' ? '(SUBSCRIBED) ' : '',
      mailboxPattern(reference, { utf8 }),
      ' ',
      mailboxPattern(pattern, { utf8 }),
      wanted.length === 0 ? '' : ` RETURN (${wanted.join(' ')})`,
    ],
    types: ['LIST', 'LSUB', 'XLIST', 'STATUS'],
    claims(response) {
      if (response.kind !== 'data') return false
      if (response.type === 'STATUS') {
        if (!status || !found.some(({ mailbox }) => sameMailbox(mailbox, response.mailbox))) return false
        statuses.set(response.mailbox, response.items)
        return true
      }
      if (response.type !== 'LIST' && response.type !== 'LSUB' && response.type !== 'XLIST') return false
      found.push(response)
      return true
    },
    done: () =>
      found.map(({ mailbox, delimiter, attributes }) => {
        const items = statuses.get(mailbox)
        return {
          name: readMailboxName(mailbox, { utf8 }),
          delimiter,
          attributes,
          specialUse: uses.find((use) => attributes.has(use)),
          subscribed: subscribed || verb === 'LSUB' || attributes.has('\\Subscribed'),
          ...(items ? { status: items } : {}),
        }
      }),
  }
}
