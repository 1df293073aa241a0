import type { ImapCommand } from './conversation.ts'
import type { Scanner } from './scanner.ts'
import { lazyPart, searchKeys } from './search-key.ts'
import { formatSequenceSet } from './sequence-set.ts'

/** SEARCH [RETURN (…)] [CHARSET …] keys. RFC 9051 §6.4.4, RFC 4731 */
export const searchCommand: ImapCommand = async (imap, scanner, byUid) => {
  const view = imap.view!
  scanner.space()
  const asked = keyword(scanner, 'RETURN') ? returnOptions(scanner) : undefined
  if (keyword(scanner, 'CHARSET')) {
    if (!/^(US-ASCII|UTF-8)$/i.test(scanner.astring())) return 'NO [BADCHARSET (US-ASCII UTF-8)] Unknown charset'
    scanner.space()
  }
  // US-ASCII is UTF-8 too
  const matches = searchKeys(scanner, 'utf-8')
  scanner.end()
  if (asked && !imap.has('ESEARCH')) return 'BAD No RETURN without ESEARCH'

  const stored = new Map(view.mailbox.messages.map((message) => [message.uid, message]))
  const found = view.uids.flatMap((uid, index) => {
    const message = stored.get(uid)
    if (!message) return []
    const number = index + 1
    const recent = view.recent.has(uid)
    const candidate = { message, number, recent, part: lazyPart(message), largest: view.largest }
    return matches(candidate) ? [byUid ? uid : number] : []
  })
  await imap.say(asked ? esearch(imap.tag, byUid, asked, found) : `* SEARCH${found.map((n) => ` ${n}`).join('')}`)
  return 'OK SEARCH completed'
}

/** The word and a space, when it is next. */
function keyword(scanner: Scanner, wanted: string): boolean {
  const next = scanner.text.slice(scanner.position, scanner.position + wanted.length + 1)
  if (next.toUpperCase() !== `${wanted} `) return false
  scanner.position += next.length
  return true
}

function returnOptions(scanner: Scanner): string[] {
  const options = scanner.list(() => {
    const option = scanner.word()
    return ['MIN', 'MAX', 'ALL', 'COUNT'].includes(option) ? option : scanner.fault(`unknown RETURN option ${option}`)
  })
  scanner.space()
  return options.length > 0 ? options : ['ALL']
}

/** `* ESEARCH (TAG "A282") UID MIN 2 COUNT 3`; what found nothing has no MIN, MAX and ALL. RFC 4731 §3.1 */
function esearch(tag: string, byUid: boolean, asked: readonly string[], found: readonly number[]): string {
  const parts = [`* ESEARCH (TAG "${tag}")`]
  if (byUid) parts.push('UID')
  if (asked.includes('MIN') && found.length > 0) parts.push(`MIN ${found[0]}`)
  if (asked.includes('MAX') && found.length > 0) parts.push(`MAX ${found.at(-1)}`)
  if (asked.includes('ALL') && found.length > 0) parts.push(`ALL ${formatSequenceSet(found)}`)
  if (asked.includes('COUNT')) parts.push(`COUNT ${found.length}`)
  return parts.join(' ')
}
