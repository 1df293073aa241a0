import { argument, type Command } from '@linewire/wire'
import { done, type Reply } from '../reply.ts'

/**
 * Asks whether somebody has a mailbox. 252: the server does not tell, but will take mail for it. RFC 5321 §4.1.1.6
 * @throws {ReplyError} 550 when there is none, 553 when there are several: the text lists them
 */
export const vrfy = (mailbox: string): Command<Reply> => ({
  line: `VRFY ${argument(mailbox, 'the mailbox')}`,
  turn: 'last',
  talk: done,
})
