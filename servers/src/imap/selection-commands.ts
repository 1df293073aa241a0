import { type ImapCommand, type ImapConversation, nonexistent } from './conversation.ts'
import type { Scanner } from './scanner.ts'
import { flagsLine, permanentFlags, View } from './view.ts'

async function select(imap: ImapConversation, scanner: Scanner, readOnly: boolean): Promise<string> {
  scanner.space()
  const name = scanner.astring()
  scanner.end()
  // RFC 9051 §6.3.2: a SELECT that fails leaves nothing selected
  imap.view = undefined
  const mailbox = imap.store!.get(name)
  if (!mailbox) return nonexistent
  const view = new View(mailbox, readOnly)
  imap.view = view
  const unseen = mailbox.messages.findIndex(({ flags }) => !flags.has('\\Seen'))
  await imap.say(flagsLine(mailbox))
  await imap.say(`* ${mailbox.messages.length} EXISTS`)
  await imap.say(`* ${view.recent.size} RECENT`)
  if (unseen >= 0) await imap.say(`* OK [UNSEEN ${unseen + 1}] First unseen`)
  await imap.say(`* OK [PERMANENTFLAGS ${permanentFlags(mailbox, readOnly)}] Flags that stay`)
  await imap.say(`* OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs valid`)
  await imap.say(`* OK [UIDNEXT ${mailbox.uidNext}] Predicted next UID`)
  return readOnly ? 'OK [READ-ONLY] EXAMINE completed' : 'OK [READ-WRITE] SELECT completed'
}

/** Choosing a mailbox and leaving it. RFC 9051 §6.3.2, 6.4.1, 6.4.2 */
export const selectionCommands: Record<string, ImapCommand> = {
  SELECT: (imap, scanner) => select(imap, scanner, false),
  EXAMINE: (imap, scanner) => select(imap, scanner, true),

  async CHECK(_imap, scanner) {
    scanner.end()
    return 'OK CHECK completed'
  },

  async CLOSE(imap, scanner) {
    scanner.end()
    const { mailbox, readOnly } = imap.view!
    imap.view = undefined
    if (!readOnly) mailbox.expunge()
    return 'OK CLOSE completed'
  },

  async UNSELECT(imap, scanner) {
    scanner.end()
    imap.view = undefined
    return 'OK UNSELECT completed'
  },

  /** Tells changes as they happen, until DONE. RFC 2177 */
  async IDLE(imap, scanner) {
    scanner.end()
    const { session, view } = imap
    if (!(await session.reply('+ idling'))) return undefined
    let telling: Promise<void> = Promise.resolve()
    let scheduled: NodeJS.Immediate | undefined
    const tell = (): void => {
      scheduled = undefined
      const lines = view?.changes(true) ?? []
      // one after another: a write may be slow, and a client that has left is noticed by the next read
      if (lines.length > 0) telling = telling.then(() => session.write(`${lines.join('\r\n')}\r\n`)).catch(() => {})
    }
    tell()
    const forget = view?.mailbox.watch(() => {
      scheduled ??= setImmediate(tell)
    })
    try {
      const line = await session.more()
      return line.toUpperCase() === 'DONE' ? 'OK IDLE completed' : 'BAD DONE expected'
    } finally {
      forget?.()
      clearImmediate(scheduled)
      await telling
    }
  },
}
