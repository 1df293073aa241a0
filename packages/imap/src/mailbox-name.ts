import { argument } from '@linewire/wire'
import { decodeMailbox, encodeMailbox } from './modified-utf7.ts'
import { astring, type Part, string } from './quote.ts'

/** How this session spells names: UTF-8 once ENABLE has said so, modified UTF-7 before. RFC 9051 §5.1, 3501 §5.1.3 */
export interface Spelling {
  utf8?: boolean
}

/** A mailbox name as an argument. @throws {ArgumentError} for CR, LF and NUL */
export function mailboxName(name: string, { utf8 = false }: Spelling = {}): Part {
  argument(name, 'the mailbox name')
  return utf8 ? astring(name, { utf8 }) : astring(encodeMailbox(name))
}

/** A pattern for LIST: `*` and `%` go within quotes, for not every server takes them bare. */
export function mailboxPattern(pattern: string, { utf8 = false }: Spelling = {}): Part {
  argument(pattern, 'the pattern')
  return utf8 ? string(pattern, { utf8 }) : string(encodeMailbox(pattern))
}

/** The name behind what the server sent. */
export function readMailboxName(wire: string, { utf8 = false }: Spelling = {}): string {
  return utf8 ? wire : decodeMailbox(wire)
}

/** Whether two names are one mailbox: INBOX is INBOX in any case. RFC 9051 §5.1 */
export function sameMailbox(one: string, other: string): boolean {
  return one === other || (one.toUpperCase() === 'INBOX' && other.toUpperCase() === 'INBOX')
}
