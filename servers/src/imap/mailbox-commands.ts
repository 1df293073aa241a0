import { type ImapCommand, nonexistent, tryCreate } from './conversation.ts'
import { dateTime } from './dates.ts'
import { listCommand, lsubCommand } from './list-command.ts'
import type { Scanner } from './scanner.ts'
import { formatSequenceSet } from './sequence-set.ts'
import { statusItems, statusLine } from './status.ts'
import type { MessageSpec } from './store.ts'

/** One mailbox name and nothing else. */
function onlyName(scanner: Scanner): string {
  scanner.space()
  const name = scanner.astring()
  scanner.end()
  return name
}

/** Commands on mailboxes, once logged in. RFC 9051 §6.3 */
export const mailboxCommands: Record<string, ImapCommand> = {
  LIST: listCommand,
  LSUB: lsubCommand,

  async CREATE(imap, scanner) {
    // RFC 9051 §6.3.4: a separator at the end only announces names below
    const name = onlyName(scanner).replace(/\/$/, '')
    const store = imap.store!
    if (name === '') return 'NO [CANNOT] Empty name'
    if (store.get(name)) return 'NO [ALREADYEXISTS] Mailbox exists'
    store.create(name)
    return 'OK CREATE completed'
  },

  async DELETE(imap, scanner) {
    const store = imap.store!
    const mailbox = store.get(onlyName(scanner))
    if (!mailbox) return nonexistent
    if (mailbox.name === 'INBOX') return 'NO [CANNOT] INBOX stays'
    if (store.hasChildren(mailbox.name)) return 'NO [HASCHILDREN] There are mailboxes below it'
    store.mailboxes.delete(mailbox.name)
    return 'OK DELETE completed'
  },

  async RENAME(imap, scanner) {
    const store = imap.store!
    scanner.space()
    const from = store.canonical(scanner.astring())
    const to = store.canonical(onlyName(scanner))
    if (!store.get(from)) return nonexistent
    if (store.get(to)) return 'NO [ALREADYEXISTS] Mailbox exists'
    if (to.startsWith(`${from}/`) && from !== 'INBOX') return 'NO [CANNOT] Not below itself'
    if (from === 'INBOX') store.renameInbox(to)
    else store.rename(from, to)
    return 'OK RENAME completed'
  },

  async SUBSCRIBE(imap, scanner) {
    const mailbox = imap.store!.get(onlyName(scanner))
    if (!mailbox) return nonexistent
    imap.store!.subscriptions.add(mailbox.name)
    return 'OK SUBSCRIBE completed'
  },

  async UNSUBSCRIBE(imap, scanner) {
    imap.store!.subscriptions.delete(imap.store!.canonical(onlyName(scanner)))
    return 'OK UNSUBSCRIBE completed'
  },

  async STATUS(imap, scanner) {
    scanner.space()
    const name = scanner.astring()
    scanner.space()
    const items = statusItems(scanner)
    scanner.end()
    const mailbox = imap.store!.get(name)
    if (!mailbox) return nonexistent
    await imap.say(statusLine(mailbox, items))
    return 'OK STATUS completed'
  },

  async NAMESPACE(imap, scanner) {
    scanner.end()
    await imap.say('* NAMESPACE (("" "/")) NIL NIL')
    return 'OK NAMESPACE completed'
  },

  async ENABLE(imap, scanner) {
    while (scanner.accept(' ')) scanner.atom()
    scanner.end()
    // none of the extensions here has to be switched on; RFC 5161 §3.1 answers all the same
    await imap.say('* ENABLED')
    return 'OK ENABLE completed'
  },

  /** One message or, with MULTIAPPEND, several: all of them or none. RFC 9051 §6.3.12, RFC 3502 */
  async APPEND(imap, scanner) {
    scanner.space()
    const name = scanner.astring()
    const messages: MessageSpec[] = []
    scanner.space()
    do messages.push(appended(scanner))
    while (scanner.accept(' '))
    scanner.end()
    if (messages.length > 1 && !imap.has('MULTIAPPEND')) return 'BAD One message at a time'
    const mailbox = imap.store!.get(name)
    if (!mailbox) return tryCreate
    const uids = messages.map((message) => mailbox.add(message).uid)
    const code = imap.has('UIDPLUS') ? `[APPENDUID ${mailbox.uidValidity} ${formatSequenceSet(uids)}] ` : ''
    return `OK ${code}APPEND completed`
  },
}

function appended(scanner: Scanner): MessageSpec {
  let flags: string[] = []
  let date = new Date()
  if (scanner.peek() === '(') {
    flags = scanner.list(() => scanner.flag())
    scanner.space()
  }
  if (scanner.peek() === '"') {
    date = dateTime(scanner)
    scanner.space()
  }
  const raw = scanner.literal()
  if (raw === '') scanner.fault('a message of no octets')
  return { raw: Buffer.from(raw, 'latin1'), flags, date }
}
