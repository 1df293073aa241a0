import type { Command } from '@linewire/wire'
import { type RcptParameters, rcptParameters } from '../parameters.ts'
import { path } from '../path.ts'
import { done, type Reply } from '../reply.ts'

/** One more recipient. `utf8` when MAIL said SMTPUTF8. RFC 5321 §4.1.1.3 */
export const rcpt = (
  to: string,
  { utf8 = false, ...parameters }: RcptParameters & { utf8?: boolean } = {},
): Command<Reply> => ({
  line: rcptLine(to, parameters, utf8),
  talk: done,
})

/** "RCPT TO:<a@b> NOTIFY=NEVER" */
export function rcptLine(to: string, parameters: RcptParameters, utf8: boolean): string {
  const words = rcptParameters(parameters).map(({ text }) => text)
  return [`RCPT TO:${path(to, 'the recipient', utf8)}`, ...words].join(' ')
}
