import { ArgumentError, type Source } from '@linewire/wire'
import type { ImapCommand } from '../command.ts'
import { flagList } from '../flags.ts'
import { formatInternalDate } from '../internal-date.ts'
import { mailboxName, type Spelling } from '../mailbox-name.ts'

export interface AppendCommandOptions extends Spelling {
  flags?: Iterable<string>
  /** when it arrived; now unless told */
  date?: Date
}

/** Where the message went, where the server tells. RFC 4315 §3, 9051 §7.1 APPENDUID */
export interface Appended {
  readonly uidValidity: number
  readonly uid: number
}

/**
 * Puts a message into a mailbox. RFC 9051 §6.3.12
 * @param octets exactly as many as the source has
 */
export const append = (
  mailbox: string,
  source: Source,
  octets: number,
  { flags, date, ...spelling }: AppendCommandOptions = {},
): ImapCommand<Appended | undefined> => {
  if (!Number.isSafeInteger(octets) || octets < 0) throw new ArgumentError('a message has a whole number of octets')
  const arguments_ = [flags && flagList(flags), date && formatInternalDate(date)].filter(Boolean).join(' ')
  return {
    line: [
      'APPEND ',
      mailboxName(mailbox, spelling),
      arguments_ === '' ? ' ' : ` ${arguments_} `,
      { source, size: octets },
    ],
    done({ code }) {
      const uid = code?.type === 'APPENDUID' ? code.uids.first : undefined
      return code?.type === 'APPENDUID' && uid !== undefined ? { uidValidity: code.uidValidity, uid } : undefined
    },
  }
}
