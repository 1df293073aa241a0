import { dotLines, dotStuffed } from './dot-stuffed.ts'
import type { MaildropView, StoredMessage } from './maildrop.ts'
import type { Pop3Command, Pop3Conversation } from './pop3.ts'

/** A command of the TRANSACTION state: the maildrop is there. */
type Transaction = (view: MaildropView, conversation: Pop3Conversation, argument: string) => Promise<void>

const opened =
  (command: Transaction): Pop3Command =>
  async (conversation, argument) => {
    if (conversation.view) await command(conversation.view, conversation, argument)
  }

const DIGITS = /^[0-9]{1,9}$/

/** A number from 1 up, as one argument; a sign, a space or a zero is none. */
function messageOf(view: MaildropView, argument: string): StoredMessage | undefined {
  return DIGITS.test(argument) ? view.get(Number(argument)) : undefined
}

const none = ({ err }: Pop3Conversation): Promise<void> => err('no such message')

const sizeOf = (message: StoredMessage): number => message.octets.length

/** LIST and UIDL: all as a block, one as a line. RFC 1939 §5, §7 */
const scan = (column: (message: StoredMessage) => number | string): Pop3Command =>
  opened(async (view, conversation, argument) => {
    if (argument === '') {
      const lines = view.present.map(({ number, message }) => `${number} ${column(message)}`)
      return conversation.ok(`${lines.length} messages (${view.octets} octets)`, dotLines(lines))
    }
    const message = messageOf(view, argument)
    if (!message) return none(conversation)
    await conversation.ok(`${Number(argument)} ${column(message)}`)
  })

const stat = opened((view, { ok }) => ok(`${view.present.length} ${view.octets}`))

const retr = opened(async (view, conversation, argument) => {
  const message = messageOf(view, argument)
  if (!message) return none(conversation)
  await conversation.ok(`${sizeOf(message)} octets`, dotStuffed(message.octets))
})

/** TOP msg n: the header, the empty line and n lines of the body. RFC 1939 §7 */
const top = opened(async (view, conversation, argument) => {
  const [number = '', lines = ''] = argument.split(' ')
  if (!DIGITS.test(lines)) return conversation.err('TOP needs a message and a number of lines')
  const message = messageOf(view, number)
  if (!message) return none(conversation)
  await conversation.ok('top of message follows', dotStuffed(topOf(message.octets, Number(lines))))
})

function topOf(octets: Buffer, lines: number): Buffer {
  const header = octets.indexOf('\r\n\r\n')
  if (header < 0) return octets
  let end = header + 4
  for (let line = 0; line < lines && end < octets.length; line++) {
    const next = octets.indexOf('\r\n', end)
    end = next < 0 ? octets.length : next + 2
  }
  return octets.subarray(0, end)
}

const dele = opened(async (view, conversation, argument) => {
  const message = messageOf(view, argument)
  if (!message) return none(conversation)
  view.delete(message)
  await conversation.ok(`message ${Number(argument)} deleted`)
})

const rset = opened(async (view, { ok }) => {
  view.reset()
  await ok(`maildrop has ${view.present.length} messages (${view.octets} octets)`)
})

export const transaction: Readonly<Record<string, Pop3Command>> = {
  STAT: stat,
  LIST: scan(sizeOf),
  UIDL: scan((message) => message.uid),
  RETR: retr,
  TOP: top,
  DELE: dele,
  RSET: rset,
  NOOP: opened((_view, { ok }) => ok('nothing done')),
}
