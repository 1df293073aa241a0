import type { ImapCommand, ImapConversation } from './conversation.ts'
import { mailboxName } from './nstring.ts'
import type { Scanner } from './scanner.ts'
import { statusItems, statusLine } from './status.ts'
import type { MailStore, StoredMailbox } from './store.ts'

/** Reference and pattern as one expression: "*" matches anything, "%" anything but the separator. RFC 9051 §6.3.9 */
function matcher(reference: string, pattern: string): RegExp {
  const source = (reference + pattern).replace(/[.+?^${}()|[\]\\]/g, '\\$&')
  const expression = source.replaceAll('*', '.*').replaceAll('%', '[^/]*')
  // INBOX matches in any case, other names in their own
  return new RegExp(`^(?:${expression.replace(/^inbox(?=\/|$)/i, 'INBOX')})$`, 's')
}

function attributes(imap: ImapConversation, store: MailStore, mailbox: StoredMailbox, asked: ReturnOptions): string[] {
  const special = imap.has('SPECIAL-USE') ? mailbox.attributes : []
  const children = imap.has('CHILDREN') ? [store.hasChildren(mailbox.name) ? '\\HasChildren' : '\\HasNoChildren'] : []
  const subscribed = asked.subscribed && store.subscriptions.has(mailbox.name) ? ['\\Subscribed'] : []
  return [...children, ...special, ...subscribed]
}

interface ReturnOptions {
  subscribed: boolean
  status: string[]
}

function returnOptions(scanner: Scanner): ReturnOptions {
  const asked: ReturnOptions = { subscribed: false, status: [] }
  scanner.list(() => {
    const option = scanner.word()
    if (option === 'SUBSCRIBED') asked.subscribed = true
    else if (option === 'STATUS') {
      scanner.space()
      asked.status = statusItems(scanner)
    } else if (option !== 'CHILDREN' && option !== 'SPECIAL-USE') scanner.fault(`unknown RETURN option ${option}`)
  })
  return asked
}

/** LIST, with selection and return options. RFC 9051 §6.3.9, RFC 5819, RFC 6154 */
export const listCommand: ImapCommand = async (imap, scanner) => {
  const store = imap.store!
  scanner.space()
  const selection = scanner.peek() === '(' ? scanner.list(() => scanner.word()) : undefined
  if (selection) scanner.space()
  const reference = scanner.astring()
  scanner.space()
  const patterns = scanner.peek() === '(' ? scanner.list(() => scanner.listMailbox()) : [scanner.listMailbox()]
  let asked: ReturnOptions = { subscribed: false, status: [] }
  if (scanner.accept(' ')) {
    if (scanner.word() !== 'RETURN') scanner.fault('RETURN expected')
    scanner.space()
    asked = returnOptions(scanner)
  }
  scanner.end()
  const unknown = selection?.find(
    (option) => !['SUBSCRIBED', 'SPECIAL-USE', 'REMOTE', 'RECURSIVEMATCH'].includes(option),
  )
  if (unknown) return `BAD Unknown selection option ${unknown}`
  if (patterns.length === 1 && patterns[0] === '') {
    // the separator is asked for. RFC 9051 §6.3.9
    await imap.say('* LIST (\\Noselect) "/" ""')
    return 'OK LIST completed'
  }
  if (selection?.includes('SUBSCRIBED')) asked.subscribed = true
  const tests = patterns.map((pattern) => matcher(reference, pattern))
  for (const mailbox of [...store.mailboxes.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!tests.some((test) => test.test(mailbox.name))) continue
    if (selection?.includes('SPECIAL-USE') && mailbox.attributes.length === 0) continue
    if (selection?.includes('SUBSCRIBED') && !store.subscriptions.has(mailbox.name)) continue
    await imap.say(`* LIST (${attributes(imap, store, mailbox, asked).join(' ')}) "/" ${mailboxName(mailbox.name)}`)
    if (asked.status.length > 0) await imap.say(statusLine(mailbox, asked.status))
  }
  return 'OK LIST completed'
}

/** LSUB: "%" shows a name that is not subscribed when one below it is. RFC 3501 §6.3.9 */
export const lsubCommand: ImapCommand = async (imap, scanner) => {
  const store = imap.store!
  scanner.space()
  const reference = scanner.astring()
  scanner.space()
  const test = matcher(reference, scanner.listMailbox())
  scanner.end()
  const shown = new Map<string, string>()
  for (const name of store.subscriptions) {
    if (test.test(name)) shown.set(name, '')
    else {
      for (let slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
        const superior = name.slice(0, slash)
        if (test.test(superior) && !shown.has(superior)) shown.set(superior, '\\Noselect')
      }
    }
  }
  for (const [name, attribute] of shown) await imap.say(`* LSUB (${attribute}) "/" ${mailboxName(name)}`)
  return 'OK LSUB completed'
}
