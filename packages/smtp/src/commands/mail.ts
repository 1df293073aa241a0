import type { Command } from '@linewire/wire'
import { type MailParameters, mailParameters } from '../parameters.ts'
import { reversePath } from '../path.ts'
import { done, type Reply } from '../reply.ts'

/** Begins a transaction; null is nobody, for a report that must not be answered. RFC 5321 §4.1.1.2 */
export const mail = (from: string | null, parameters: MailParameters = {}): Command<Reply> => ({
  line: mailLine(from, parameters),
  talk: done,
})

/** "MAIL FROM:<a@b> SIZE=100". No blank behind the colon: RFC 5321 §3.3 */
export function mailLine(from: string | null, parameters: MailParameters): string {
  const words = mailParameters(parameters).map(({ text }) => text)
  return [`MAIL FROM:${reversePath(from, parameters.smtputf8)}`, ...words].join(' ')
}
