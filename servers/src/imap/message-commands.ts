import { type ImapCommand, type ImapConversation, tryCreate } from './conversation.ts'
import { fetchItems } from './fetch-item.ts'
import type { Scanner } from './scanner.ts'
import { searchCommand } from './search-command.ts'
import { lazyPart } from './search-key.ts'
import { formatSequenceSet, parseSequenceSet } from './sequence-set.ts'
import { canonicalFlag, type StoredMessage } from './store.ts'
import type { Chosen } from './view.ts'

const READ_ONLY = 'NO Mailbox is read-only'
// RFC 2180 §4.1.2: what another session has expunged cannot be fetched any more
const gone = (chosen: readonly Chosen[], done: string): string =>
  chosen.every(({ message }) => message) ? `OK ${done} completed` : 'NO [EXPUNGEISSUED] Some messages are gone'

async function copy(imap: ImapConversation, scanner: Scanner, byUid: boolean, verb: 'COPY' | 'MOVE'): Promise<string> {
  const view = imap.view!
  scanner.space()
  const chosen = view.choose(scanner, byUid)
  scanner.space()
  const name = scanner.astring()
  scanner.end()
  const target = imap.store!.get(name)
  if (!target) return tryCreate
  if (verb === 'MOVE' && view.readOnly) return READ_ONLY
  const sources = chosen.flatMap(({ message }) => message ?? [])
  const copies = sources.map(({ raw, flags, date }) => target.add({ raw, flags: [...flags], date }).uid)
  const from = formatSequenceSet(sources.map(({ uid }) => uid))
  const known = imap.has('UIDPLUS') && copies.length > 0
  const code = known ? `[COPYUID ${target.uidValidity} ${from} ${formatSequenceSet(copies)}] ` : ''
  if (verb === 'COPY') return `OK ${code}COPY completed`
  // RFC 6851 §4.3: COPYUID comes before the EXPUNGE responses, which follow by themselves
  if (code !== '') await imap.say(`* OK ${code}Moved`)
  view.mailbox.remove(sources.map(({ uid }) => uid))
  return 'OK MOVE completed'
}

/** Commands on the messages of the selected mailbox. RFC 9051 §6.4 */
export const messageCommands: Record<string, ImapCommand> = {
  SEARCH: searchCommand,
  COPY: (imap, scanner, byUid) => copy(imap, scanner, byUid, 'COPY'),
  MOVE: (imap, scanner, byUid) => copy(imap, scanner, byUid, 'MOVE'),

  async FETCH(imap, scanner, byUid) {
    const view = imap.view!
    scanner.space()
    const chosen = view.choose(scanner, byUid)
    scanner.space()
    const items = fetchItems(scanner)
    scanner.end()
    const names = new Set(items.map(({ name }) => name))
    const marksSeen = !view.readOnly && items.some((item) => item.marksSeen)
    for (const { number, message } of chosen) {
      if (!message) continue
      const learns = marksSeen && !message.flags.has('\\Seen')
      if (learns) {
        message.flags.add('\\Seen')
        view.mailbox.changed()
      }
      const flags = view.flags(message)
      const part = lazyPart(message)
      const data = items.map((item) => item.render(message, part, flags))
      if (byUid && !names.has('UID')) data.unshift(`UID ${message.uid}`)
      if (learns && !names.has('FLAGS')) data.push(`FLAGS ${flags}`)
      if (learns || names.has('FLAGS')) view.told(message)
      await imap.say(`* ${number} FETCH (${data.join(' ')})`)
    }
    return gone(chosen, 'FETCH')
  },

  async STORE(imap, scanner, byUid) {
    const view = imap.view!
    scanner.space()
    const chosen = view.choose(scanner, byUid)
    scanner.space()
    const sign = scanner.accept('+') ? '+' : scanner.accept('-') ? '-' : ''
    if (scanner.word() !== 'FLAGS') scanner.fault('FLAGS expected')
    const silent = scanner.accept('.')
    if (silent && scanner.word() !== 'SILENT') scanner.fault('SILENT expected')
    scanner.space()
    const flags = flagList(scanner).map(canonicalFlag)
    scanner.end()
    if (view.readOnly) return READ_ONLY
    if (flags.includes('\\Recent')) return 'NO \\Recent cannot be changed'
    view.mailbox.learn(flags)
    for (const { number, message } of chosen) {
      if (!message) continue
      apply(message, sign, flags)
      view.told(message)
      const uid = byUid ? `UID ${message.uid} ` : ''
      if (!silent) await imap.say(`* ${number} FETCH (${uid}FLAGS ${view.flags(message)})`)
    }
    view.mailbox.changed()
    return gone(chosen, 'STORE')
  },

  /** With UID, only those of a set. RFC 9051 §6.4.3, 6.4.9 */
  async EXPUNGE(imap, scanner, byUid) {
    const view = imap.view!
    let chosen = (_uid: number): boolean => true
    if (byUid) {
      scanner.space()
      const set = parseSequenceSet(scanner.sequenceSet())
      const { uid: largest } = view.largest
      chosen = (uid) => set.has(uid, largest)
    }
    scanner.end()
    if (view.readOnly) return READ_ONLY
    view.mailbox.expunge(chosen)
    return 'OK EXPUNGE completed'
  },
}

/** "(\Seen $Junk)", or flags without parentheses. RFC 9051 §9 store-att-flags */
function flagList(scanner: Scanner): string[] {
  if (scanner.peek() === '(') return scanner.list(() => scanner.flag())
  const flags: string[] = []
  do flags.push(scanner.flag())
  while (scanner.accept(' '))
  return flags
}

function apply(message: StoredMessage, sign: '+' | '-' | '', flags: readonly string[]): void {
  if (sign === '') message.flags.clear()
  for (const flag of flags) {
    if (sign === '-') message.flags.delete(flag)
    else message.flags.add(flag)
  }
}
